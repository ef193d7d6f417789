import { oidOf, PullRequestChanges } from './changes.ts';
import type { GithubWorld } from './github-world.ts';
import { wholeSecond } from './instant.ts';
import type {
  GithubAccount,
  GithubCommit,
  GithubLabel,
  GithubPullRequest,
  GithubRepository,
  GithubReviewState,
} from './model.ts';

export interface ReviewSpec {
  readonly author: GithubAccount | null;
  readonly state: GithubReviewState;
  readonly at: number;
  readonly body?: string;
}

/** Instants are milliseconds since 1970. What is left out is as plain as it can be. */
export interface PullRequestSpec {
  readonly repository: GithubRepository;
  readonly author: GithubAccount | null;
  readonly createdAt: number;
  readonly number?: number;
  readonly title?: string;
  readonly body?: string | null;
  readonly headRef?: string;
  readonly headRepository?: GithubRepository | null;
  readonly labels?: readonly GithubLabel[];
  /** Opened as a draft; it stays one unless `readyAt` is given. */
  readonly isDraft?: boolean;
  readonly readyAt?: number;
  readonly requests?: readonly { readonly reviewer: GithubAccount; readonly at: number }[];
  /** Instants of the commits by the author, or how many there are in the day before the opening. */
  readonly commits?: number | readonly number[];
  /** The reviews, or how many; numbers come from `reviewer`, a minute apart. */
  readonly reviews?: number | readonly ReviewSpec[];
  readonly reviewer?: GithubAccount | null;
  /** Comments in the code, all of them in the first review, if there is one. */
  readonly reviewComments?: number;
  /** Remarks outside of the code. */
  readonly comments?: number;
  readonly additions?: number;
  readonly deletions?: number;
  readonly changedFiles?: number;
  readonly closed?: { readonly at: number; readonly by?: GithubAccount | null; readonly isMerged?: boolean };
}

const minute = 60_000;
const hour = 60 * minute;

function commitInstants(spec: PullRequestSpec): readonly number[] {
  const { commits = 1, createdAt } = spec;
  if (typeof commits !== 'number') return commits;
  const gap = Math.floor((24 * hour) / (commits + 1));
  return Array.from({ length: commits }, (_, index) => createdAt - (commits - index) * gap);
}

function reviewsOf(spec: PullRequestSpec): readonly ReviewSpec[] {
  const { reviews = 0, reviewer = null } = spec;
  if (typeof reviews !== 'number') return reviews;
  const begin = (spec.readyAt ?? spec.createdAt) + hour;
  return Array.from({ length: reviews }, (_, index) => ({
    author: reviewer,
    state: index === reviews - 1 ? 'APPROVED' : 'COMMENTED',
    at: begin + index * minute,
  }));
}

/** The chain of commits of one author; the last one is the head. */
export function commitChain(
  key: string,
  author: GithubAccount | null,
  made: { instants: readonly number[]; baseOid: string },
): GithubCommit[] {
  const email = author?.email ?? `${author?.id ?? 0}+${author?.login ?? 'ghost'}@users.noreply.github.com`;
  const who = { name: author?.name ?? author?.login ?? 'ghost', email, user: author };
  let parentOid = made.baseOid;
  return made.instants.map((instant, index) => {
    const oid = oidOf(key, index);
    const at = wholeSecond(instant);
    const commit = {
      oid,
      message: `Change ${index + 1}`,
      author: who,
      authoredAt: at,
      committedAt: at,
      parentOid,
    };
    parentOid = oid;
    return commit;
  });
}

function opened(world: GithubWorld, spec: PullRequestSpec): GithubPullRequest {
  const { repository, author } = spec;
  const number = spec.number ?? repository.nextNumber;
  const createdAt = wholeSecond(spec.createdAt);
  const baseOid = oidOf('base', repository.id);
  const commits = commitChain(`${repository.id}/${number}`, author, {
    instants: commitInstants(spec),
    baseOid,
  });
  return {
    id: world.nextId(),
    number,
    repository,
    title: spec.title ?? `Change ${number}`,
    body: spec.body ?? null,
    state: 'OPEN',
    isDraft: spec.isDraft ?? false,
    author,
    association: 'MEMBER',
    mergedBy: null,
    mergeOid: null,
    baseRef: repository.defaultBranch,
    baseOid,
    headRef: spec.headRef ?? `change-${number}`,
    headOid: commits.at(-1)?.oid ?? baseOid,
    headRepository: spec.headRepository === undefined ? repository : spec.headRepository,
    labels: [...(spec.labels ?? [])],
    assignees: [],
    reviewRequests: [],
    additions: spec.additions ?? 20,
    deletions: spec.deletions ?? 5,
    changedFiles: spec.changedFiles ?? 2,
    createdAt,
    updatedAt: createdAt,
    closedAt: null,
    mergedAt: null,
    commits,
    reviews: [],
    reviewComments: [],
    comments: spec.comments ?? 0,
    events: [],
  };
}

/** Puts a pull request with its whole life into the world, without a delivery. */
export function addPullRequest(world: GithubWorld, spec: PullRequestSpec): GithubPullRequest {
  const changes = new PullRequestChanges(world);
  const pullRequest = opened(world, spec);
  const { author, reviewer = null } = spec;
  if (spec.readyAt !== undefined) changes.markReady(pullRequest, { at: spec.readyAt, actor: author });
  for (const request of spec.requests ?? [])
    changes.requestReview(pullRequest, { at: request.at, actor: author }, request.reviewer);
  for (const review of reviewsOf(spec))
    changes.review(pullRequest, { at: review.at, actor: review.author }, review);
  const [first] = pullRequest.reviews;
  for (let index = 0; index < (spec.reviewComments ?? 0); index += 1) {
    const at = (first?.submittedAt ?? pullRequest.createdAt) + index * 1_000;
    changes.comment(pullRequest, { at, actor: first?.author ?? reviewer }, { review: first?.id ?? null });
  }
  if (spec.closed !== undefined) {
    const { at, by = author, isMerged = false } = spec.closed;
    if (isMerged) changes.merge(pullRequest, { at, actor: by });
    else changes.close(pullRequest, { at, actor: by });
  }
  for (const commit of pullRequest.commits) spec.repository.commits.set(commit.oid, commit);
  world.file(pullRequest);
  return pullRequest;
}
