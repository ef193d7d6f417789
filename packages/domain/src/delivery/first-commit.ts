import type { Instant } from '../time/instant.ts';
import type { FactReason } from './facts.ts';
import type { HeadPush } from './timeline.ts';

const OLDEST_MILLISECONDS = 90 * 86_400_000;

function earliest(pushes: readonly HeadPush[]): Instant | null {
  let first: Instant | null = null;
  for (const push of pushes) {
    const authored = push.earliestAuthoredAt;
    if (authored !== null && (first === null || authored < first)) first = authored;
  }
  return first;
}

/**
 * Earliest author date among the commits known when the pull request was first opened: those of the pushes to its head
 * branch at or before `openedAt`, since the branch was last created. If they tell none, the first push after it that does.
 * `listed` is what a list of the pull request's commits told of the same; the earlier of both is it. Frozen then, so a rebase
 * cannot move it; null when unknown. Source: metrics.md, section 2, `first_commit_at`.
 */
export function firstCommitInstant(
  pushes: readonly HeadPush[],
  openedAt: Instant,
  listed: Instant | null = null,
): Instant | null {
  const known = [pushedFirst(pushes, openedAt), listed].filter((at) => at !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

function pushedFirst(pushes: readonly HeadPush[], openedAt: Instant): Instant | null {
  let createdAt = Number.NEGATIVE_INFINITY;
  for (const push of pushes) {
    if (push.created && push.at <= openedAt) createdAt = Math.max(createdAt, push.at);
  }
  const before = earliest(pushes.filter((push) => push.at >= createdAt && push.at <= openedAt));
  if (before !== null) return before;
  const after = pushes.filter((push) => push.at > openedAt && push.earliestAuthoredAt !== null);
  const firstAt = Math.min(...after.map((push) => push.at));
  return earliest(after.filter((push) => push.at === firstAt));
}

/**
 * What a pull request's list of commits, parents first, tells of its first commit: the earliest author date of those that can have been
 * there at `openedAt`, which are those before the first that was committed after it. Where its history was rewritten after that, the
 * commit dates are the rewriting's, and author dates decide. Of all of them where that leaves none.
 */
export function firstAuthoredAmong(
  commits: readonly { authoredAt: Instant; committedAt: Instant }[],
  { openedAt, isRewritten }: { openedAt: Instant; isRewritten: boolean },
): Instant | null {
  const firstLater = commits.findIndex((commit) => commit.committedAt > openedAt);
  const before = isRewritten
    ? commits.filter((commit) => commit.authoredAt <= openedAt)
    : commits.slice(0, firstLater < 0 ? commits.length : firstLater);
  const known = (before.length > 0 ? before : commits).map((commit) => commit.authoredAt);
  return known.length > 0 ? Math.min(...known) : null;
}

/** Why there is no coding phase although it is ready; null when there is one. At most 90 days (elapsed) before ready. */
export function codingAbsence(firstCommitAt: Instant | null, readyAt: Instant): FactReason | null {
  if (firstCommitAt === null) return 'first_commit_unknown';
  if (firstCommitAt > readyAt) return 'first_commit_after_ready';
  return readyAt - firstCommitAt > OLDEST_MILLISECONDS ? 'first_commit_too_old' : null;
}
