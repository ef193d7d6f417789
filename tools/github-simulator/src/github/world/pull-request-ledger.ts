import { oidOf, type PullRequestChanges } from './changes.ts';
import type { GithubCommit, GithubPullRequest, GithubRepository, GithubReviewState } from './model.ts';
import type { PullRequestPart, WebhookPayload } from './payload.ts';
import { instantOf, type Registrar } from './registrar.ts';

interface Told {
  readonly event: string;
  readonly payload: WebhookPayload;
}

/** Books what deliveries tell of pull requests: first the state that they show, then the entry of the timeline. */
export class PullRequestLedger {
  readonly #registrar: Registrar;
  readonly #changes: PullRequestChanges;

  constructor(registrar: Registrar, changes: PullRequestChanges) {
    this.#registrar = registrar;
    this.#changes = changes;
  }

  book(repository: GithubRepository, part: PullRequestPart, told: Told): void {
    const known = this.#registrar.world.pullRequests.get(part.id);
    const pullRequest = known ?? this.#open(repository, part);
    const beforeOid = pullRequest.headOid;
    if (told.event === 'pull_request') {
      this.#bookAction(pullRequest, part, told.payload);
      this.#showState(pullRequest, part);
      if (told.payload.action === 'synchronize' || part.commits !== pullRequest.commits.length)
        this.#adoptCommits(pullRequest, part);
      if (told.payload.action === 'synchronize') this.#noteForce(pullRequest, beforeOid, told.payload);
    } else {
      this.#showState(pullRequest, part);
      if (known === undefined) this.#adoptCommits(pullRequest, part);
      this.#bookReview(pullRequest, told);
    }
  }

