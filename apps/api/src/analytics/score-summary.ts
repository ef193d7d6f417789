import type { ScoreSummary } from '@devpulse/contracts/analytics/score';
import { isSignificantChange } from '@devpulse/domain/score/confidence';
import type { DashboardReads } from '../platform/dashboard-reads.ts';

type Reading = Awaited<ReturnType<DashboardReads['readWindow']>>;
type Stored = NonNullable<Reading['score']>;

/** A stored score in one line, against the one 28 days before; null where none was computed yet. */
export function scoreSummary({
  score,
  scoreBefore,
}: Pick<Reading, 'score' | 'scoreBefore'>): ScoreSummary | null {
  if (score === null) return null;
  const { matured, ...shown } = score;
  return {
    ...shown,
    n: matured,
    change:
      scoreBefore === null
        ? null
        : { day: scoreBefore.day, value: scoreBefore.value, isChanged: isChanged(score, scoreBefore) },
  };
}

/** Never where either had not enough data. */
function isChanged(score: Stored, before: Stored): boolean {
  const [a, b] = [figureOf(score), figureOf(before)];
  return a !== null && b !== null && isSignificantChange(a, b);
}

function figureOf({ value, low, high }: Stored) {
  return value === null || low === null || high === null ? null : { value, interval: { width: high - low } };
}
