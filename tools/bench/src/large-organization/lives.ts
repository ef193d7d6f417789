import type { Instant } from '@devpulse/domain/time/instant';
import { Random } from '@devpulse/github-simulator/random';
import { type Beginning, type Life, live } from './life.ts';
import { type Account, type Population, populate, type Repository, SIZES } from './population.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const DAYS = 3 * 365;
const BOT_SHARE = 0.1;

export type LargeOrganization = { seed: string; pullRequests: number; now: Instant };
export type Lives = { population: Population; lives: () => Generator<{ beginning: Beginning; life: Life }> };

/** An organization's population and, as a stream in the order of their openings, its pull requests of three years up to `now`. */
export function livesOf({ seed, pullRequests, now }: LargeOrganization): Lives {
  const random = new Random(`${seed}/large`);
  const firstDay = Math.floor(now / DAY) - DAYS + 1;
  const population = populate(random.fork('population'), { from: firstDay * DAY, to: now });
  return {
    population,
    lives: () => generate(random.fork('lives'), { population, firstDay, pullRequests, now }),
  };
}

type Plan = { population: Population; firstDay: number; pullRequests: number; now: Instant };

function* generate(random: Random, plan: Plan): ReturnType<Lives['lives']> {
  const choose = choosers(random.fork('choices'), plan.population);
  const numbers = new Map<Repository, number>();
  let index = 0;
  for (const openedAt of openings(random.fork('openings'), plan)) {
    const author = choose.author();
    const repository = choose.repository(author);
    const number = (numbers.get(repository) ?? 0) + 1;
    numbers.set(repository, number);
    const reviewers = choose.reviewers(author);
    const robot = plan.population.bots[index % SIZES.bots] as Account;
    const beginning = { index, number, repository, author, reviewers, robot, openedAt, now: plan.now };
    yield { beginning, life: live(random, beginning) };
    index += 1;
  }
}

/** Most of them in the hours of working days; exactly as many as are wanted. */
function* openings(random: Random, { firstDay, pullRequests, now }: Plan): Generator<Instant> {
  const weights = Array.from({ length: DAYS }, (_, day) => (isWeekend(firstDay + day) ? 0.05 : 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let reached = 0;
  let done = 0;
  for (const [day, weight] of weights.entries()) {
    reached += weight;
    const due = day === DAYS - 1 ? pullRequests : Math.round((reached / total) * pullRequests);
    const start = (firstDay + day) * DAY;
    // Of the running day only what has passed.
    const [from, to] = start + DAY > now ? [start, now - 1_000] : [start + 12 * HOUR, start + 24 * HOUR];
    const at = Array.from(
      { length: due - done },
      () => from + ((random.float() + random.float()) / 2) * (to - from),
    );
    done = due;
    yield* at.map((one) => Math.floor(one / 1_000) * 1_000).sort((a, b) => a - b);
  }
}

/** Days of the week since Thursday, 1 January 1970. */
const isWeekend = (day: number) => (day + 4) % 7 === 6 || (day + 4) % 7 === 0;

function choosers(random: Random, { people, bots, repositories }: Population) {
  const byWeight = <T>(items: readonly T[], weightOf: (item: T, index: number) => number) => {
    let sum = 0;
    const sums = items.map((item, index) => {
      sum += weightOf(item, index);
      return sum;
    });
    return () => items[firstAbove(sums, random.float() * sum)] as T;
  };
  const anyPerson = byWeight(people, () => random.logNormal(1, 0.6));
  const anyRepository = byWeight(repositories, (_, index) => 1 / (index + 5));
  const mate = (author: Account) => {
    const team = author.spells.at(-1)?.teamNumber ?? random.integer(0, SIZES.teams - 1);
    return people[team + SIZES.teams * random.integer(0, SIZES.people / SIZES.teams - 1)] as Account;
  };
  return {
    author: () => (random.chance(BOT_SHARE) ? random.pick(bots) : anyPerson()),
    repository(author: Account): Repository {
      const team = author.spells.at(-1)?.teamNumber;
      if (team === undefined || random.chance(0.3)) return anyRepository();
      return repositories[team * 2 + random.integer(0, 1)] as Repository;
    },
    /** Two of the author's team, or whoever is at hand; neither is the author. */
    reviewers(author: Account): [Account, Account] {
      const first = another([author], () => mate(author));
      return [first, another([author, first], () => mate(author))];
    },
  };
}

function another(taken: readonly Account[], draw: () => Account): Account {
  for (;;) {
    const drawn = draw();
    if (!taken.includes(drawn)) return drawn;
  }
}

function firstAbove(sums: readonly number[], value: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
