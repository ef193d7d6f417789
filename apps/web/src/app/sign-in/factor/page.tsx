import { CenteredShell } from '@devpulse/ui/centered-shell';
import { LINK_STYLE } from '@devpulse/ui/link';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { FactorForm } from '../../../features/sign-in/factor-form.tsx';
import { PasskeyButton } from '../../../features/sign-in/passkey-button.tsx';
import { readChallenge } from '../../../lib/flow-cookie.ts';
import { withNext } from '../../../lib/next-address.ts';
import { PageLink } from '../../../lib/page-link.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Second factor' };

export default async function FactorPage() {
  const challenge = await readChallenge();
  if (challenge === null) redirect('/sign-in');
  const { methods, next } = challenge;
  const hasCode = methods.includes('totp') || methods.includes('recovery_code');
  return (
    <CenteredShell
      title="Confirm that it is you"
      intro="Your account asks for a second factor beside the password."
    >
      {methods.includes('passkey') && (
        <PasskeyButton next={next} isSecondFactor kind={hasCode ? 'plain' : 'main'} />
      )}
      {hasCode && <FactorForm />}
      <p className="role-caption text-muted">
        Neither at hand? Whoever runs this DevPulse can let you in anew.{' '}
        <PageLink href={withNext('/sign-in', next)} className={LINK_STYLE}>
          Start again
        </PageLink>
      </p>
    </CenteredShell>
  );
}
