import type { Overview } from '@devpulse/contracts/analytics/overview';
import { formatWorking } from '@devpulse/domain/metrics/format';
import type { PhaseView } from '@devpulse/ui/phase-bar';
import { percentText } from '../../lib/count-words.ts';

type PhaseName = Overview['phases']['rows'][number]['phase'];

/** A phase keeps its colour wherever it is shown; the states of open work follow it. */
const PHASES: Record<PhaseName, Pick<PhaseView, 'label' | 'series'>> = {
  pickup: { label: 'Pickup', series: 1 },
  review: { label: 'Review', series: 2 },
  mergeWait: { label: 'Merge wait', series: 3 },
  unreviewed: { label: 'No review', series: 4 },
};

export function phaseViews({ phases, organization }: Overview): PhaseView[] {
  return phases.rows.map((row) => ({
    key: row.phase,
    ...PHASES[row.phase],
    share: row.share,
    shareText: percentText(row.share),
    total: formatWorking(row.totalSeconds, organization.calendar),
    median: row.medianSeconds === null ? '–' : formatWorking(row.medianSeconds, organization.calendar),
  }));
}
