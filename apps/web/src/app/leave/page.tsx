import { buttonStyle } from '@devpulse/ui/button';
import { CenteredShell } from '@devpulse/ui/centered-shell';
import type { Metadata } from 'next';
import { ManifestForm } from '../../features/leave/manifest-form.tsx';
import { readLeaving } from '../../lib/leave.ts';
import { PageLink } from '../../lib/page-link.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Leaving DevPulse' };

/** The last page before another site, which is taken from the cookie alone: no link can say where this leads. */
export default async function LeavePage() {
  const leaving = await readLeaving();
  if (leaving === null) {
    return (
      <CenteredShell title="This way is closed" intro="It was open for ten minutes, in one browser.">
        <div>
          <PageLink href="/" className={buttonStyle()}>
            Back to DevPulse
          </PageLink>
        </div>
      </CenteredShell>
    );
  }
  const { host } = new URL(leaving.to);
  if (leaving.manifest !== null) {
    return (
      <CenteredShell
        title="On to GitHub"
        intro={`${host} shows the App once more, and makes it when you say so. You have to be signed in there.`}
      >
        <ManifestForm action={leaving.to} manifest={leaving.manifest} />
      </CenteredShell>
    );
  }
  return (
    <CenteredShell title={`On to ${host}`} intro="Your browser goes there by itself.">
      <meta httpEquiv="refresh" content={`0;url=${leaving.to}`} />
      <div>
        <a href={leaving.to} className={buttonStyle('main')}>
          Continue to {host}
        </a>
      </div>
    </CenteredShell>
  );
}
