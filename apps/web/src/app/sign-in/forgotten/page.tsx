import { getInstance } from '@devpulse/contracts/auth/set-up';
import { CenteredShell } from '@devpulse/ui/centered-shell';
import { LINK_STYLE } from '@devpulse/ui/link';
import { Note } from '@devpulse/ui/note';
import type { Metadata } from 'next';
import { ForgottenForm } from '../../../features/sign-in/forgotten-form.tsx';
import { callApi, settle } from '../../../lib/api.ts';
import { PageLink } from '../../../lib/page-link.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Forgotten password' };

export default async function ForgottenPage() {
  const instance = await settle(callApi(getInstance, {}));
  const isMailHeld = 'data' in instance && !instance.data.isMailSent;
  return (
    <CenteredShell
      title="Choose a new password"
      intro="You get a link by mail. It ends every session that you have."
    >
      {isMailHeld && (
        <Note kind="caution">
          This DevPulse sends no mail. The link waits on the mail page of its Owner: ask them for it.
        </Note>
      )}
      <ForgottenForm />
      <p>
        <PageLink href="/sign-in" className={LINK_STYLE}>
          Back to sign in
        </PageLink>
      </p>
    </CenteredShell>
  );
}
