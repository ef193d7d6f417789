import type { CorrectionRow } from '@devpulse/database/attendance/corrections';
import { readEventsById } from '@devpulse/database/attendance/session-events';
import { recomputeSummaries } from '@devpulse/database/attendance/summaries';
import { addZonePoints, keepTime, zonePointOf } from '@devpulse/database/attendance/time-keeping';
import type { Tenant } from '@devpulse/database/tenant';
import type { Instant } from '@devpulse/domain/time/instant';

/** Has what was approved count, once the approval is written. Needs identity work, and the member's time held. */
export async function applyCorrection(
  tenant: Tenant,
  correction: CorrectionRow,
  now: Instant,
): Promise<void> {
  const { userId, startsAt, endsAt, sessionId, eventIds } = correction;
  const events = eventIds.length === 0 ? [] : await readEventsById(tenant, { userId, eventIds });
  const named = events.flatMap(({ action }) => ('sessionId' in action ? [action.sessionId] : []));
  await keepTime(tenant, {
    userId,
    touched: { from: startsAt, to: endsAt },
    names: [...new Set([...(sessionId === null ? [] : [sessionId]), ...named])],
    fresh: [],
    now,
  });
  const points = events.flatMap((event) => zonePointOf(event, new Map()));
  const moved = await addZonePoints(tenant, userId, { points, now });
  if (moved !== null) await recomputeSummaries(tenant, { userId, ...moved, now });
}
