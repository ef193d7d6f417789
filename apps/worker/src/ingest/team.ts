import { endTeam, recordTeam } from '@devpulse/database/github/teams';
import { markDaysSince } from '@devpulse/database/projection/dirty-days';
import { recordAccounts } from '@devpulse/database/projection/people';
import { enterOrganization } from '@devpulse/database/tenant';
import { isBot } from '@devpulse/domain/delivery/people';
import type { MemberObservation, TeamObservation } from '@devpulse/github/observations';
import type { Projection } from './projection.ts';

/** Follows a team's name; with a team that is deleted, the time of everybody in it ends. */
export async function projectTeam(
  projection: Projection,
  { isDeleted, team }: TeamObservation,
): Promise<void> {
  const { tx, settings, receivedAt, now } = projection;
  const tenant = await enterOrganization(tx, settings.id, { system: true });
  if (!isDeleted) return recordTeam(tenant, team);
  if (!(await endTeam(tenant, { githubId: team.githubId, at: receivedAt }))) return;
  await markDaysSince(tx, settings.id, { since: receivedAt, zone: settings.calendar.zone, now });
}

/** Knows somebody who may work on a repository by their account; the payload has no time, so it renames nobody. */
export async function projectMember(projection: Projection, { account }: MemberObservation): Promise<void> {
  const { tx, settings } = projection;
  await recordAccounts(tx, settings.id, [
    { ...account, isBot: isBot(account, settings.botLogins), seenAt: 0 },
  ]);
}
