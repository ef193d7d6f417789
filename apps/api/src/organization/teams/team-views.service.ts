import type { getTeam, TeamView } from '@devpulse/contracts/organization/teams';
import type { RouteResponse } from '@devpulse/contracts/route';
import type { Database } from '@devpulse/database/connection';
import { listTeamPeople, type TeamPersonRow } from '@devpulse/database/organization/team-people';
import { listTeamManagers, listTeams, type TeamRow } from '@devpulse/database/organization/teams';
import { inOrganization } from '@devpulse/database/tenant';
import { mayReadTeam } from '@devpulse/domain/access/member-authority';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { noSuchTeam } from '../refusals.ts';

type Read = {
  teams: TeamRow[];
  people: TeamPersonRow[];
  managers: Awaited<ReturnType<typeof listTeamManagers>>;
};

/** Teams as a member may see them: their own, those they manage, or all. */
@Injectable()
export class TeamViewsService {
  readonly #database: Database;

  constructor(@Inject(APP_DATABASE) database: Database) {
    this.#database = database;
  }

  async list(member: Member): Promise<TeamView[]> {
    const read = await this.#read(member);
    return read.teams.map((team) => viewOf(team, read));
  }

  /** Throws AppError('not_found'), for a team that is none and for one that the member may not see. */
  async get(member: Member, teamId: string): Promise<RouteResponse<typeof getTeam>> {
    const read = await this.#read(member);
    const team = read.teams.find(({ id }) => id === teamId);
    if (team === undefined) throw noSuchTeam();
    const past = read.people
      .filter((person) => person.teamId === teamId && person.endsAt !== null)
      .toSorted((a, b) => Number(b.endsAt) - Number(a.endsAt))
      .map((person) => ({
        ...identityOf(person),
        startsAt: startOf(person.startsAt),
        endsAt: formatInstant(Number(person.endsAt)),
      }));
    return { ...viewOf(team, read), past };
  }

  async #read(member: Member): Promise<Read> {
    return inOrganization(this.#database, member.organizationId, async (tenant) => ({
      teams: (await listTeams(tenant)).filter(({ id }) => mayReadTeam(member, id)),
      people: await listTeamPeople(tenant),
      managers: await listTeamManagers(tenant),
    }));
  }
}

function viewOf(team: TeamRow, { people, managers }: Read): TeamView {
  return {
    ...team,
    calendar: team.calendar && {
      ...team.calendar,
      weekdays: [...team.calendar.weekdays],
      holidays: [...team.calendar.holidays],
    },
    people: people
      .filter((person) => person.teamId === team.id && person.endsAt === null)
      .map((person) => ({ ...identityOf(person), startsAt: startOf(person.startsAt) })),
    managers: managers
      .filter(({ teamId }) => teamId === team.id)
      .map(({ userId, name }) => ({ userId, name })),
  };
}

const identityOf = ({ contributorId, userId, name, login }: TeamPersonRow) => ({
  contributorId,
  userId,
  name,
  login,
});

const startOf = (startsAt: Instant): string | null =>
  Number.isFinite(startsAt) ? formatInstant(startsAt) : null;
