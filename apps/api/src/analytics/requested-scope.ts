import type { RangeQuery, ScopeQuery } from '@devpulse/contracts/analytics/figures';
import { mayReadTeam } from '@devpulse/domain/access/member-authority';
import { AppError } from '@devpulse/domain/errors';
import type { Instant } from '@devpulse/domain/time/instant';
import { type LocalDay, localDayOf } from '@devpulse/domain/time/local-day';
import { type ResolvedRange, resolveRange } from '@devpulse/domain/time/range';
import type { z } from 'zod';
import type { Member } from '../platform/access/caller.ts';
import type { DashboardReads, OrganizationView } from '../platform/dashboard-reads.ts';

export type AskedScope = z.infer<typeof ScopeQuery>;
type Repository = { id: string; name: string };

export type Scope = {
  type: 'organization' | 'team' | 'repository' | 'contributor';
  id: string;
  name: string;
  /** Null for the whole organization and for a repository. */
  teamId: string | null;
  /** Null for the whole organization and for a team. */
  repositoryId: string | null;
};
export type RequestedScope = Scope & { today: LocalDay; range: ResolvedRange };

type Asker = {
  organization: OrganizationView;
  /** That of the request; see `requestedRepository`. */
  repository: Repository | null;
  member: Member;
  now: Instant;
};

/**
 * The repository that a request names; null where it names none. Throws AppError('not_found') for one that is none of the organization,
 * and AppError('invalid_request') where a team is named too.
 */
export async function requestedRepository(
  reads: Pick<DashboardReads, 'findRepository'>,
  organizationId: string,
  { team, repository }: AskedScope,
): Promise<Repository | null> {
  if (repository === undefined) return null;
  if (team !== undefined) {
    throw new AppError('invalid_request', 'A team and a repository are two scopes.', {
      field: 'query.repository',
      remedy: 'Leave out either team or repository.',
    });
  }
  const found = await reads.findRepository({ organizationId, repositoryId: repository });
  if (found !== null) return found;
  throw new AppError('not_found', 'There is no such repository.', {
    field: 'query.repository',
    remedy: 'Use the id of a repository of the organization, or leave it out.',
  });
}

/**
 * Which rows a request is about. Throws AppError('not_found') for a team that the member may not see or that is none, and
 * AppError('invalid_range') naming the parameter.
 */
export function requestedScope(asker: Asker, query: RangeQuery & AskedScope): RequestedScope {
  const { organization, now } = asker;
  const today = localDayOf(now, organization.calendar.zone);
  return { ...scopeOf(asker, query), today, range: readRange(query, today) };
}

function scopeOf({ organization, repository, member }: Asker, query: AskedScope): Scope {
  if (repository !== null)
    return { ...repository, type: 'repository', teamId: null, repositoryId: repository.id };
  const { id, name } = organization;
  if (query.team === undefined) return { type: 'organization', id, name, teamId: null, repositoryId: null };
  const team = organization.teams.find((one) => one.slug === query.team);
  if (team === undefined || !mayReadTeam(member, team.id)) {
    throw new AppError('not_found', 'There is no such team.', {
      field: 'query.team',
      remedy: 'Use the slug of a team of the organization, or leave it out.',
    });
  }
  return { type: 'team', id: team.id, name: team.name, teamId: team.id, repositoryId: null };
}

export function readRange(query: RangeQuery, today: LocalDay): ResolvedRange {
  try {
    return resolveRange({
      range: query.range,
      from: query.from,
      to: query.to,
      compare: query.compare,
      today,
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.field === null) throw error;
    throw new AppError(error.code, error.detail, {
      field: `query.${error.field}`,
      remedy: error.remedy ?? undefined,
    });
  }
}
