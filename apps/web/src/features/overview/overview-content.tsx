import type { Overview } from '@devpulse/contracts/analytics/overview';
import { MetricCard } from '@devpulse/ui/metric-card';
import { PageLink } from '../../lib/page-link.tsx';
import {
  cycleTimeView,
  type EvidenceAddress,
  firstReviewView,
  mergedView,
  openReadyView,
  reviewsView,
  waitingView,
} from './figures.ts';
import { FlowCard } from './flow-card.tsx';
import { OpenCard } from './open-card.tsx';
import { PhasesCard } from './phases-card.tsx';

/** Speed and flow first, then where the time went, then what is open now. */
export function OverviewContent({
  overview,
  toEvidence,
}: {
  overview: Overview;
  toEvidence: EvidenceAddress;
}) {
  const main = [cycleTimeView, firstReviewView, mergedView, waitingView];
  const further = [reviewsView, openReadyView];
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-1 gap-3 reflow:grid-cols-2 wide:grid-cols-4 rail:gap-4">
        {main.map((view) => {
          const metric = view(overview, toEvidence);
          return <MetricCard key={metric.label} metric={metric} link={PageLink} />;
        })}
      </div>
      <div className="grid gap-4 wide:grid-cols-[5fr_7fr] has-[details[open]]:items-start">
        <PhasesCard overview={overview} />
        <FlowCard overview={overview} />
      </div>
      <div className="grid gap-4 wide:grid-cols-[7fr_5fr] has-[details[open]]:items-start">
        <OpenCard overview={overview} />
        <div className="grid gap-4 reflow:max-wide:grid-cols-2">
          {further.map((view) => {
            const metric = view(overview, toEvidence);
            return <MetricCard key={metric.label} metric={metric} link={PageLink} />;
          })}
        </div>
      </div>
    </div>
  );
}
