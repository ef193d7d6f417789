import type { OpenPullRequest } from '@devpulse/contracts/analytics/figures';
import { type WorkingCalendar, workingDaySeconds } from '@devpulse/domain/time/working-calendar';

/** Upper bounds of the buckets in working days; the last bucket has none. */
const BOUNDS = [1, 2, 3, 5, 10] as const;
export const AGEING_BUCKETS = ['< 1', '1–2', '2–3', '3–5', '5–10', '> 10'] as const;

export type AgeingRow = {
  state: OpenPullRequest['state'];
  count: number;
  /** One list for each bucket, oldest first. */
  cells: readonly (readonly OpenPullRequest[])[];
};

const STATES = [
  'draft',
  'waiting',
  'inReview',
  'approved',
] as const satisfies readonly OpenPullRequest['state'][];

/** Sorts open pull requests into state and age; a bucket holds its lower bound and not its upper. */
export function ageingRows(items: readonly OpenPullRequest[], calendar: WorkingCalendar): AgeingRow[] {
  const day = workingDaySeconds(calendar);
  const bucketOf = (item: OpenPullRequest) => {
    const index = BOUNDS.findIndex((bound) => item.ageWorkingSeconds < bound * day);
    return index === -1 ? BOUNDS.length : index;
  };
  const byAge = [...items].sort((a, b) => b.ageWorkingSeconds - a.ageWorkingSeconds);
  return STATES.map((state) => {
    const own = byAge.filter((item) => item.state === state);
    return {
      state,
      count: own.length,
      cells: AGEING_BUCKETS.map((_, index) => own.filter((item) => bucketOf(item) === index)),
    };
  });
}

/** The longest wait and how many waits are over the target; null where nothing waits. */
export function waitingAges(items: readonly OpenPullRequest[], targetSeconds: number) {
  const ages = items.filter((item) => item.state === 'waiting').map((item) => item.ageWorkingSeconds);
  if (ages.length === 0) return null;
  return { oldestSeconds: Math.max(...ages), overTarget: ages.filter((age) => age > targetSeconds).length };
}
