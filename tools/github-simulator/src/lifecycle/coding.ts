import type { Step } from '../agenda.ts';
import type { Account, Person } from '../model.ts';
import { accountPayload } from '../payloads/account.ts';
import { labelPayload } from '../payloads/pull-request.ts';
import { bots } from '../people.ts';
import { labels } from '../repositories.ts';
import { authorOf, type PullRequestLife } from './life.ts';
import type { Plan } from './plan.ts';

/** The work before anyone sees it: commits over some working hours, one or more pushes of the branch. */
export function* writeCode(life: PullRequestLife, plan: Plan): Generator<Step, void, undefined> {
  const { random } = life;
  const { author, pullRequest } = plan;
  const lines = pullRequest.additions + pullRequest.deletions;
  const hours = Math.min(60, random.logNormal(1.2 + Math.sqrt(lines) * 0.3, 0.9));
  const pushAfter = plan.commitCount > 2 && random.chance(0.35) ? Math.ceil(plan.commitCount / 2) : 0;
  let pending: { at: number; message: string }[] = [];
  const send = function* (): Generator<Step, void, undefined> {
    const commits = pending.map(({ at, message }) =>
      life.commit(authorOf(author), message, oddAge(life) ?? life.time - at),
    );
    pending = [];
    yield* life.push({ by: author, author: authorOf(author), commits });
  };
  for (let index = 0; index < plan.commitCount; index += 1) {
    if (index > 0) life.work(author, hours / plan.commitCount);
    pending.push({ at: life.time, message: index === 0 ? pullRequest.title : commitMessage(life) });
    if (index + 1 === pushAfter) {
      life.soon(20, 90);
      yield* send();
    }
  }
  life.work(author, random.logNormal(0.12, 0.9));
  yield* send();
  pullRequest.commits = plan.commitCount;
}

/** Commits cherry-picked from months ago, or made by a clock that runs ahead. */
function oddAge(life: PullRequestLife): number | undefined {
  if (life.random.chance(0.006)) return life.random.integer(100, 200) * 86_400_000;
  return life.random.chance(0.004) ? -life.random.integer(60, 900) * 1_000 : undefined;
}

export function commitMessage(life: PullRequestLife): string {
  return life.random.pick([
    'wip',
    'Add tests',
    'Fix lint',
    'Address review',
    'Handle the empty case',
    'Rename',
    'More tests',
  ]);
}

export function* open(
  life: PullRequestLife,
  by: Account,
  asDraft: boolean,
): Generator<Step, void, undefined> {
  const { pullRequest, world } = life;
  yield life.tell('opened', by, (at) => {
    pullRequest.id = world.pullRequestIds.next(life.time);
    pullRequest.number = pullRequest.repository.nextNumber;
    pullRequest.repository.nextNumber += life.random.chance(0.06) ? 2 : 1;
    pullRequest.repository.openPullRequests += 1;
    pullRequest.draft = asDraft;
    pullRequest.createdAt = at;
    pullRequest.baseSha = pullRequest.repository.mainSha;
    if (life.random.chance(0.25)) pullRequest.assignees = [by];
    return undefined;
  });
  life.isOpened = true;
}

/** Labels, an edit of the title, a word of the lint bot: what often follows the opening within minutes. */
export function* dress(life: PullRequestLife, by: Account): Generator<Step, void, undefined> {
  const { pullRequest, random } = life;
  if (random.chance(0.36)) {
    const label = random.pick(labels.filter(({ name }) => name !== 'dependencies'));
    life.soon(2, 40);
    yield life.tell('labeled', by, () => {
      pullRequest.labels.push(label);
      return { label: labelPayload(pullRequest, label) };
    });
  }
  if (random.chance(0.06)) {
    life.soon(30, 200);
    yield life.tell('edited', by, () => {
      const from = pullRequest.title;
      pullRequest.title = `${from} (${random.pick(['part 1', 'again', 'first step'])})`;
      return { changes: { title: { from } } };
    });
  }
  if (random.chance(0.05)) {
    life.soon(40, 150);
    yield* life.review(bots.lintbot, 'commented');
  }
}

export function* requestReview(
  life: PullRequestLife,
  reviewers: readonly Person[],
): Generator<Step, void, undefined> {
  const { pullRequest } = life;
  const sender = pullRequest.author ?? reviewers[0];
  for (const reviewer of reviewers) {
    if (sender === undefined || pullRequest.requestedReviewers.includes(reviewer)) continue;
    life.soon(1, 4);
    yield life.tell('review_requested', sender, () => {
      pullRequest.requestedReviewers.push(reviewer);
      return { requested_reviewer: accountPayload(reviewer) };
    });
  }
}

/** The time as a draft, with pushes, early looks of a colleague and, at the end, the wish for reviews. */
export function* ripenAsDraft(life: PullRequestLife, plan: Plan): Generator<Step, void, undefined> {
  const { random } = life;
  const { author } = plan;
  let hours = plan.isLongLivedDraft ? random.between(85, 230) : Math.min(60, random.logNormal(6, 1.2));
  if (random.chance(0.25)) {
    const [colleague] = life.world.pickReviewers(author, life.time, random);
    if (colleague !== undefined) {
      const share = hours * random.between(0.2, 0.7);
      life.work(colleague, share);
      hours -= share;
      yield* life.review(colleague, random.chance(0.15) ? 'approved' : 'commented');
    }
  }
  const pushes = random.integer(0, 2);
  for (let index = 0; index < pushes; index += 1) {
    life.work(author, hours / (pushes + 1));
    yield* pushMore(life, author);
  }
  life.work(author, hours / (pushes + 1));
}

/** One or two commits of the last hour. */
export function* pushMore(life: PullRequestLife, author: Person): Generator<Step, void, undefined> {
  const { random } = life;
  const count = random.chance(0.3) ? 2 : 1;
  const ages = Array.from({ length: count }, () => random.between(1, 50) * 60_000).sort((a, b) => b - a);
  const commits = ages.map((age) => life.commit(authorOf(author), commitMessage(life), age));
  yield* life.push({
    by: author,
    author: authorOf(author),
    commits,
    lines: Math.round(random.logNormal(6, 1.1)),
  });
}

/** The branch is rebased and pushed over itself; the commits keep their dates. */
export function* forcePush(life: PullRequestLife, author: Person): Generator<Step, void, undefined> {
  const count = Math.max(1, Math.min(6, life.pullRequest.commits));
  const replaced = life.authoredAt.slice(-count);
  const commits = replaced.map((at) => life.commit(authorOf(author), commitMessage(life), life.time - at));
  yield* life.push({ by: author, author: authorOf(author), commits, forced: true });
}
