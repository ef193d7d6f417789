import type { Judgement } from './judgement.ts';
import { type PartSums, spreadValue } from './parts.ts';
import type { Exclusion, ExclusionReason, PartId } from './scored-pull-request.ts';

type Rule = { part: PartId; reason: ExclusionReason; isExcluded: (judgement: Judgement) => boolean };

const RULES: readonly Rule[] = [
  { part: 'promise_kept', reason: 'too_recent', isExcluded: (j) => j.promise === 'too_recent' },
  {
    part: 'promise_kept',
    reason: 'closed_unmerged_in_time',
    isExcluded: (j) => j.promise === 'closed_unmerged_in_time',
  },
  { part: 'promise_kept', reason: 'repository_gone', isExcluded: (j) => j.promise === 'repository_gone' },
  { part: 'promise_kept', reason: 'impossible_order', isExcluded: (j) => j.promise === 'impossible_order' },
  { part: 'predictability', reason: 'impossible_order', isExcluded: (j) => j.merge === 'impossible_order' },
  { part: 'stability', reason: 'revert_may_come', isExcluded: (j) => j.stability === 'revert_may_come' },
  { part: 'stability', reason: 'impossible_order', isExcluded: (j) => j.stability === 'impossible_order' },
];

/** What each part leaves out of the window, with the reason; only those that there are. */
export function exclusionsOf(judgements: readonly Judgement[], sums: PartSums): Exclusion[] {
  const exclusions: Exclusion[] = RULES.map(({ part, reason, isExcluded }) => ({
    part,
    reason,
    count: judgements.filter(isExcluded).length,
  }));
  const withoutMedian = sums.spreads.filter((spread) => spreadValue(spread) === null);
  const count = withoutMedian.reduce((sum, spread) => sum + spread.n, 0);
  exclusions.push({ part: 'predictability', reason: 'median_is_zero', count });
  return exclusions.filter((exclusion) => exclusion.count > 0);
}
