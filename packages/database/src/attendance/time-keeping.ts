import { canonicalInstant } from '@devpulse/domain/attendance/canonical';
import type { AttendanceEvent } from '@devpulse/domain/attendance/events';
import type { FoldedEventResult } from '@devpulse/domain/attendance/fold-input';
import type { DatedZone, ZonePoint } from '@devpulse/domain/attendance/zone-points';
import type { Instant } from '@devpulse/domain/time/instant';
import { announceAttendance } from '../change-notices.ts';
import type { Tenant } from '../tenant.ts';
import type { Touched } from './fold-window.ts';
import { type KnownTime, readKnownTime } from './known-time.ts';
import { type Refolded, type Refolding, refoldMember } from './refold.ts';
import { readFirstStart, replaceSessions } from './stored-sessions.ts';
import { recomputeSummaries } from './summaries.ts';
import { insertZonePoints, pointsToKeep, readZoneStory, timelineOf, type ZoneStory } from './zones.ts';

/**
 * Everything that follows from something new about a member's time: sessions and pauses, the zones of their days, the day sheets that it
 * touches, and the news to their open pages. Called under `lockMemberTime`. Reads what is not `known` already, and writes what comes
 * `alongside` at once.
 */
export async function keepTime(
  tenant: Tenant,
  refolding: Refolding,
  beside: { known?: KnownTime; alongside?: (refolded: Refolded) => readonly Promise<void>[] } = {},
): Promise<Refolded> {
  const { userId, fresh, now } = refolding;
  const known = beside.known ?? (await readKnownTime(tenant, refolding));
  const refolded = await refoldMember(tenant, refolding, known);
  const told = fresh.flatMap((event) => zonePointOf(event, refolded.results));
  const points = await pointsToKeep(tenant, userId, { story: known.zones, told });
  const movedAt = firstDifference(timelineOf(known.zones), timelineOf(withPoints(known.zones, points)));
  await Promise.all([
    replaceSessions(tenant, { userId, ...refolded.change, now }),
    insertZonePoints(tenant, userId, points),
    announceAttendance(tenant.transaction, { organizationId: tenant.organizationId, userId }),
    ...(beside.alongside?.(refolded) ?? []),
    movedAt === null
      ? recomputeChanged(tenant, { userId, now, ...refolded }, known)
      : recomputeMoved(tenant, { userId, now, ...refolded }, movedAt),
  ]);
  return refolded;
}

type Recomputing = Pick<Refolded, 'change' | 'changed' | 'around'> & { userId: string; now: Instant };

async function recomputeChanged(
  tenant: Tenant,
  { userId, change, changed, around, now }: Recomputing,
  known: KnownTime,
): Promise<void> {
  const mayVanish = change.before.length > 0;
  if (changed !== null)
    await recomputeSummaries(tenant, { userId, ...changed, now, mayVanish }, { ...known, around });
}

async function recomputeMoved(
  tenant: Tenant,
  { userId, changed, now }: Recomputing,
  movedAt: Instant,
): Promise<void> {
  const moved = await reachOfMove(tenant, { userId, movedAt, now });
  await recomputeSummaries(tenant, { userId, ...joined(moved, changed), now });
}

/** Adds to what is known of a member's zone; answers from when to when their days are others than before. */
export async function addZonePoints(
  tenant: Tenant,
  userId: string,
  { points, now }: { points: readonly ZonePoint[]; now: Instant },
): Promise<Touched | null> {
  if (points.length === 0) return null;
  const story = await readZoneStory(tenant, userId);
  const further = await pointsToKeep(tenant, userId, { story, told: points });
  const added = [...points, ...further.filter(({ id }) => !points.some((point) => point.id === id))];
  await insertZonePoints(tenant, userId, added);
  const movedAt = firstDifference(timelineOf(story), timelineOf(withPoints(story, added)));
  return movedAt === null ? null : reachOfMove(tenant, { userId, movedAt, now });
}

async function reachOfMove(
  tenant: Tenant,
  { userId, movedAt, now }: { userId: string; movedAt: Instant; now: Instant },
): Promise<Touched> {
  const from = Math.max(movedAt, await readFirstStart(tenant, userId, now));
  return { from, to: Math.max(from, now) };
}

function withPoints({ points, fallback }: ZoneStory, told: readonly ZonePoint[]): ZoneStory {
  const known = new Set(points.map(({ id }) => id));
  return { points: [...points, ...told.filter(({ id }) => !known.has(id))], fallback };
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

/** From when on another zone is in force; the first of a timeline always was. */
function firstDifference(before: readonly DatedZone[], after: readonly DatedZone[]): Instant | null {
  const validFrom = (zones: readonly DatedZone[], index: number) =>
    index === 0 ? Number.NEGATIVE_INFINITY : (zones[index]?.validFrom ?? Number.POSITIVE_INFINITY);
  const length = Math.max(before.length, after.length);
  for (let index = 0; index < length; index += 1) {
    const [one, other] = [validFrom(before, index), validFrom(after, index)];
    if (one !== other || before[index]?.zone !== after[index]?.zone) return Math.min(one, other);
  }
  return null;
}

function joined(one: Touched, other: Touched | null): Touched {
  if (other === null) return one;
  return { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) };
}
