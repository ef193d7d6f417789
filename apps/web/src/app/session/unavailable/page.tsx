import { buttonStyle } from '@devpulse/ui/button';
import { CenteredShell } from '@devpulse/ui/centered-shell';
import { StateView } from '@devpulse/ui/state-view';
import type { Metadata } from 'next';
import { safeNext } from '../../../lib/next-address.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Not reachable' };

export default async function UnavailablePage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const { next } = await searchParams;
  return (
    <CenteredShell title="DevPulse does not answer right now">
      <StateView
        kind="error"
        title="Your session could not be renewed"
        action={
          <a href={safeNext(typeof next === 'string' ? next : '/')} className={buttonStyle()}>
            Try again
          </a>
        }
      >
        <p>You are still signed in. Wait a moment, then try again.</p>
      </StateView>
    </CenteredShell>
  );
}
