/** A short notation of pull request lives for table tests. Times are hours since START. */
import { DEFAULT_CALENDAR } from '../time/working-calendar.ts';
import type { PullRequestFacts } from './facts.ts';
import { type FoldInput, foldPullRequest } from './fold.ts';
import {
  entryKey,
  type HeadPush,
  type PullRequestSnapshot,
  type ReviewState,
  type TimelineEntry,
} from './timeline.ts';

/** Hours since Monday 2025-03-03T09:00:00Z, the start of a working day. */
const START = Temporal.Instant.from('2025-03-03T09:00:00Z').epochMilliseconds;
export const h = (hours: number): number => START + hours * 3_600_000;

const AUTHOR = { id: '1', login: 'ada', type: 'User' };
const ACCOUNTS = [
  AUTHOR,
  { id: '2', login: 'grace', type: 'User' },
  { id: '3', login: 'linus', type: 'User' },
  { id: '8', login: 'renovate[bot]', type: 'Bot' },
  { id: '9', login: 'deploy-robot', type: 'User' },
];

export const at = (kind: TimelineEntry['kind'], key: string, hours: number): TimelineEntry => ({
  key,
  kind,
  at: h(hours),
  actorId: '1',
  data: {},
});
export const opened = (hours: number, draft?: boolean): TimelineEntry => ({
  ...at('opened', entryKey.opened(), hours),
  data: draft === undefined ? {} : { draft },
});
export const ready = (hours: number) => at('ready_for_review', entryKey.readyForReview(h(hours)), hours);
export const drafted = (hours: number) =>
  at('converted_to_draft', entryKey.convertedToDraft(h(hours)), hours);
export const merged = (hours: number) => at('merged', entryKey.merged(h(hours)), hours);
export const closed = (hours: number) => at('closed', entryKey.closed(h(hours)), hours);
export const reopened = (hours: number) => at('reopened', entryKey.reopened(h(hours)), hours);
export const pushed = (hours: number) => at('commits_pushed', entryKey.commitsPushed(`c${hours}`), hours);
export const dismissed = (reviewId: string, hours: number): TimelineEntry => ({
  ...at('review_dismissed', entryKey.reviewDismissed(reviewId), hours),
  data: { reviewId },
});
export const review = (
  hours: number,
  actorId: string | null,
  state?: ReviewState,
  reviewId = `r${hours}-${actorId}`,
): TimelineEntry => ({
  ...at('review_submitted', entryKey.reviewSubmitted(reviewId), hours),
  actorId,
  data: state ? { reviewId, state } : { reviewId },
});

const requested = (kind: 'review_requested' | 'review_request_removed', hours: number, accountId: string) => {
  const key = kind === 'review_requested' ? entryKey.reviewRequested : entryKey.reviewRequestRemoved;
  return { ...at(kind, key(accountId, h(hours)), hours), data: { requestedAccountId: accountId } };
};
export const asked = (hours: number, accountId: string) => requested('review_requested', hours, accountId);
export const unasked = (hours: number, accountId: string) =>
  requested('review_request_removed', hours, accountId);
export const askedTeam = (hours: number, teamId: string): TimelineEntry => ({
  ...at('review_requested', entryKey.reviewRequested(`team:${teamId}`, h(hours)), hours),
  data: { requestedTeamId: teamId },
});

export const snapshot = (base: Partial<PullRequestSnapshot['base']> = {}): PullRequestSnapshot => ({
  base: {
    updatedAt: h(0),
    title: 'A change',
    draft: null,
    state: 'open',
    baseRef: 'main',
    headRef: 'feature',
    headSha: 'x',
    headRepositoryId: null,
    revertsNumber: null,
    labels: [],
    ...base,
  },
  size: null,
});

export const push = (hours: number, authored: number | null, created = false): HeadPush => ({
  at: h(hours),
  afterSha: `s${hours}`,
  forced: false,
  created,
  earliestAuthoredAt: authored === null ? null : h(authored),
});

export function fold(entries: readonly TimelineEntry[], input: Partial<FoldInput> = {}): PullRequestFacts {
  return foldPullRequest({
    entries,
    snapshot: snapshot(),
    author: AUTHOR,
    accounts: new Map(ACCOUNTS.map((account) => [account.id, account])),
    pushes: [],
    inheritedReadyAt: null,
    calendar: DEFAULT_CALENDAR,
    extraBots: ['deploy-robot'],
    ...input,
  });
}

export const hoursOf = (facts: PullRequestFacts) =>
  Object.fromEntries(
    Object.entries(facts.durations).map(([name, duration]) => [name, duration.elapsed / 3600]),
  );
export const spansOf = (facts: PullRequestFacts) => {
  const hour = (instant: number | null) => (instant === null ? null : (instant - START) / 3_600_000);
  return Object.fromEntries(
    Object.entries(facts.spans)
      .filter(([, spans]) => spans.length > 0)
      .map(([state, spans]) => [state, spans.map((span) => [hour(span.from), hour(span.to)])]),
  );
};
