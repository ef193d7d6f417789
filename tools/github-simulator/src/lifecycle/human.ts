import type { Life, Step } from '../agenda.ts';
import type { Person, PullRequest } from '../model.ts';
import { fullName } from '../payloads/repository.ts';
import { bots, people } from '../people.ts';
import type { Random } from '../random.ts';
import type { World } from '../world.ts';
import { closeUnmerged, merge, reopen } from './closing.ts';
import { dress, forcePush, open, pushMore, requestReview, ripenAsDraft, writeCode } from './coding.ts';
import { authorOf, PullRequestLife } from './life.ts';
import { type Plan, planWork, unopened } from './plan.ts';
import { reviewRounds } from './reviewing.ts';

/** One person at work: begins pull requests at the person's own pace, for ever. */
export function* desk(world: World, person: Person): Life {
  const random = world.random.fork(`desk/${person.login}`);
  const weeklyHours = 45;
  let time = world.start + person.joinsAfterWeeks * 7 * 86_400_000;
  for (;;) {
    const pause = random.exponential(weeklyHours / person.weeklyPullRequests) * 3_600_000;
    time = Math.ceil(world.calendar.advance(person, time, pause) / 1_000) * 1_000;
    const due = time;
    yield {
      due,
      happen: () => {
        const stream = world.streamForLife('pull-request');
        world.agenda.spawn(
          humanPullRequest(world, planWork(world, person, stream), { random: stream, at: due }),
        );
        return null;
      },
    };
  }
}

interface Beginning {
  readonly random: Random;
  /** Instant of the first commit. */
  readonly at: number;
}

/** The life of one pull request by a person, from the first commit to the deletion of the branch. */
export function* humanPullRequest(world: World, plan: Plan, beginning: Beginning): Life {
  const life = new PullRequestLife(world, plan.pullRequest, beginning);
  const { author } = plan;
  yield* writeCode(life, plan);
  life.soon(15, 400);
  yield* open(life, author, plan.startsAsDraft);
  yield* dress(life, author);
  if (plan.startsAsDraft) {
    yield* ripenAsDraft(life, plan);
    if (plan.fate === 'abandon-draft') return yield* giveUp(life, plan);
    yield* becomeReady(life, author);
  }
  yield* incidents(life, plan);
  if (plan.fate === 'abandon-waiting') return yield* giveUp(life, plan);
  const approver = yield* reviewed(life, plan);
  if (plan.fate === 'abandon-reviewed') return yield* giveUp(life, plan);
  yield* finish(life, plan, approver);
}

function* becomeReady(life: PullRequestLife, author: Person): Generator<Step, void, undefined> {
  life.soon(5, 180);
  yield life.tell('ready_for_review', author, () => {
    life.pullRequest.draft = false;
    return undefined;
  });
}

/** What now and then happens before the first review. */
function* incidents(life: PullRequestLife, plan: Plan): Generator<Step, void, undefined> {
  const { pullRequest, random } = life;
  const { author } = plan;
  if (random.chance(0.035)) {
    life.work(author, random.logNormal(0.6, 0.6));
    yield life.tell('converted_to_draft', author, () => {
      pullRequest.draft = true;
      return undefined;
    });
    life.work(author, random.logNormal(3, 0.9));
    yield* pushMore(life, author);
    yield* becomeReady(life, author);
  }
  if (random.chance(0.06)) {
    life.work(author, random.logNormal(0.4, 0.7));
    yield* forcePush(life, author);
  }
  if (random.chance(0.05)) yield* formattedByMachine(life);
  if (plan.isReopened) {
    life.work(author, random.logNormal(1.5, 0.9));
    yield* closeUnmerged(life, author);
    life.work(author, random.logNormal(1.5, 1.1));
    yield* reopen(life, author);
  }
}

/** A commit by the machine account: a synchronize whose sender is not the author. */
function* formattedByMachine(life: PullRequestLife): Generator<Step, void, undefined> {
  const machine = bots.continuousIntegration;
  const author = { account: machine, name: 'Fernhill CI', email: 'ci@fernhill.example', zone: 'UTC' };
  life.soon(60, 500);
  yield* life.push({ by: machine, author, commits: [life.commit(author, 'Format', 2_000)], lines: 2 });
}

/** Reviews, or none for the few that go in without; answers with the last approver. */
function* reviewed(life: PullRequestLife, plan: Plan): Generator<Step, Person | undefined, undefined> {
  const { pullRequest, random } = life;
  if (!plan.isReviewed && plan.fate === 'merge') return undefined;
  const reviewers = life.world.pickReviewers(plan.author, life.time, random);
  if (random.chance(0.92)) yield* requestReview(life, reviewers);
  if (pullRequest.fork !== null && random.chance(0.5)) life.pullRequest.forkIsDeleted = true;
  const limit = plan.fate === 'abandon-reviewed' ? random.integer(1, 3) : 9;
  return yield* reviewRounds(life, plan, { reviewers, limit });
}

