import { CenteredShell } from '@devpulse/ui/centered-shell';
import { LINK_STYLE } from '@devpulse/ui/link';
import { PageLink } from '../../lib/page-link.tsx';

/** A mailed link that arrived without the secret that makes it work. */
export function BrokenLink({ what }: { what: string }) {
  return (
    <CenteredShell title="This link is not complete">
      <div className="role-body flex flex-col gap-3 text-muted">
        <p>{what} carries a secret, and this one came without it. Mail programs break long lines at times.</p>
        <p>Open the link in the mail again, or copy all of it into the address bar.</p>
        <p>
          <PageLink href="/" className={LINK_STYLE}>
            Go to the start page
          </PageLink>
        </p>
      </div>
    </CenteredShell>
  );
}
