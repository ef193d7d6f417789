import { markDirty } from '@devpulse/database/projection/dirty-days';
import { recordAccounts, recordTeamMembership } from '@devpulse/database/projection/people';
import { earliestDayOf } from '@devpulse/database/projection/person-days';
import { lockInOrder } from '@devpulse/database/transaction';
import { isBot } from '@devpulse/domain/delivery/people';
import { contributorIdFor } from '@devpulse/domain/identity';
import { addDays, daysIn, localDayOf } from '@devpulse/domain/time/local-day';
import type { MembershipObservation } from '@devpulse/github/observations';
import type { Projection } from './projection.ts';

/** A person joined or left a team: every day since then that shows their work is recomputed. */
export async function projectMembership(
  projection: Projection,
  observation: MembershipObservation,
): Promise<void> {
  const { tx, settings, receivedAt, now } = projection;
  const { account } = observation;
  await lockInOrder(tx, [`membership:${contributorIdFor(settings.id, account.id)}`]);
  const isBotAccount = isBot(account, settings.botLogins);
  // A membership payload has no time of its own, so it never renames an account that is already known.
  await recordAccounts(tx, settings.id, [{ ...account, isBot: isBotAccount, seenAt: 0 }]);
  const since = await recordTeamMembership(tx, settings.id, {
    team: observation.team,
    accountId: account.id,
    isMember: observation.isMember,
    at: receivedAt,
  });
  if (since === null) return;
  const { zone } = settings.calendar;
  const first = await earliestDayOf(tx, settings.id, { accountId: account.id, since, zone });
  if (first === null) return;
  const days = daysIn(first, addDays(localDayOf(now, zone), 1));
  await markDirty(tx, settings.id, { days, receivedAt });
}
