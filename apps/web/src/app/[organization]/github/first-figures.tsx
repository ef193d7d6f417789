import type { Overview } from '@devpulse/contracts/analytics/overview';
import { LINK_STYLE } from '@devpulse/ui/link';
import { PartialMetricCard } from '@devpulse/ui/metric-card';
import type { ImportTotals } from '../../../features/github/connection-steps.ts';
import {
  cycleTimeView,
  firstReviewView,
  mergedView,
  openReadyView,
} from '../../../features/overview/figures.ts';
import { evidenceAddress, overviewAddress } from '../../../lib/addresses.ts';
import { PageLink } from '../../../lib/page-link.tsx';

/** The figures as far as the history is read: each is exact for that, and says of how much it is. */
export function FirstFigures({ overview, totals }: { overview: Overview; totals: ImportTotals }) {
  const { slug } = overview.organization;
  const complete = totals.repositories - totals.unfinished;
  const views = [cycleTimeView, firstReviewView, mergedView, openReadyView];
  return (
    <section aria-labelledby="first-figures" className="flex flex-col gap-3 pt-2">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id="first-figures" className="role-section">
          First figures
        </h2>
        <p className="role-caption text-muted">exact for what has been read, of the last 30 days</p>
        <PageLink href={overviewAddress(slug)} className={`${LINK_STYLE} ms-auto`}>
          See the overview
        </PageLink>
      </div>
      <div className="grid grid-cols-1 gap-3 reflow:grid-cols-2 rail:gap-4">
        {views.map((view) => {
          const metric = view(overview, (id) => evidenceAddress(slug, { metric: id }));
          return (
            <PartialMetricCard
              key={metric.label}
              metric={metric}
              note={`${complete} of ${totals.repositories} repositories complete; may still move`}
            />
          );
        })}
      </div>
    </section>
  );
}
