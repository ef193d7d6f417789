import { contributorIdFor, organizationIdFor, repositoryIdFor, teamIdFor } from '@devpulse/domain/identity';
import type { DatedTarget } from '@devpulse/domain/score/targets';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import { randomOf } from './chance.ts';
import { type Chance, chanceOf, type LifePlan, randomPull, randomPushes, STRANGER } from './oracle-lives.ts';
import type { World, WorldAccount, WorldPull, WorldPush } from './oracle-world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Shortly before clocks change in New York, Cairo, Berlin or on Lord Howe, each time with the zone in which they do. */
const SEASONS = [
  ['2025-03-05T14:00:00Z', 'America/New_York'],
  ['2025-10-30T20:00:00Z', 'America/New_York'],
  ['2025-04-03T01:00:00Z', 'Australia/Lord_Howe'],
  ['2025-10-02T03:00:00Z', 'Australia/Lord_Howe'],
  ['2025-04-22T09:00:00Z', 'Africa/Cairo'],
  ['2025-10-28T09:00:00Z', 'Africa/Cairo'],
  ['2025-03-27T09:00:00Z', 'Europe/Berlin'],
  ['2025-11-01T12:00:00Z', 'America/St_Johns'],
  ['2025-06-10T09:00:00Z', 'Asia/Kolkata'],
  ['2025-12-20T09:00:00Z', 'Pacific/Kiritimati'],
] as const;

const HOURS = [
  [540, 1020],
  [0, 1440],
  [480, 720],
  [585, 1035],
] as const;

function randomCalendar(chance: Chance, zone: string, around: number): WorkingCalendar {
  const [startMinute, endMinute] = chance.pick(HOURS);
  const holidays = Array.from({ length: chance.between(0, 3) }, () =>
    new Date(around + chance.between(0, 40) * DAY).toISOString().slice(0, 10),
  );
  const weekdays = chance.pick([
    [1, 2, 3, 4, 5],
    [1, 2, 3, 4, 5],
    [7, 1, 2, 3, 4].sort(),
    [1, 2, 3, 4, 5, 6, 7],
  ]);
  return { zone, weekdays, startMinute, endMinute, holidays: [...new Set(holidays)].sort() };
}

/** Ada has a second account; a number is larger than JSON's; and one is of nobody any more. */
const PEOPLE = [
  ['9007199254740993', 'ada', 'User'],
  ['201', 'grace', 'User'],
  ['202', 'linus', 'User'],
  ['203', 'barbara', 'User'],
  ['204', 'ada-at-work', 'User'],
  ['301', 'renovate', 'Bot'],
  ['302', 'helper[bot]', 'User'],
  ['303', 'Deploy-Robot', 'User'],
  ['10137', 'ghost', 'User'],
] as const;

function accountsOf(organizationId: string, isAdaOne: boolean): WorldAccount[] {
  return PEOPLE.map(([id, login, type]) => ({
    id,
    login,
    type,
    contributorId: contributorIdFor(organizationId, isAdaOne && id === '204' ? PEOPLE[0][0] : id),
  }));
}

type Ground = { chance: Chance; organizationId: string; zone: string; start: number; now: number };

function randomTeams({ chance, organizationId, zone, start }: Ground) {
  return [1, 2, 3].slice(0, chance.between(1, 3)).map((number) => ({
    id: teamIdFor(organizationId, String(number)),
    calendar: chance.is(0.5)
      ? randomCalendar(chance, chance.pick([zone, 'America/New_York', 'Australia/Lord_Howe']), start)
      : null,
  }));
}

/** Some are in two teams at a time, some change, and some are in none. */
function randomMemberships(
  { chance, start, now }: Ground,
  accounts: readonly WorldAccount[],
  teams: World['teams'],
) {
  const people = [...new Set(accounts.map(({ contributorId }) => contributorId))];
  return people.flatMap((contributorId) => {
    const from = chance.is(0.6) ? Number.NEGATIVE_INFINITY : start + chance.between(0, 12 * 24) * HOUR;
    const to = chance.is(0.4) ? Math.min(now, start + chance.between(13, 25) * DAY) : null;
    const first = chance.pick(teams);
    const second = chance.pick(teams);
    const times = chance.is(0.85) ? [{ contributorId, teamId: first.id, from, to }] : [];
    if (second.id !== first.id && chance.is(0.5))
      times.push({ contributorId, teamId: second.id, from: start + chance.between(2, 20) * DAY, to: null });
    return times;
  });
}

