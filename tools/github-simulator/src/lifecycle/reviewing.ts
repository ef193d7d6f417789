import type { Step } from '../agenda.ts';
import type { Person, Review, ReviewState } from '../model.ts';
import { accountPayload } from '../payloads/account.ts';
import { reviewOccurrence } from '../payloads/review.ts';
import { forcePush, pushMore, requestReview } from './coding.ts';
import type { PullRequestLife } from './life.ts';
import type { Plan } from './plan.ts';

/** Working hours until the first look; the elapsed median comes out near 4 h. */
const pickup = { median: 1.5, sigma: 1.05 };
/** Working hours until the same reviewer looks again. */
const secondLook = { median: 0.6, sigma: 0.9 };

function verdict(life: PullRequestLife, round: number): ReviewState {
  const approves = round === 0 ? 0.6 : 0.8;
  if (life.random.chance(approves)) return 'approved';
  return life.random.chance(round === 0 ? 0.42 : 0.3) ? 'changes_requested' : 'commented';
}

/** The author's own replies, which GitHub files as reviews of state "commented". */
function* answer(life: PullRequestLife, plan: Plan): Generator<Step, void, undefined> {
  const replies = life.random.weighted([1, 2, 3] as const, (count) => 1 / count ** 1.2);
  for (let index = 0; index < replies; index += 1) {
    life.work(plan.author, life.random.logNormal(0.25, 0.7));
    yield* life.review(plan.author, 'commented');
  }
}

function* rework(life: PullRequestLife, plan: Plan): Generator<Step, void, undefined> {
  if (plan.stall === 'in-review') life.work(plan.author, life.random.between(12, 30));
  const pushes = life.random.chance(0.25) ? 2 : 1;
  for (let index = 0; index < pushes; index += 1) {
    life.work(plan.author, life.random.logNormal(0.75, 0.8));
    yield* life.random.chance(0.12) ? forcePush(life, plan.author) : pushMore(life, plan.author);
  }
}

/** Someone else takes over a request that nobody answered. */
function* swapReviewer(
  life: PullRequestLife,
  reviewers: Person[],
  plan: Plan,
): Generator<Step, void, undefined> {
  const leaving = reviewers[0];
  const [arriving] = life.world.pickReviewers(plan.author, life.time, life.random);
  if (leaving === undefined || arriving === undefined || reviewers.includes(arriving)) return;
  life.work(plan.author, life.random.logNormal(1, 0.7));
  yield life.tell('review_request_removed', plan.author, () => {
    const { pullRequest } = life;
    pullRequest.requestedReviewers = pullRequest.requestedReviewers.filter(({ id }) => id !== leaving.id);
    return { requested_reviewer: accountPayload(leaving) };
  });
  reviewers[0] = arriving;
  yield* requestReview(life, [arriving]);
}

export interface Dismissal {
  readonly review: Review;
  readonly dismisser: Person;
}

export function* dismiss(life: PullRequestLife, dismissal: Dismissal): Generator<Step, void, undefined> {
  yield life.step((at) => {
    life.pullRequest.updatedAt = at;
    dismissal.review.state = 'dismissed';
    return reviewOccurrence(life.pullRequest, {
      action: 'dismissed',
      review: dismissal.review,
      sender: dismissal.dismisser,
    });
  });
}

/** After an approval more commits arrive; the approval is dismissed and asked for again. */
function* lateChange(life: PullRequestLife, plan: Plan, review: Review): Generator<Step, void, undefined> {
  life.work(plan.author, life.random.logNormal(0.8, 0.8));
  yield* pushMore(life, plan.author);
  life.soon(20, 600);
  yield* dismiss(life, { review, dismisser: plan.author });
}

function* respond(life: PullRequestLife, plan: Plan, review: Review): Generator<Step, void, undefined> {
  const { random } = life;
  const reviewer = review.reviewer as Person;
  if (review.state === 'commented') {
    yield* answer(life, plan);
    if (random.chance(0.4)) yield* rework(life, plan);
    return;
  }
  if (random.chance(0.62)) yield* answer(life, plan);
  yield* rework(life, plan);
  if (random.chance(0.7)) yield* requestReview(life, [reviewer]);
}

/** Rounds of review until enough approvals stand, or until `rounds` looks were given; answers with who approved last. */
export function* reviewRounds(
  life: PullRequestLife,
  plan: Plan,
  rounds: { reviewers: Person[]; limit: number },
): Generator<Step, Person | undefined, undefined> {
  const { random } = life;
  const { reviewers } = rounds;
  if (random.chance(0.04)) yield* swapReviewer(life, reviewers, plan);
  const needed = reviewers.length > 1 && random.chance(0.36) ? 2 : 1;
  let approvals = 0;
  for (let round = 0; round < rounds.limit; round += 1) {
    const reviewer = reviewers[Math.min(approvals, reviewers.length - 1)];
    if (reviewer === undefined) return undefined;
    const isForgotten = round === 0 && random.chance(0.02);
    const wait = round === 0 ? pickup : secondLook;
    life.work(
      reviewer,
      isForgotten ? random.between(30, 90) : Math.min(70, random.logNormal(wait.median, wait.sigma)),
    );
    const isStuck = plan.stall === 'in-review' && round === 0;
    const state = isStuck ? 'changes_requested' : verdict(life, round);
    const review = yield* life.review(reviewer, state);
    if (state !== 'approved') {
      yield* respond(life, plan, review);
    } else if (random.chance(0.035)) {
      yield* lateChange(life, plan, review);
    } else {
      approvals += 1;
      if (random.chance(0.2)) yield* answer(life, plan);
      if (approvals >= needed) return reviewer;
    }
  }
  return undefined;
}
