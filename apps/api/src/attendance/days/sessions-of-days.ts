import { type KeptSession, readSessionsTouching } from '@devpulse/database/attendance/stored-sessions';
import { readZones } from '@devpulse/database/attendance/zones';
import type { Tenant } from '@devpulse/database/tenant';
import { splitByDay } from '@devpulse/domain/attendance/day-split';
import type { Instant } from '@devpulse/domain/time/instant';
import { addDays, dayStart, type LocalDay } from '@devpulse/domain/time/local-day';

const HOUR = 3_600_000;

/** Sessions of a member, voided ones too, with a part on some of these days of theirs. */
export async function readSessionsOfDays(
  tenant: Tenant,
  of: { userId: string; range: { from: LocalDay; to: LocalDay }; now: Instant },
): Promise<KeptSession[]> {
  const { userId, range, now } = of;
  const zones = await readZones(tenant, userId);
  // wide enough for every zone that a day may be in
  const bounds = {
    from: dayStart(range.from, 'UTC') - 14 * HOUR,
    to: dayStart(addDays(range.to, 1), 'UTC') + 12 * HOUR,
  };
  const sessions = await readSessionsTouching(tenant, { userId, ...bounds });
  return sessions.filter(({ startedAt, endedAt }) => {
    const to = Math.max(endedAt ?? now, startedAt + 1);
    return splitByDay({ from: startedAt, to }, zones).some(({ day }) => day >= range.from && day <= range.to);
  });
}
