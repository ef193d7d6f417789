import { createHash } from 'node:crypto';
import type { GithubWorld } from './github-world.ts';
import { wholeSecond } from './instant.ts';
import type {
  GithubAccount,
  GithubCommit,
  GithubEvent,
  GithubPullRequest,
  GithubReview,
  GithubReviewState,
  GithubTeam,
} from './model.ts';

type EventDetail = GithubEvent extends infer Event
  ? Event extends GithubEvent
    ? Omit<Event, 'id' | 'at' | 'actor'>
    : never
  : never;

/** Who did it, and when (milliseconds since 1970). */
export interface Deed {
  readonly at: number;
  readonly actor: GithubAccount | null;
}

/** A commit name that depends on its parts only. */
export function oidOf(...parts: readonly (string | number)[]): string {
  return createHash('sha1').update(parts.join('/')).digest('hex');
}

/** What happens to pull requests, with the entries GitHub writes into their timelines. Every change moves `updatedAt`. */
export class PullRequestChanges {
  readonly #world: GithubWorld;

  constructor(world: GithubWorld) {
    this.#world = world;
  }

  note(pullRequest: GithubPullRequest, deed: Deed, detail: EventDetail): void {
    const at = this.touch(pullRequest, deed.at);
    pullRequest.events.push({ id: this.#world.nextId(), at, actor: deed.actor, ...detail } as GithubEvent);
  }

  /** Moves `updatedAt` forward, never back. @returns the instant as GitHub keeps it */
  touch(pullRequest: GithubPullRequest, at: number): number {
    const instant = wholeSecond(at);
    pullRequest.updatedAt = Math.max(pullRequest.updatedAt, instant);
    return instant;
  }

  markReady(pullRequest: GithubPullRequest, deed: Deed): void {
    pullRequest.isDraft = false;
    this.note(pullRequest, deed, { type: 'ReadyForReviewEvent' });
  }

  convertToDraft(pullRequest: GithubPullRequest, deed: Deed): void {
    pullRequest.isDraft = true;
    this.note(pullRequest, deed, { type: 'ConvertToDraftEvent' });
  }

  requestReview(pullRequest: GithubPullRequest, deed: Deed, reviewer: GithubAccount | GithubTeam): void {
    if (!pullRequest.reviewRequests.includes(reviewer)) pullRequest.reviewRequests.push(reviewer);
    this.note(pullRequest, deed, { type: 'ReviewRequestedEvent', reviewer });
  }

  review(
    pullRequest: GithubPullRequest,
    deed: Deed,
    given: { state: GithubReviewState; id?: number; body?: string; oid?: string; association?: string },
  ): GithubReview {
    const review: GithubReview = {
      id: given.id ?? this.#world.nextId(),
      author: deed.actor,
      association: given.association ?? 'MEMBER',
      oid: given.oid ?? pullRequest.headOid,
      submittedAt: this.touch(pullRequest, deed.at),
      body: given.body ?? '',
      state: given.state,
    };
    pullRequest.reviews.push(review);
    if (deed.actor !== pullRequest.author)
      pullRequest.reviewRequests = pullRequest.reviewRequests.filter((asked) => asked !== deed.actor);
    return review;
  }

  dismiss(pullRequest: GithubPullRequest, deed: Deed, review: GithubReview): void {
    const previousState = review.state;
    review.state = 'DISMISSED';
    this.note(pullRequest, deed, { type: 'ReviewDismissedEvent', reviewId: review.id, previousState });
  }

  comment(
    pullRequest: GithubPullRequest,
    deed: Deed,
    on: { id?: number; review?: number | null; body?: string; path?: string } = {},
  ): void {
    pullRequest.reviewComments.push({
      id: on.id ?? this.#world.nextId(),
      author: deed.actor,
      reviewId: on.review ?? null,
      createdAt: this.touch(pullRequest, deed.at),
      path: on.path ?? 'README.md',
      body: on.body ?? 'A remark.',
    });
  }

  /** Appends commits, or replaces the branch from `keep` commits on by a forced push. */
  push(
    pullRequest: GithubPullRequest,
    deed: Deed,
    pushed: { commits: readonly GithubCommit[]; keep?: number },
  ): void {
    const beforeOid = pullRequest.headOid;
    const isForced = pushed.keep !== undefined;
    for (const commit of pushed.commits) pullRequest.repository.commits.set(commit.oid, commit);
    pullRequest.commits = [...pullRequest.commits.slice(0, pushed.keep), ...pushed.commits];
    const afterOid = pullRequest.commits.at(-1)?.oid ?? beforeOid;
    pullRequest.headOid = afterOid;
    this.touch(pullRequest, deed.at);
    if (isForced) this.note(pullRequest, deed, { type: 'HeadRefForcePushedEvent', beforeOid, afterOid });
  }

  rename(pullRequest: GithubPullRequest, deed: Deed, title: string): void {
    const from = pullRequest.title;
    pullRequest.title = title;
    this.note(pullRequest, deed, { type: 'RenamedTitleEvent', from, to: title });
  }

  changeBase(pullRequest: GithubPullRequest, deed: Deed, baseRef: string): void {
    const from = pullRequest.baseRef;
    pullRequest.baseRef = baseRef;
    this.note(pullRequest, deed, { type: 'BaseRefChangedEvent', from, to: baseRef });
  }

  close(pullRequest: GithubPullRequest, deed: Deed): void {
    pullRequest.state = 'CLOSED';
    pullRequest.closedAt = wholeSecond(deed.at);
    this.note(pullRequest, deed, { type: 'ClosedEvent' });
  }

  reopen(pullRequest: GithubPullRequest, deed: Deed): void {
    pullRequest.state = 'OPEN';
    pullRequest.closedAt = null;
    this.note(pullRequest, deed, { type: 'ReopenedEvent' });
  }

  /** Merges; GitHub writes the merge and the close. @param closedAt when it differs from the merge, as it may by a second */
  merge(pullRequest: GithubPullRequest, deed: Deed, closedAt: number = deed.at): void {
    pullRequest.state = 'MERGED';
    pullRequest.mergedAt = wholeSecond(deed.at);
    pullRequest.closedAt = wholeSecond(closedAt);
    pullRequest.mergedBy = deed.actor;
    pullRequest.mergeOid ??= oidOf('merge', pullRequest.id);
    this.note(pullRequest, deed, { type: 'MergedEvent', oid: pullRequest.mergeOid });
    this.note(pullRequest, { ...deed, at: closedAt }, { type: 'ClosedEvent' });
  }
}
