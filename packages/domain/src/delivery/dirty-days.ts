import { dayNumber, dayNumberOf, dayOfNumber, type LocalDay } from '../time/local-day.ts';
import type { OpenState, PullRequestFacts } from './facts.ts';

/**
 * Facts with an opaque text of whatever else feeds the sums of a day (contributor, team, repository, sizes, reviewers'
 * teams, its clock, …). When the texts differ, every day of both counts as changed.
 */
export type SignedFacts = PullRequestFacts & { signature?: string | undefined };

/** Days `[from, to)` at whose end the pull request stood in one state, by day number. */
type Standing = { from: number; to: number; label: string };

const STATES: readonly OpenState[] = ['draft', 'waiting', 'inReview', 'approved'];

function standings(facts: SignedFacts, zone: string, today: number): Standing[] {
  const found: Standing[] = [];
  for (const state of STATES) {
    // Its age is counted from readyAt, and it is its author's team's of then, a draft's too: so its standing differs when readyAt does.
    const label = JSON.stringify([state, facts.readyAt, facts.signature ?? '']);
    for (const span of facts.spans[state]) {
      const from = dayNumberOf(span.from, zone);
      const to = Math.min(span.to === null ? today + 1 : dayNumberOf(span.to, zone), today + 1);
      if (from < to) found.push({ from, to, label });
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

/** What the pull request adds to the flow of a day, as texts by day number. */
function flows(facts: SignedFacts, zone: string): Map<number, string> {
  const texts = new Map<number, string>();
  const put = (at: number | null, what: readonly unknown[]): void => {
    if (at === null) return;
    const day = dayNumberOf(at, zone);
    texts.set(day, `${texts.get(day) ?? facts.signature ?? ''}\n${JSON.stringify(what)}`);
  };
  // Whose team's it is hangs on readyAt.
  put(facts.openedAt, ['opened', facts.readyAt]);
  put(facts.readyAt, ['ready']);
  put(facts.firstReviewAt, ['first_review', facts.readyAt, facts.firstReviewAt]);
  if (facts.state === 'closed') put(facts.closedAt, ['closed', facts.readyAt]);
  put(facts.mergedAt, [
    'merged',
    facts.readyAt,
    facts.durations,
    facts.isMergedWithoutReview,
    facts.revertsNumber,
  ]);
  for (const review of facts.reviews) {
    if (review.isCounted) put(review.submittedAt, ['review', review.reviewId, review.reviewerId]);
  }
  for (const request of facts.reviewRequests) {
    if (!request.isCounted) continue;
    put(request.requestedAt, ['requested', request.accountId]);
    put(request.answeredAt, ['answered', facts.readyAt, request.accountId, request.answeredWorkingSeconds]);
  }
  return texts;
}

function addStandingChanges(a: readonly Standing[], b: readonly Standing[], changed: Set<number>): void {
  const edges = [...new Set([...a, ...b].flatMap((standing) => [standing.from, standing.to]))];
  edges.sort((x, y) => x - y);
  const labelAt = (list: readonly Standing[], day: number): string | undefined =>
    list.find((standing) => standing.from <= day && day < standing.to)?.label;
  edges.forEach((from, index) => {
    const to = edges[index + 1];
    if (to === undefined || labelAt(a, from) === labelAt(b, from)) return;
    for (let day = from; day < to; day += 1) changed.add(day);
  });
}

/** Today is read as of now, not of its end, so any difference of the spans that touches today makes it dirty. */
function touchesToday(facts: SignedFacts, zone: string, today: number): boolean {
  return STATES.some((state) =>
    facts.spans[state].some(
      (span) =>
        dayNumberOf(span.from, zone) <= today && (span.to === null || dayNumberOf(span.to, zone) >= today),
    ),
  );
}

/**
 * The local days, ascending, on which what a pull request adds to DailyMetrics changes between two folds: days of its
 * events, and days at whose end it stood in a state, up to `today`. Null is "not there"; `zone` is the organization's IANA
 * zone. A day that is not listed has the same contribution before and after. Source: metrics.md, section 4.
 */
export function dirtyDays(input: {
  before: SignedFacts | null;
  after: SignedFacts | null;
  zone: string;
  today: LocalDay;
}): LocalDay[] {
  const { zone } = input;
  const today = dayNumber(input.today);
  const before = input.before?.isCounted ? input.before : null;
  const after = input.after?.isCounted ? input.after : null;
  const changed = new Set<number>();
  const flowBefore = before ? flows(before, zone) : new Map<number, string>();
  const flowAfter = after ? flows(after, zone) : new Map<number, string>();
  for (const day of [...flowBefore.keys(), ...flowAfter.keys()]) {
    if (flowBefore.get(day) !== flowAfter.get(day)) changed.add(day);
  }
  addStandingChanges(
    before ? standings(before, zone, today) : [],
    after ? standings(after, zone, today) : [],
    changed,
  );
  if (JSON.stringify(before?.spans) !== JSON.stringify(after?.spans)) {
    const touched = [before, after].some((facts) => facts !== null && touchesToday(facts, zone, today));
    if (touched) changed.add(today);
  }
  return [...changed].sort((a, b) => a - b).map(dayOfNumber);
}
