import type { TeamTime } from '@devpulse/domain/delivery/clock';
import type { AccountSnapshot } from '@devpulse/domain/delivery/timeline';
import { contributorIdFor, organizationIdFor, repositoryIdFor, teamIdFor } from '@devpulse/domain/identity';
import type { Instant } from '@devpulse/domain/time/instant';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import type { Random } from '@devpulse/github-simulator/random';

export const ORGANIZATION_ID = organizationIdFor('4242000001');
export const ORGANIZATION_SLUG = 'large';

/** The organization's own hours; every tenth team has hours of its own, in another zone. */
export const CALENDAR: WorkingCalendar = {
  zone: 'America/New_York',
  weekdays: [1, 2, 3, 4, 5],
  startMinute: 540,
  endMinute: 1_020,
  holidays: ['2024-12-25', '2025-12-25', '2026-11-26', '2026-12-25'],
};
const ELSEWHERE: WorkingCalendar = {
  zone: 'Europe/Berlin',
  weekdays: [1, 2, 3, 4, 5],
  startMinute: 480,
  endMinute: 960,
  holidays: ['2024-12-25', '2025-12-25', '2026-12-25'],
};

export const SIZES = { people: 1_000, bots: 10, teams: 100, repositories: 200 } as const;
/** One person in ten has been in another team before. */
const MOVED_EVERY = 10;
const OWN_CALENDAR_EVERY = 10;

export type TeamSpell = { teamNumber: number; startsAt: Instant | null; endsAt: Instant | null };
export type Account = AccountSnapshot & { contributorId: string; spells: TeamSpell[]; teamTimes: TeamTime[] };
export type Team = { id: string; githubId: string; name: string; calendar: WorkingCalendar | null };
export type Repository = { id: string; githubId: string; fullName: string };
export type Population = {
  people: Account[];
  bots: Account[];
  accounts: Map<string, Account>;
  teams: Team[];
  repositories: Repository[];
};

/** Who works where; the same seed gives the same organization, whatever it has done. */
export function populate(random: Random, period: { from: Instant; to: Instant }): Population {
  const teams = Array.from({ length: SIZES.teams }, (_, number) => teamOf(number));
  const people = Array.from({ length: SIZES.people }, (_, number) => {
    const movedAt = Math.floor(random.between(period.from, period.to) / 1_000) * 1_000;
    return personOf(number, { teams, movedAt });
  });
  const bots = Array.from({ length: SIZES.bots }, (_, number) =>
    accountOf({ id: String(4_243_900_000 + number), login: `robot-${number}[bot]`, type: 'Bot' }, []),
  );
  return {
    people,
    bots,
    accounts: new Map([...people, ...bots].map((account) => [account.id, account])),
    teams,
    repositories: Array.from({ length: SIZES.repositories }, (_, number) => repositoryOf(number)),
  };
}

function teamOf(number: number): Team {
  const githubId = String(70_000 + number);
  const id = teamIdFor(ORGANIZATION_ID, githubId);
  return {
    id,
    githubId,
    name: `Team ${number}`,
    calendar: number % OWN_CALENDAR_EVERY === 0 ? ELSEWHERE : null,
  };
}

function personOf(number: number, given: { teams: readonly Team[]; movedAt: Instant }): Account {
  const account = { id: String(4_243_000_000 + number), login: `person-${number}`, type: 'User' };
  const teamNumber = number % SIZES.teams;
  const before = (teamNumber + 1) % SIZES.teams;
  const hasMoved = Math.floor(number / SIZES.teams) % MOVED_EVERY === 0;
  const spells = hasMoved
    ? [
        { teamNumber: before, startsAt: null, endsAt: given.movedAt },
        { teamNumber, startsAt: given.movedAt, endsAt: null },
      ]
    : [{ teamNumber, startsAt: null, endsAt: null }];
  const teamTimes = spells.map((spell) => ({
    startsAt: spell.startsAt,
    endsAt: spell.endsAt,
    calendar: given.teams[spell.teamNumber]?.calendar ?? null,
  }));
  return { ...accountOf(account, teamTimes), spells };
}

function accountOf(account: AccountSnapshot, teamTimes: TeamTime[]): Account {
  return { ...account, contributorId: contributorIdFor(ORGANIZATION_ID, account.id), spells: [], teamTimes };
}

function repositoryOf(number: number): Repository {
  const githubId = String(900_000 + number);
  return {
    id: repositoryIdFor(ORGANIZATION_ID, githubId),
    githubId,
    fullName: `${ORGANIZATION_SLUG}/service-${number}`,
  };
}