  #open(repository: GithubRepository, part: PullRequestPart): GithubPullRequest {
    const createdAt = instantOf(part.created_at);
    const pullRequest: GithubPullRequest = {
      id: part.id,
      number: part.number,
      repository,
      title: part.title,
      body: part.body,
      state: 'OPEN',
      isDraft: part.draft,
      author: this.#registrar.account(part.user),
      association: part.author_association,
      mergedBy: null,
      mergeOid: null,
      baseRef: part.base.ref,
      baseOid: part.base.sha,
      headRef: part.head.ref,
      headOid: part.head.sha,
      headRepository: null,
      labels: [],
      assignees: [],
      reviewRequests: [],
      additions: 0,
      deletions: 0,
      changedFiles: 0,
      createdAt,
      updatedAt: createdAt,
      closedAt: null,
      mergedAt: null,
      commits: [],
      reviews: [],
      reviewComments: [],
      comments: 0,
      events: [],
    };
    this.#registrar.world.file(pullRequest);
    return pullRequest;
  }

  #showState(pullRequest: GithubPullRequest, part: PullRequestPart): void {
    const account = this.#registrar.account.bind(this.#registrar);
    Object.assign(pullRequest, {
      title: part.title,
      body: part.body,
      isDraft: part.draft,
      author: account(part.user),
      state: part.merged_at === null ? part.state.toUpperCase() : 'MERGED',
      closedAt: part.closed_at === null ? null : instantOf(part.closed_at),
      mergedAt: part.merged_at === null ? null : instantOf(part.merged_at),
      mergeOid: part.merge_commit_sha,
      baseRef: part.base.ref,
      baseOid: part.base.sha,
      headOid: part.head.sha,
      headRepository: part.head.repo === null ? null : this.#registrar.repository(part.head.repo),
      labels: [...part.labels],
      assignees: part.assignees.map((who) => account(who)),
      reviewRequests: [
        ...part.requested_reviewers.map((who) => account(who)),
        ...pullRequest.reviewRequests.filter((asked) => 'slug' in asked),
      ],
    });
    pullRequest.additions = part.additions ?? pullRequest.additions;
    pullRequest.deletions = part.deletions ?? pullRequest.deletions;
    pullRequest.changedFiles = part.changed_files ?? pullRequest.changedFiles;
    pullRequest.comments = part.comments ?? pullRequest.comments;
    if (part.merged_by !== undefined) pullRequest.mergedBy = account(part.merged_by);
    this.#changes.touch(pullRequest, instantOf(part.updated_at));
  }

  #bookAction(pullRequest: GithubPullRequest, part: PullRequestPart, payload: WebhookPayload): void {
    const changes = this.#changes;
    const deed = { at: instantOf(part.updated_at), actor: this.#registrar.account(payload.sender) };
    const asked = this.#askedReviewer(payload);
    switch (payload.action) {
      case 'ready_for_review':
        changes.markReady(pullRequest, deed);
        break;
      case 'converted_to_draft':
        changes.convertToDraft(pullRequest, deed);
        break;
      case 'reopened':
        changes.reopen(pullRequest, deed);
        break;
      case 'review_requested':
        changes.note(pullRequest, deed, { type: 'ReviewRequestedEvent', reviewer: asked });
        break;
      case 'review_request_removed':
        changes.note(pullRequest, deed, { type: 'ReviewRequestRemovedEvent', reviewer: asked });
        break;
      case 'edited':
        if (payload.changes?.title) changes.rename(pullRequest, deed, part.title);
        if (payload.changes?.base) changes.changeBase(pullRequest, deed, part.base.ref);
        break;
      case 'labeled':
      case 'unlabeled':
        if (payload.label === undefined) break;
        changes.note(pullRequest, deed, {
          type: payload.action === 'labeled' ? 'LabeledEvent' : 'UnlabeledEvent',
          label: payload.label,
        });
        break;
      case 'closed':
        this.#bookClosing(pullRequest, part, deed.actor);
        break;
      default:
    }
  }

  #bookClosing(
    pullRequest: GithubPullRequest,
    part: PullRequestPart,
    actor: GithubPullRequest['author'],
  ): void {
    const closedAt = instantOf(part.closed_at ?? part.updated_at);
    if (part.merged_at === null) {
      this.#changes.close(pullRequest, { at: closedAt, actor });
      return;
    }
    pullRequest.mergeOid = part.merge_commit_sha;
    const merger = this.#registrar.account(part.merged_by) ?? actor;
    this.#changes.merge(pullRequest, { at: instantOf(part.merged_at), actor: merger }, closedAt);
  }

  #askedReviewer(payload: WebhookPayload): GithubPullRequest['reviewRequests'][number] | null {
    const team = payload.requested_team;
    if (team === undefined) return this.#registrar.account(payload.requested_reviewer);
    const organization =
      payload.organization && this.#registrar.world.accountByLogin(payload.organization.login);
    return organization ? this.#registrar.team(team, organization) : null;
  }

  #bookReview(pullRequest: GithubPullRequest, { event, payload }: Told): void {
    const { review, comment } = payload;
    if (event === 'pull_request_review_comment' && comment !== undefined) {
      const index = pullRequest.reviewComments.findIndex(({ id }) => id === comment.id);
      if (payload.action === 'deleted' && index >= 0) pullRequest.reviewComments.splice(index, 1);
      if (payload.action !== 'created' || index >= 0) return;
      this.#changes.comment(
        pullRequest,
        { at: instantOf(comment.created_at), actor: this.#registrar.account(comment.user) },
        { ...comment, review: comment.pull_request_review_id },
      );
      return;
    }
    if (review === undefined) return;
    const known = pullRequest.reviews.find(({ id }) => id === review.id);
    const given = known ?? this.#submit(pullRequest, review);
    given.body = review.body ?? '';
    if (payload.action === 'dismissed' && given.state !== 'DISMISSED') {
      const deed = { at: pullRequest.updatedAt, actor: this.#registrar.account(payload.sender) };
      this.#changes.dismiss(pullRequest, deed, given);
    }
  }

  #submit(pullRequest: GithubPullRequest, review: NonNullable<WebhookPayload['review']>) {
    const told = review.state.toUpperCase() as GithubReviewState;
    return this.#changes.review(
      pullRequest,
      { at: instantOf(review.submitted_at), actor: this.#registrar.account(review.user) },
      {
        id: review.id,
        // The state before a dismissal that was all that came is unknown; only verdicts can be dismissed.
        state: told === 'DISMISSED' ? 'APPROVED' : told,
        oid: review.commit_id,
        association: review.author_association,
      },
    );
  }

  /** The commits of the branch, as many as the payload counts. Those of forks and of before the installation are made up. */
  #adoptCommits(pullRequest: GithubPullRequest, part: PullRequestPart): void {
    const branch = pullRequest.repository.branches.get(pullRequest.headRef);
    const isOwn = pullRequest.headRepository === pullRequest.repository;
    const known = isOwn && branch !== undefined ? branch.commits : pullRequest.commits;
    const count = part.commits ?? Math.max(1, known.length);
    const isComplete = known.at(-1)?.oid === pullRequest.headOid;
    const last = isComplete ? [] : [this.#unseenCommit(pullRequest, pullRequest.headOid, part.updated_at)];
    const tail = known.slice(Math.max(0, known.length + last.length - count));
    const missing = count - tail.length - last.length;
    const first = Array.from({ length: missing }, (_, index) =>
      this.#unseenCommit(pullRequest, oidOf(pullRequest.id, index), part.created_at),
    );
    pullRequest.commits = [...first, ...tail, ...last];
  }

  #unseenCommit(pullRequest: GithubPullRequest, oid: string, told: string): GithubCommit {
    const { author } = pullRequest;
    const at = instantOf(told) - 60_000;
    const email = `${author?.id ?? 0}+${author?.login ?? 'ghost'}@users.noreply.github.com`;
    return {
      oid,
      message: pullRequest.title,
      author: { name: author?.name ?? author?.login ?? 'ghost', email, user: author },
      authoredAt: at,
      committedAt: at,
      parentOid: pullRequest.baseOid,
    };
  }

  #noteForce(pullRequest: GithubPullRequest, beforeOid: string, payload: WebhookPayload): void {
    const branch = pullRequest.repository.branches.get(pullRequest.headRef);
    const isOwn = pullRequest.headRepository === pullRequest.repository;
    if (!isOwn || !branch?.wasForced) return;
    const deed = { at: pullRequest.updatedAt, actor: this.#registrar.account(payload.sender) };
    const afterOid = pullRequest.headOid;
    this.#changes.note(pullRequest, deed, { type: 'HeadRefForcePushedEvent', beforeOid, afterOid });
  }
}
