import type { Instant } from '../time/instant.ts';

/** Every kind of fact that a pull request's facts are folded from (metrics.md, section 1). */
export const TIMELINE_KINDS = [
  'opened',
  'head_force_pushed',
  'commits_pushed',
  'edited',
  'converted_to_draft',
  'ready_for_review',
  'review_requested',
  'review_request_removed',
  'review_submitted',
  'review_dismissed',
  'review_commented',
  'closed',
  'merged',
  'reopened',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

export type ReviewState = 'approved' | 'changes_requested' | 'commented';

/** What an entry of a kind may carry beside its instant; a field that a source did not tell is absent, never guessed. */
export type TimelineData = {
  /** opened: was it a draft when it was opened. */
  draft?: boolean;
  /** commits_pushed, head_force_pushed: the head commit after the push. review_submitted: the head that was reviewed. */
  headSha?: string;
  /** review_submitted, review_dismissed: GitHub's id of the review. */
  reviewId?: string;
  /** review_submitted: absent when only its later dismissal was seen. */
  state?: ReviewState;
  /** review_requested, review_request_removed: the account or team asked. */
  requestedAccountId?: string;
  requestedTeamId?: string;
  /** edited: the base branch changed. */
  baseChanged?: boolean;
  /** review_commented: when the comment was deleted again. */
  deletedAt?: Instant;
};

/**
 * One fact in the life of a pull request. `key` is its natural key: a webhook and a backfill of the same fact give the
 * same key, and entries with one key are one fact (`mergeEntries`).
 */
export type TimelineEntry = {
  key: string;
  kind: TimelineKind;
  at: Instant;
  /** GitHub account id, a decimal string (ids exceed 2^31 and may exceed 2^53); null for a ghost or where not told. */
  actorId: string | null;
  data: TimelineData;
};

/** What GitHub says of an account. `kind` is as on GitHub; whether it counts as a bot is decided by `isBot`. */
export type AccountSnapshot = { id: string; login: string; type: string };

/** When a part of a snapshot was so. */
type Dated = {
  updatedAt: Instant;
  /** It was read after that second was over: whatever else happened within it is in there. */
  isSettled?: boolean;
};

/** State of the pull request as a payload showed it. Each part carries its own time, since not every payload has every part. */
export type PullRequestSnapshot = {
  base: Dated & {
    title: string;
    draft: boolean | null;
    state: 'open' | 'closed';
    baseRef: string;
    headRef: string;
    headSha: string;
    /** Null when the fork was deleted. */
    headRepositoryId: string | null;
    /** `Reverts owner/repo#12` in the body gives 12. The body itself is not kept. */
    revertsNumber: number | null;
    labels: readonly string[];
  };
  /** Only full pull request payloads carry sizes. */
  size: (Dated & { additions: number; deletions: number; changedFiles: number; commits: number }) | null;
  /** Lines in generated files among those of the size, where the list of files was read; null where it was longer than a page of it. */
  generated?: (Dated & { lines: number | null }) | null | undefined;
  /** How many comments reviews have, where a source counted them; comments after `updatedAt` are entries. */
  reviewComments?: (Dated & { count: number }) | null | undefined;
  /** Earliest author date among the commits known at the opening, as its list of commits told it; the earliest told wins. */
  firstAuthoredAt?: Instant | null | undefined;
};

/** A push to the pull request's head branch, as far as the fold needs it. */
export type HeadPush = {
  at: Instant;
  afterSha: string;
  forced: boolean;
  /** The push created the branch. */
  created: boolean;
  /** Earliest author date among the distinct commits of the push. */
  earliestAuthoredAt: Instant | null;
};

/** Natural keys: the same fact gives the same key, whichever webhook or backfill told it. Instants as GitHub gives them. */
export const entryKey = {
  opened: (): string => 'opened',
  closed: (at: Instant): string => `closed:${at}`,
  merged: (at: Instant): string => `merged:${at}`,
  reopened: (at: Instant): string => `reopened:${at}`,
  readyForReview: (at: Instant): string => `ready_for_review:${at}`,
  convertedToDraft: (at: Instant): string => `converted_to_draft:${at}`,
  reviewSubmitted: (reviewId: string): string => `review_submitted:${reviewId}`,
  reviewDismissed: (reviewId: string): string => `review_dismissed:${reviewId}`,
  commitsPushed: (sha: string): string => `commits_pushed:${sha}`,
  headForcePushed: (sha: string): string => `head_force_pushed:${sha}`,
  /** `who` is an account id, or `team:` and a team id. */
  reviewRequested: (who: string, at: Instant): string => `review_requested:${who}:${at}`,
  reviewRequestRemoved: (who: string, at: Instant): string => `review_request_removed:${who}:${at}`,
  edited: (at: Instant): string => `edited:${at}`,
  reviewCommented: (commentId: string): string => `review_commented:${commentId}`,
} as const;

const KIND_RANK = new Map<TimelineKind, number>(TIMELINE_KINDS.map((kind, rank) => [kind, rank]));
const rankOf = (kind: TimelineKind): number => KIND_RANK.get(kind) ?? TIMELINE_KINDS.length;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** JSON with sorted keys, so that equal values have equal text. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => compareText(a, b)))
      : part,
  );
}

