import type { Account, Association, Person, PullRequest, Repository } from '../model.ts';
import { noCommit } from '../payloads/push.ts';
import type { Random } from '../random.ts';
import { branchName, changeBody, changeTitle } from '../titles.ts';
import type { World } from '../world.ts';

/** When a pull request that is never merged is given up. */
export type Fate = 'merge' | 'abandon-draft' | 'abandon-waiting' | 'abandon-reviewed';

export interface Plan {
  readonly author: Person;
  readonly pullRequest: PullRequest;
  readonly fate: Fate;
  readonly startsAsDraft: boolean;
  readonly isLongLivedDraft: boolean;
  readonly isReviewed: boolean;
  /** Closed and reopened on the way. */
  readonly isReopened: boolean;
  readonly commitCount: number;
  /** Where it gets stuck for days, if anywhere: as a draft, in the middle of its review, or approved and not merged. */
  readonly stall: 'draft' | 'in-review' | 'approved' | undefined;
}

export interface Draft {
  readonly repository: Repository;
  readonly author: Account | null;
  readonly association: Association;
  readonly title: string;
  readonly body: string | null;
  readonly headRef: string;
}

/** A pull request that nobody has opened yet. */
export function unopened(draft: Draft, fork: PullRequest['fork'] = null): PullRequest {
  return {
    id: 0,
    number: 0,
    ...draft,
    state: 'open',
    draft: false,
    createdAt: 0,
    updatedAt: 0,
    closedAt: null,
    mergedAt: null,
    mergedBy: null,
    mergeCommitSha: null,
    requestedReviewers: [],
    assignees: [],
    labels: [],
    headSha: noCommit,
    fork,
    forkIsDeleted: false,
    baseSha: draft.repository.mainSha,
    additions: 0,
    deletions: 0,
    changedFiles: 0,
    commits: 0,
    comments: 0,
    reviewComments: 0,
  };
}

/** Sets the size: log-normal lines (median 48 and sigma 2.08 before rework), files growing with their square root. */
export function size(pullRequest: PullRequest, random: Random): void {
  const lines = Math.min(80_000, Math.max(1, Math.round(random.logNormal(48, 2.08))));
  const share = random.chance(0.08) ? random.between(0, 0.2) : random.between(0.5, 0.97);
  pullRequest.additions = Math.round(lines * share);
  pullRequest.deletions = lines - pullRequest.additions;
  const files = Math.round(random.logNormal(0.45 * Math.sqrt(lines), 0.45));
  pullRequest.changedFiles = Math.min(lines, Math.max(1, files));
}

/** Regular rather than drawn, so that at any moment there is work of each kind that is too old. */
function stallOf(ordinal: number): Plan['stall'] {
  if (ordinal % 18 === 7) return 'in-review';
  if (ordinal % 22 === 13) return 'approved';
  return ordinal % 60 === 29 ? 'draft' : undefined;
}

/** Given up are 4 in each 28, so that the share holds over weeks too, not only over years. */
function fateOf(world: World, random: Random): Fate {
  if (!world.isToBeGivenUp({ among: 28, count: 4 })) return 'merge';
  return random.weighted(['abandon-draft', 'abandon-waiting', 'abandon-reviewed'] as const, (fate) =>
    fate === 'abandon-draft' ? 0.22 : 0.39,
  );
}

/** Draws a piece of human work: what it is about, how large it gets, how it ends. */
export function planWork(world: World, author: Person, random: Random): Plan {
  const repository = world.pickRepository(author, random);
  const title = changeTitle(repository.name, random);
  const headRef = branchName(title, random);
  const isFork = random.chance(0.025);
  const fork = isFork
    ? { id: author.id * 8 + (repository.id % 8), owner: author, createdAt: world.start }
    : null;
  const draft = {
    repository,
    author,
    association: 'MEMBER' as const,
    title,
    body: changeBody(random),
    headRef,
  };
  const pullRequest = unopened(draft, fork);
  size(pullRequest, random);
  const fate = fateOf(world, random);
  const lines = pullRequest.additions + pullRequest.deletions;
  const stall = fate === 'merge' ? stallOf(world.nextOrdinal()) : undefined;
  const startsAsDraft = fate === 'abandon-draft' || stall === 'draft' || random.chance(0.185);
  return {
    author,
    pullRequest,
    fate,
    startsAsDraft,
    stall,
    isLongLivedDraft: stall === 'draft' || (startsAsDraft && random.chance(0.03)),
    isReviewed: stall !== undefined || !random.chance(lines < 40 ? 0.14 : 0.035),
    isReopened: random.chance(0.028),
    commitCount: Math.min(
      40,
      Math.max(1, Math.round(random.logNormal(1 + Math.log10(lines + 1) * 0.7, 0.6))),
    ),
  };
}