function* giveUp(life: PullRequestLife, plan: Plan): Generator<Step, void, undefined> {
  const { pullRequest, random } = life;
  life.work(plan.author, Math.min(150, random.logNormal(24, 1.1)));
  if (pullRequest.fork !== null) pullRequest.forkIsDeleted = true;
  const isByLead = random.chance(0.15);
  const lead = people.find(({ login }) => login === 'ines-aguiar') ?? plan.author;
  yield* closeUnmerged(life, isByLead ? lead : plan.author);
  if (random.chance(0.4)) yield* life.deleteBranch(plan.author);
  else if (random.chance(0.1)) yield* openAgain(life, plan);
}

/** The same branch comes back as a new pull request within days. */
function* openAgain(life: PullRequestLife, plan: Plan): Generator<Step, void, undefined> {
  const { pullRequest, random } = life;
  const { repository, author, association, title, body, headRef, headSha } = pullRequest;
  const again = unopened({ repository, author, association, title, body, headRef }, pullRequest.fork);
  const { additions, deletions, changedFiles, commits } = pullRequest;
  Object.assign(again, { headSha, additions, deletions, changedFiles, commits });
  again.forkIsDeleted = pullRequest.forkIsDeleted;
  const next = new PullRequestLife(life.world, again, { random, at: life.time });
  next.work(plan.author, random.logNormal(8, 0.8));
  yield* open(next, plan.author, false);
  const second: Plan = {
    ...plan,
    pullRequest: again,
    fate: 'merge',
    isReviewed: true,
    isReopened: false,
    stall: undefined,
  };
  yield* finish(next, second, yield* reviewed(next, second));
}

function* finish(
  life: PullRequestLife,
  plan: Plan,
  approver: Person | undefined,
): Generator<Step, void, undefined> {
  const { random } = life;
  const merger = approver !== undefined && random.chance(0.24) ? approver : plan.author;
  const wait = approver === undefined ? random.logNormal(2.6, 0.9) : random.logNormal(0.55, 1);
  life.work(merger, plan.stall === 'approved' ? random.between(30, 55) : Math.min(60, wait));
  yield* merge(life, merger, authorOf(plan.author));
  scheduleRevert(life, plan);
  if (approver !== undefined && random.chance(0.02)) {
    life.work(approver, random.logNormal(2, 1));
    yield* life.review(approver, 'commented');
  }
}

function scheduleRevert(life: PullRequestLife, plan: Plan): void {
  const { random, world } = life;
  if (!random.chance(0.026)) return;
  const stream = world.streamForLife('revert');
  const hours = stream.chance(0.4) ? stream.between(0.5, 7) : stream.logNormal(20, 0.8);
  const people_ = stream.chance(0.6)
    ? plan.author
    : (world.pickReviewers(plan.author, life.time, stream)[0] ?? plan.author);
  const at = Math.ceil(world.calendar.advance(people_, life.time, hours * 3_600_000) / 1_000) * 1_000;
  world.agenda.spawn(revert(world, { of: plan.pullRequest, by: people_ }, { random: stream, at }));
}

/** GitHub's own revert (branch and body), or one by hand that only says so in its body. */
function* revert(world: World, what: { of: PullRequest; by: Person }, beginning: Beginning): Life {
  const { of, by } = what;
  const { random } = beginning;
  const isByButton = random.chance(0.65);
  const reference = `Reverts ${fullName(of.repository)}#${of.number}`;
  const reverted = unopened({
    repository: of.repository,
    author: by,
    association: 'MEMBER',
    title: `Revert "${of.title}"`,
    body: isByButton ? reference : `${reference}\n\nThe error rate went up right after the deploy.`,
    headRef: isByButton ? `revert-${of.number}-${of.headRef}` : `hotfix/undo-${of.number}-${random.hex(4)}`,
  });
  Object.assign(reverted, {
    additions: of.deletions,
    deletions: of.additions,
    changedFiles: of.changedFiles,
    commits: 1,
  });
  const life = new PullRequestLife(world, reverted, beginning);
  yield* life.push({ by, author: authorOf(by), commits: [life.commit(authorOf(by), reverted.title, 1_000)] });
  life.soon(5, 40);
  yield* open(life, by, false);
  const [reviewer] = world.pickReviewers(by, life.time, random);
  if (reviewer !== undefined && random.chance(0.75)) {
    yield* requestReview(life, [reviewer]);
    life.work(reviewer, random.logNormal(0.25, 0.7));
    yield* life.review(reviewer, 'approved');
  }
  life.work(by, random.logNormal(0.15, 0.6));
  yield* merge(life, by, authorOf(by));
}
