import { CenteredShell } from '@devpulse/ui/centered-shell';
import { LINK_STYLE } from '@devpulse/ui/link';
import type { Metadata } from 'next';
import { SsoForm } from '../../../features/sign-in/sso-form.tsx';
import { safeNext, withNext } from '../../../lib/next-address.ts';
import { PageLink } from '../../../lib/page-link.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Single sign-on' };

export default async function SsoPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const { next: wanted } = await searchParams;
  const next = safeNext(typeof wanted === 'string' ? wanted : '/');
  return (
    <CenteredShell title="Single sign-on" intro="You sign in where your organization keeps its accounts.">
      <SsoForm next={next} />
      <p>
        <PageLink href={withNext('/sign-in', next)} className={LINK_STYLE}>
          Another way to sign in
        </PageLink>
      </p>
    </CenteredShell>
  );
}
