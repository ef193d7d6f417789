import type { Life, Step } from '../agenda.ts';
import type { Account, Author, Person, Repository } from '../model.ts';
import { accountPayload } from '../payloads/account.ts';
import { labelPayload } from '../payloads/pull-request.ts';
import { bots, noreplyAddress } from '../people.ts';
import { labels } from '../repositories.ts';
import type { World } from '../world.ts';
import { closeUnmerged, merge } from './closing.ts';
import { open } from './coding.ts';
import { PullRequestLife } from './life.ts';
import { unopened } from './plan.ts';

const day = 86_400_000;
const packages = [
  'react',
  'vite',
  'zod',
  'pg',
  'golang.org/x/net',
  'ktor',
  'okhttp',
  'jackson',
  'terraform-aws',
  'esbuild',
];

interface Robot {
  readonly account: Account;
  readonly name: string;
  /** Chance per repository and day of a round. */
  readonly appetite: number;
  /** Day of the week on which it runs, 1 is Monday; undefined for every working day. */
  readonly weekday: number | undefined;
}

const dependabot: Robot = { account: bots.dependabot, name: 'dependabot[bot]', appetite: 0.66, weekday: 1 };
const renovate: Robot = { account: bots.renovate, name: 'renovate[bot]', appetite: 0.13, weekday: undefined };

/** The runs of one bot, early in the morning (UTC), each opening pull requests here and there. */
function* rounds(world: World, robot: Robot): Life {
  const random = world.random.fork(robot.name);
  let date = Math.floor(world.start / day) + 1;
  for (; ; date += 1) {
    const weekday = (date + 4) % 7;
    const isRunDay = robot.weekday === undefined ? weekday >= 1 && weekday <= 5 : weekday === robot.weekday;
    if (!isRunDay) continue;
    let due = date * day + random.integer(4 * 3_600, 5 * 3_600) * 1_000;
    for (const repository of world.repositories) {
      if (!random.chance(robot.appetite)) continue;
      due += random.integer(20, 240) * 1_000;
      const at = due;
      yield {
        due: at,
        happen: () => {
          world.agenda.spawn(update(world, { robot, repository }, at));
          return null;
        },
      };
    }
  }
}

export function dependencyBots(world: World): Life[] {
  return [rounds(world, dependabot), rounds(world, renovate)];
}

function releaseNotes(name: string, versions: string): string {
  const lines = Array.from({ length: 14 }, (_, index) => `- Fix ${name} issue number ${1_200 + index * 37}`);
  return [
    `Bumps [${name}](https://registry.example/${name}) from ${versions}.`,
    '<details>\n<summary>Release notes</summary>\n',
    ...lines,
    '\n</details>\n<br />\n\nYou can trigger a rebase of this pull request by commenting on it.',
  ].join('\n');
}

function newLife(world: World, what: { robot: Robot; repository: Repository }, at: number): PullRequestLife {
  const random = world.streamForLife('update');
  const name = random.pick(packages);
  const version = `${random.integer(1, 9)}.${random.integer(0, 30)}.`;
  const from = random.integer(0, 5);
  const versions = `${version}${from} to ${version}${from + random.integer(1, 3)}`;
  const slug = name.replace(/[^a-z]+/g, '-');
  const isDependabot = what.robot === dependabot;
  const pullRequest = unopened({
    repository: what.repository,
    author: what.robot.account,
    association: isDependabot ? 'CONTRIBUTOR' : 'NONE',
    title: isDependabot
      ? `Bump ${name} from ${versions}`
      : `chore(deps): update ${name} to ${versions.split(' ')[2]}`,
    body: releaseNotes(name, versions),
    headRef: isDependabot ? `dependabot/${slug}-${random.hex(6)}` : `renovate/${slug}-${random.hex(6)}`,
  });
  const lines = Math.max(1, Math.round(random.logNormal(9, 1.2)));
  Object.assign(pullRequest, {
    additions: lines,
    deletions: lines,
    changedFiles: random.integer(1, 3),
    commits: 1,
  });
  return new PullRequestLife(world, pullRequest, { random, at });
}

function* label(life: PullRequestLife, by: Account): Generator<Step, void, undefined> {
  const dependencies = labels.find(({ name }) => name === 'dependencies');
  if (dependencies === undefined) return;
  life.soon(1, 2);
  yield life.tell('labeled', by, () => {
    life.pullRequest.labels.push(dependencies);
    return { label: labelPayload(life.pullRequest, dependencies) };
  });
}

/** One update: opened by the bot, looked at by a person, merged, or closed by the bot when a newer one supersedes it. */
function* update(world: World, what: { robot: Robot; repository: Repository }, at: number): Life {
  const life = newLife(world, what, at);
  const { pullRequest, random } = life;
  const { account, name } = what.robot;
  const author: Author = { account, name, email: noreplyAddress(account), zone: 'UTC' };
  yield* life.push({ by: account, author, commits: [life.commit(author, pullRequest.title, 2_000)] });
  life.soon(1, 5);
  yield* open(life, account, false);
  yield* label(life, account);
  const [keeper] = world.pickReviewers(null, life.time, random);
  if (keeper === undefined) return;
  if (random.chance(0.2)) {
    life.time += Math.round(random.between(2, 12) * 86_400) * 1_000;
    yield* closeUnmerged(life, account);
    return yield* life.deleteBranch(account);
  }
  yield* mergedBy(life, keeper, author);
}

function* mergedBy(life: PullRequestLife, keeper: Person, author: Author): Generator<Step, void, undefined> {
  const { random, pullRequest } = life;
  if (random.chance(0.3)) {
    life.soon(2, 10);
    yield life.tell('review_requested', author.account, () => {
      pullRequest.requestedReviewers.push(keeper);
      return { requested_reviewer: accountPayload(keeper) };
    });
  }
  life.work(keeper, random.logNormal(6, 1));
  if (random.chance(0.55)) {
    yield* life.review(keeper, 'approved');
    life.soon(20, 300);
  }
  yield* merge(life, keeper, author);
}
