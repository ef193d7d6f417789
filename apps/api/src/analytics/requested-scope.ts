import type { RangeQuery } from '@devpulse/contracts/overview';
import { mayReadTeam } from '@devpulse/domain/access/member-authority';
import { AppError } from '@devpulse/domain/errors';
import type { Instant } from '@devpulse/domain/time/instant';
import { type LocalDay, localDayOf } from '@devpulse/domain/time/local-day';
import { type ResolvedRange, resolveRange } from '@devpulse/domain/time/range';
import type { Member } from '../platform/access/caller.ts';
import type { OrganizationView } from '../platform/dashboard-reads.ts';

export type RequestedScope = {
  type: 'organization' | 'team';
  id: string;
  name: string;
  /** Null for the whole organization. */
  teamId: string | null;
  today: LocalDay;
  range: ResolvedRange;
};

/**
 * Which rows a request is about. Throws AppError('not_found') for a team that the member may not see or that is none, and
 * AppError('invalid_range') naming the parameter.
 */
export function requestedScope({
  organization,
  member,
  query,
  now,
}: {
  organization: OrganizationView;
  member: Member;
  query: RangeQuery;
  now: Instant;
}): RequestedScope {
  const today = localDayOf(now, organization.calendar.zone);
  const range = readRange(query, today);
  if (query.team === undefined) {
    const { id, name } = organization;
    return { type: 'organization', id, name, teamId: null, today, range };
  }
  const team = organization.teams.find((one) => one.slug === query.team);
  if (team === undefined || !mayReadTeam(member, team.id)) {
    throw new AppError('not_found', 'There is no such team.', {
      field: 'query.team',
      remedy: 'Use the slug of a team of the organization, or leave it out.',
    });
  }
  return { type: 'team', id: team.id, name: team.name, teamId: team.id, today, range };
}

function readRange(query: RangeQuery, today: LocalDay): ResolvedRange {
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
