import type { getScoreEvidence } from '@devpulse/contracts/analytics/score';
import type { RouteResponse } from '@devpulse/contracts/route';
import type { ScoreCsvRow } from '@devpulse/domain/score/score-csv';
import type { PartId } from '@devpulse/domain/score/scored-pull-request';

type Item = RouteResponse<typeof getScoreEvidence>['items'][number];
export type Verdict = Pick<Item, 'outcome' | 'reason'>;
export type JudgedRow = { row: ScoreCsvRow; verdict: Verdict };

const excluded = (reason: string): Verdict => ({ outcome: 'excluded', reason });
const counts = (outcome: Item['outcome']): Verdict => ({ outcome, reason: null });

/** How a pull request counts in each part; null where the part does not look at it. */
const VERDICTS: Record<PartId, (row: ScoreCsvRow) => Verdict | null> = {
  promise_kept: ({ promise }) => {
    if (promise === 'outside') return null;
    if (promise === 'kept') return counts('hit');
    return promise === 'missed' ? counts('miss') : excluded(promise);
  },
  predictability: ({ cycle_working_seconds: seconds }) => (seconds === null ? null : counts('counted')),
  flow: ({ open_days, older_days }) => {
    if (open_days === 0) return null;
    return counts(older_days > 0 ? 'miss' : 'hit');
  },
  stability: ({ stability, revert_weight: weight }) => {
    if (stability === 'outside') return null;
    if (stability !== 'counted') return excluded(stability);
    if (weight === 0) return counts('hit');
    return counts(weight < 1 ? 'half' : 'miss');
  },
};

const atOf = ({ ready_at: readyAt }: ScoreCsvRow): number => (readyAt === null ? 0 : Date.parse(readyAt));

/** The pull requests that a part looks at, those that were made ready last first. */
export function judgedRows(rows: readonly ScoreCsvRow[], part: PartId): JudgedRow[] {
  return rows
    .flatMap((row) => {
      const verdict = VERDICTS[part](row);
      return verdict === null ? [] : [{ row, verdict }];
    })
    .sort((a, b) => atOf(b.row) - atOf(a.row) || (a.row.id < b.row.id ? 1 : -1));
}

export function positionOf({ row }: JudgedRow): { at: number; id: string } {
  return { at: atOf(row), id: row.id };
}

/** Those after a position. */
export function rowsAfter(
  rows: readonly JudgedRow[],
  position: { at: number; id: string } | null,
): JudgedRow[] {
  if (position === null) return [...rows];
  return rows.filter(({ row }) => {
    const at = atOf(row);
    return at < position.at || (at === position.at && row.id < position.id);
  });
}
