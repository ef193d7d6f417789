import { buttonStyle } from '@devpulse/ui/button';
import { Command, StateView } from '@devpulse/ui/state-view';
import { PageLink } from '../../lib/page-link.tsx';

/** The organization is known, and no pull request of it has been counted yet. */
export function NoDeliveries({
  name,
  connectHref,
}: {
  name: string;
  /** Where GitHub is connected; null for those who may not. */
  connectHref: string | null;
}) {
  return (
    <StateView
      kind="empty"
      title={`No pull request of ${name} has arrived yet`}
      action={
        connectHref !== null && (
          <PageLink href={connectHref} className={buttonStyle('main')}>
            Connect GitHub
          </PageLink>
        )
      }
    >
      <p>
        Cycle time, first reviews, what was merged and what is open appear here within seconds of the first
        delivery. Nothing has been counted so far; a new installation stays silent until somebody opens,
        reviews or merges.
      </p>
      <p className="text-text">To see deliveries come in now, in a made-up organization:</p>
      <Command>npm run demo</Command>
    </StateView>
  );
}
