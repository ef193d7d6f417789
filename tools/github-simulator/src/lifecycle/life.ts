import type { Step } from '../agenda.ts';
import type {
  Account,
  Author,
  Commit,
  JsonObject,
  Occurrence,
  Person,
  PullRequest,
  Review,
  ReviewState,
} from '../model.ts';
import { pullRequestOccurrence } from '../payloads/pull-request.ts';
import { noCommit, pushOccurrence } from '../payloads/push.ts';
import { type ReviewComment, reviewCommentOccurrence, reviewOccurrence } from '../payloads/review.ts';
import type { Random } from '../random.ts';
import { wordsOfReview } from '../titles.ts';
import type { World } from '../world.ts';

const hour = 3_600_000;

/** Extent of a push to the branch of a pull request. */
export interface BranchPush {
  readonly by: Account;
  readonly author: Author;
  readonly commits: readonly Commit[];
  readonly forced?: boolean;
  /** Lines that the push adds to the pull request. */
  readonly lines?: number;
}

export function authorOf(person: Person): Author {
  return { account: person, name: person.name, email: person.email, zone: person.zone };
}

/** One pull request with its own random stream and its own place in simulated time. */
export class PullRequestLife {
  readonly world: World;
  readonly pullRequest: PullRequest;
  readonly random: Random;
  /** Simulated instant of what comes next, in milliseconds. */
  time: number;
  isOpened = false;
  /** Author dates of the commits on the branch, as far as they were pushed in this life, oldest commit first. */
  authoredAt: readonly number[] = [];

  constructor(world: World, pullRequest: PullRequest, begin: { random: Random; at: number }) {
    this.world = world;
    this.pullRequest = pullRequest;
    this.random = begin.random;
    this.time = begin.at;
  }

  /** Lets a few seconds pass, whatever the hour. */
  soon(lowSeconds: number, highSeconds: number): void {
    this.time += this.random.integer(lowSeconds, highSeconds) * 1_000;
  }

  /** Lets working hours of the person pass; now and then someone does it in the evening or at the weekend. */
  work(person: Person, workingHours: number): void {
    const length = Math.max(20_000, workingHours * hour);
    const isOffHours = this.random.chance(0.05);
    const then = isOffHours ? this.time + length : this.world.calendar.advance(person, this.time, length);
    this.time = Math.ceil(then / 1_000) * 1_000;
  }

  step(happen: (at: number) => Occurrence | null): Step {
    return { due: this.time, happen };
  }

  /** A pull_request delivery; `change` is made first. */
  tell(action: string, sender: Account, change?: (at: number) => JsonObject | undefined): Step {
    return this.step((at) => {
      const detail = change?.(at);
      this.pullRequest.updatedAt = at;
      return pullRequestOccurrence(this.pullRequest, {
        action,
        sender,
        ...(detail === undefined ? {} : { detail }),
      });
    });
  }

  commit(author: Author, message: string, ageMs: number): Commit {
    const { random } = this;
    const folders = this.pullRequest.repository.folders;
    const path = () =>
      `${random.pick(folders)}/${random.hex(3)}.${random.pick(['ts', 'go', 'kt', 'md', 'tf'])}`;
    const paths = (most: number) => Array.from({ length: random.integer(0, most) }, path);
    const changed = { added: paths(2), removed: paths(1), modified: [path(), ...paths(3)] };
    return { sha: random.hex(40), message, author, ageMs: Math.round(ageMs), ...changed, byWebFlow: false };
  }

  /** The push to the branch, unseen for forks, and the synchronize of an open pull request that follows it. */
  *push(push: BranchPush): Generator<Step, void, undefined> {
    const { pullRequest } = this;
    const head = push.commits.at(-1);
    if (head === undefined) return;
    const before = pullRequest.headSha;
    yield this.step((at) => {
      pullRequest.headSha = head.sha;
      const kept = push.forced ? this.authoredAt.slice(0, -push.commits.length) : this.authoredAt;
      this.authoredAt = [...kept, ...push.commits.map(({ ageMs }) => at - ageMs)];
      if (pullRequest.fork !== null) return null;
      const { repository } = pullRequest;
      repository.pushedAt = at;
      const forced = push.forced ?? false;
      const range = { before, after: head.sha, commits: push.commits, forced };
      return pushOccurrence({ repository, branch: pullRequest.headRef, ...range, sender: push.by, at });
    });
    if (!this.isOpened) return;
    this.soon(1, 3);
    yield this.tell('synchronize', push.by, () => {
      const lines = push.lines ?? 0;
      pullRequest.additions += Math.ceil(lines * 0.65);
      pullRequest.deletions += Math.floor(lines * 0.35);
      if (!push.forced) pullRequest.commits += push.commits.length;
      pullRequest.changedFiles += lines > 40 ? 1 : 0;
      return { before, after: head.sha };
    });
  }

  *deleteBranch(by: Account): Generator<Step, void, undefined> {
    const { pullRequest } = this;
    if (pullRequest.fork !== null) return;
    this.soon(1, 8);
    yield this.step((at) => {
      const range = { before: pullRequest.headSha, after: noCommit, commits: [], forced: false };
      pullRequest.repository.pushedAt = at;
      return pushOccurrence({
        repository: pullRequest.repository,
        branch: pullRequest.headRef,
        ...range,
        sender: by,
        at,
      });
    });
  }

  /** A submitted review and, now and then, one of its line comments. */
  *review(reviewer: Account, state: ReviewState): Generator<Step, Review, undefined> {
    const { pullRequest } = this;
    const isOwn = reviewer === pullRequest.author;
    let review: Review | undefined;
    const body = this.#reviewBody(state, isOwn);
    yield this.step((at) => {
      pullRequest.updatedAt = at;
      if (!isOwn) {
        pullRequest.requestedReviewers = pullRequest.requestedReviewers.filter(
          ({ id }) => id !== reviewer.id,
        );
      }
      review = {
        id: this.world.reviewIds.next(this.time),
        reviewer,
        association: reviewer.type === 'Bot' ? 'NONE' : 'MEMBER',
        commitSha: pullRequest.headSha,
        submittedAt: at,
        body,
        state,
      };
      return reviewOccurrence(pullRequest, { action: 'submitted', review, sender: reviewer });
    });
    if (review === undefined) throw new Error('a review step was skipped');
    if (body === null && state !== 'approved') yield* this.#lineComment(review, isOwn);
    return review;
  }

  #reviewBody(state: ReviewState, isOwn: boolean): string | null {
    if (state === 'approved') return wordsOfReview.verdict(this.random);
    if (isOwn) return null;
    return this.random.chance(0.4) ? wordsOfReview.remark(this.random) : null;
  }

  *#lineComment(review: Review, isAnswer: boolean): Generator<Step, void, undefined> {
    const { random } = this;
    if (!random.chance(0.5)) return;
    this.soon(1, 1);
    yield this.step(() => {
      this.pullRequest.reviewComments += 1;
      const comment: ReviewComment = {
        id: this.world.commentIds.next(this.time),
        review,
        path: `${random.pick(this.pullRequest.repository.folders)}/${random.hex(3)}.ts`,
        line: random.integer(3, 400),
        text: isAnswer ? wordsOfReview.answer(random) : wordsOfReview.remark(random),
      };
      return reviewCommentOccurrence(this.pullRequest, comment);
    });
  }
}
