import { canonicalInstant } from '@devpulse/domain/attendance/canonical';
import type { AttendanceEvent } from '@devpulse/domain/attendance/events';
import type { FoldedEventResult } from '@devpulse/domain/attendance/fold-input';
import type { DatedZone, ZonePoint } from '@devpulse/domain/attendance/zone-points';
import type { Instant } from '@devpulse/domain/time/instant';
import { announceAttendance } from '../change-notices.ts';
import type { Tenant } from '../tenant.ts';
import type { Touched } from './fold-window.ts';
import { type Refolded, type Refolding, refoldMember } from './refold.ts';
import { readFirstStart } from './stored-sessions.ts';
import { recomputeSummaries } from './summaries.ts';
import { insertZonePoints, readZones } from './zones.ts';

/**
 * Everything that follows from something new about a member's time: sessions and pauses, the zones of their days, the day sheets that it
 * touches, and the news to their open pages. Called under `lockMemberTime`.
 */
export async function keepTime(tenant: Tenant, refolding: Refolding): Promise<Refolded> {
  const { userId, fresh, now } = refolding;
  const refolded = await refoldMember(tenant, refolding);
  const points = fresh.flatMap((event) => zonePointOf(event, refolded.results));
  const moved = await addZonePoints(tenant, userId, { points, now });
  const changed = joined(refolded.changed, moved);
  if (changed !== null) await recomputeSummaries(tenant, { userId, ...changed, now });
  await announceAttendance(tenant.transaction, { organizationId: tenant.organizationId, userId });
  return refolded;
}

/** Adds to what is known of a member's zone; answers from when to when their days are others than before. */
export async function addZonePoints(
  tenant: Tenant,
  userId: string,
  { points, now }: { points: readonly ZonePoint[]; now: Instant },
): Promise<Touched | null> {
  if (points.length === 0) return null;
  const before = await readZones(tenant, userId);
  await insertZonePoints(tenant, userId, points);
  const after = await readZones(tenant, userId);
  const difference = firstDifference(before, after);
  if (difference === null) return null;
  const from = Math.max(difference, await readFirstStart(tenant, userId, now));
  return { from, to: Math.max(from, now) };
}

export function zonePointOf(
  event: AttendanceEvent,
  results: ReadonlyMap<string, FoldedEventResult>,
): ZonePoint[] {
  const { action, eventId, occurredAt } = event;
  if (action.type !== 'clock_in' && action.type !== 'zone_change') return [];
  if (results.get(eventId)?.result === 'held') return [];
  return [{ id: eventId, at: canonicalInstant(event, occurredAt), source: 'device', zone: action.zone }];
}

function firstDifference(before: readonly DatedZone[], after: readonly DatedZone[]): Instant | null {
  const length = Math.max(before.length, after.length);
  for (let index = 0; index < length; index += 1) {
    const [one, other] = [before[index], after[index]];
    if (one?.validFrom === other?.validFrom && one?.zone === other?.zone) continue;
    return Math.min(one?.validFrom ?? Number.POSITIVE_INFINITY, other?.validFrom ?? Number.POSITIVE_INFINITY);
  }
  return null;
}

function joined(one: Touched | null, other: Touched | null): Touched | null {
  if (one === null || other === null) return one ?? other;
  return { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) };
}