/** Known beats unknown; of two known values the one that is later as text, so that the order of arrival does not matter. */
function joinValues<T>(a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined || a === null) return b ?? a;
  if (b === undefined || b === null) return a;
  return canonicalText(a) >= canonicalText(b) ? a : b;
}

function joinData(a: TimelineData, b: TimelineData): TimelineData {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort() as (keyof TimelineData)[];
  const known = names
    .map((name) => [name, joinValues<unknown>(a[name], b[name])] as const)
    .filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(known) as TimelineData;
}

/**
 * Joins two reports of one fact (equal keys): commutative, associative and idempotent. Known beats unknown, the earlier
 * instant wins, and two different known values resolve by a fixed order. Source: metrics.md, section 1.
 */
export function mergeEntries(a: TimelineEntry, b: TimelineEntry): TimelineEntry {
  return {
    key: a.key,
    kind: rankOf(a.kind) >= rankOf(b.kind) ? a.kind : b.kind,
    at: Math.min(a.at, b.at),
    actorId: joinValues(a.actorId, b.actorId) ?? null,
    data: joinData(a.data, b.data),
  };
}

/** By instant, then rank of the kind in `TIMELINE_KINDS`, then key: one order for any order of arrival. */
export function sortTimeline(entries: readonly TimelineEntry[]): TimelineEntry[] {
  return [...entries].sort(
    (a, b) => a.at - b.at || rankOf(a.kind) - rankOf(b.kind) || compareText(a.key, b.key),
  );
}

/** One sorted timeline with one entry for each key of both. */
export function mergeTimelines(a: readonly TimelineEntry[], b: readonly TimelineEntry[]): TimelineEntry[] {
  const byKey = new Map<string, TimelineEntry>();
  for (const entry of [...a, ...b]) {
    const known = byKey.get(entry.key);
    byKey.set(entry.key, known ? mergeEntries(known, entry) : entry);
  }
  return sortTimeline([...byKey.values()]);
}

function newer<T extends Dated>(a: T, b: T): T {
  if (a.updatedAt !== b.updatedAt) return a.updatedAt > b.updatedAt ? a : b;
  const [isSettled, isOtherSettled] = [a.isSettled ?? false, b.isSettled ?? false];
  if (isSettled !== isOtherSettled) return isSettled ? a : b;
  return canonicalText(a) >= canonicalText(b) ? a : b;
}

function newerOf<T extends Dated>(a: T | null | undefined, b: T | null | undefined) {
  return a && b ? newer(a, b) : (a ?? b ?? null);
}

function earliestOf(a: Instant | null | undefined, b: Instant | null | undefined): Instant | null {
  const known = [a, b].filter((at) => at != null);
  return known.length > 0 ? Math.min(...known) : null;
}

/** The head's repository does not change, but payloads lack it once a fork is deleted: what is known stays known. */
function mergeBases(
  a: PullRequestSnapshot['base'],
  b: PullRequestSnapshot['base'],
): PullRequestSnapshot['base'] {
  const known = [a.headRepositoryId, b.headRepositoryId].filter((id) => id !== null);
  const headRepositoryId = known.sort((x, y) => y.length - x.length || (x < y ? 1 : -1))[0] ?? null;
  return { ...newer({ ...a, headRepositoryId: null }, { ...b, headRepositoryId: null }), headRepositoryId };
}

/**
 * The newest of each part, on its own `updatedAt` (a payload without sizes never erases them); of equal times the one that was read
 * after its second, else canonical JSON text, decides. Commutative, associative and idempotent. Source: metrics.md, section 1.
 */
export function mergeSnapshots(a: PullRequestSnapshot, b: PullRequestSnapshot): PullRequestSnapshot {
  return {
    base: mergeBases(a.base, b.base),
    size: newerOf(a.size, b.size),
    generated: newerOf(a.generated, b.generated),
    reviewComments: newerOf(a.reviewComments, b.reviewComments),
    firstAuthoredAt: earliestOf(a.firstAuthoredAt, b.firstAuthoredAt),
  };
}