function randomTargets({ chance, start }: Ground, teams: World['teams']): World['targets'] {
  const holders = [null, ...teams.map(({ id }) => id)];
  const seen = new Set<string>();
  const dated: DatedTarget[] = [];
  for (let count = chance.between(0, 7); count > 0; count -= 1) {
    const teamId = chance.pick(holders);
    const kind = chance.pick(['sle', 'review', 'size'] as const);
    const source = chance.pick(['chosen', 'computed'] as const);
    const effectiveFrom = new Date(start + chance.between(-4, 4) * 5 * DAY).toISOString().slice(0, 10);
    const key = [teamId, kind, source, effectiveFrom].join();
    const value = chance.is(0.85) ? chance.pick([600, 7_200, 36_000, 200_000]) : null;
    if (!seen.has(key)) dated.push({ teamId, kind, source, effectiveFrom, value, setAt: start });
    seen.add(key);
  }
  return { review: 28_800, cycle: 144_000, isCycleChosen: chance.is(0.5), dated };
}

function randomPulls(ground: Ground, { repositories, accounts }: Pick<World, 'repositories' | 'accounts'>) {
  const { chance, organizationId, start, now } = ground;
  const actors = [
    ...accounts.map(({ id }) => id),
    ...accounts.slice(0, 5).map(({ id }) => id),
    STRANGER,
    null,
  ];
  const pulls: WorldPull[] = [];
  const pushes: WorldPush[] = [];
  const count = chance.between(4, 8);
  for (let number = 1; number <= count; number += 1) {
    const closed = pulls.filter(({ entries }) => entries.at(-1)?.kind === 'closed');
    const predecessor = closed.length > 0 && chance.is(0.5) ? chance.pick(closed) : null;
    const closedAt = predecessor?.entries.at(-1)?.at;
    const openedAt =
      closedAt === undefined
        ? start + chance.between(0, 15 * 24 * 3_600) * 1_000
        : closedAt + chance.between(0, 9 * 24) * HOUR;
    if (openedAt >= now) continue;
    const repository =
      repositories.find(({ id }) => id === predecessor?.repositoryId) ?? chance.pick(repositories);
    const authorId = chance.is(0.85)
      ? chance.pick(actors.slice(9, 14))
      : chance.pick(actors.filter((id) => id !== STRANGER));
    const revertsNumber = chance.is(0.25) ? chance.between(1, count) : null;
    const plan: LifePlan = {
      chance,
      organizationId,
      number,
      repository,
      openedAt,
      now,
      actors,
      regulars: accounts.slice(0, 3).map(({ id }) => id),
      authorId,
      predecessor,
      revertsNumber,
    };
    const pull = randomPull(plan);
    pulls.push(pull);
    if (predecessor === null) pushes.push(...randomPushes(pull, plan));
  }
  return { pulls, pushes };
}

/** A small organization in which everything happens that other tools get wrong. */
export function randomWorld(seed: number): World & { account: string; isAdaOne: boolean } {
  const chance = chanceOf(randomOf(seed));
  for (let warm = 0; warm < 8; warm += 1) chance();
  const account = String(700_000 + seed);
  const organizationId = organizationIdFor(account);
  const [since, zone] = chance.pick(SEASONS);
  const start = Date.parse(since);
  const now = start + chance.between(20, 34) * DAY + chance.between(0, 86_399) * 1_000;
  const ground = { chance, organizationId, zone, start, now };
  const calendar = randomCalendar(chance, zone, start);
  const isAdaOne = chance.is(0.6);
  const accounts = accountsOf(organizationId, isAdaOne);
  const teams = randomTeams(ground);
  const repositories = ['901', '902'].map((githubId) => ({
    githubId,
    id: repositoryIdFor(organizationId, githubId),
    goneAt: chance.is(0.15) ? now - chance.between(1, 9 * 24) * HOUR : null,
  }));
  return {
    account,
    isAdaOne,
    organizationId,
    calendar,
    botLogins: ['deploy-robot'],
    now,
    targets: randomTargets(ground, teams),
    teams,
    memberships: randomMemberships(ground, accounts, teams),
    accounts,
    repositories,
    ...randomPulls(ground, { repositories, accounts }),
  };
}
