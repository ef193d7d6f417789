import { canonicalInstant } from '@devpulse/domain/attendance/canonical';
import type { AttendanceEvent } from '@devpulse/domain/attendance/events';
import type { FoldedEventResult } from '@devpulse/domain/attendance/fold-input';
import type { DatedZone, ZonePoint } from '@devpulse/domain/attendance/zone-points';
import type { Instant } from '@devpulse/domain/time/instant';
import { attendanceNews } from '../change-notices.ts';
import type { Tenant, TenantStatement } from '../tenant.ts';
import { type NamedStatement, together } from '../together.ts';
import { type KnownTime, readKnownTime } from './known-time.ts';
import { type Refolded, type Refolding, refoldMember } from './refold.ts';
import { goneSessions, newSessions, readFirstStart } from './stored-sessions.ts';
import { recomputeSummaries, summariesOf } from './summaries.ts';
import type { Touched } from './told.ts';
import { newZonePoints, pointsToKeep, readZoneStory, timelineOf, type ZoneStory } from './zones.ts';

/**
 * Everything that follows from something new about a member's time: sessions and pauses, the zones of their days, the day sheets that it
 * touches, and the news to their open pages. Called under `lockMemberTime`.
 */
export async function keepTime(tenant: Tenant, refolding: Refolding): Promise<Refolded> {
  const known = await readKnownTime(tenant, refolding);
  const { refolded, writes } = await refoldTime(tenant, refolding, { known, alongside: () => [] });
  await writeAll(tenant, writes);
  return refolded;
}

export async function writeAll(tenant: Tenant, writes: readonly TenantStatement[]): Promise<void> {
  await Promise.all(writes.map((write) => tenant.query(write)));
}

/**
 * The same from what is `known` already, with what is written `alongside`; it answers what is still to be written, in this order, and by one
 * who reads nothing in between.
 */
export async function refoldTime(
  tenant: Tenant,
  refolding: Refolding,
  { known, alongside }: { known: KnownTime; alongside: (refolded: Refolded) => readonly NamedStatement[] },
): Promise<{ refolded: Refolded; writes: TenantStatement[] }> {
  const { userId, fresh, now } = refolding;
  const { zones, devices } = known.told;
  const refolded = await refoldMember(tenant, refolding, known);
  const { before, written } = refolded.change;
  const told = fresh.flatMap((event) => zonePointOf(event, refolded.results));
  const isFirst = devices.every(({ lastSeq }) => lastSeq === 0);
  const points = await pointsToKeep(tenant, userId, { story: zones, told, isFirst });
  const movedAt = firstDifference(timelineOf(zones), timelineOf(withPoints(zones, points)));
  const days = movedAt === null ? changedDays({ userId, now, ...refolded }, known) : null;
  const gone = goneSessions(userId, before);
  const writes = [
    ...(gone.length === 0 ? [] : [together(gone)]),
    together([
      ...newSessions(userId, { written, now }),
      ...newZonePoints(userId, points),
      ...alongside(refolded),
      ...(days ?? []),
      attendanceNews(userId),
    ]),
  ];
  if (days !== null) return { refolded, writes };
  await writeAll(tenant, writes);
  const moved = movedAt === null ? null : await reachOfMove(tenant, { userId, movedAt, now });
  const reach = joined(moved, refolded.changed);
  if (reach !== null) await recomputeSummaries(tenant, { userId, ...reach, now });
  return { refolded, writes: [] };
}

type Changed = Pick<Refolded, 'change' | 'changed' | 'around'> & { userId: string; now: Instant };

/** Writes of the day sheets that a change touches; null where what is known is too little to make them. */
function changedDays(of: Changed, { told }: KnownTime): NamedStatement[] | null {
  const { change, changed, around, ...member } = of;
  if (changed === null) return [];
  const mayVanish = change.before.length > 0;
  return summariesOf({ ...member, ...changed, mayVanish }, { around, ...told });
}

/** Adds to what is known of a member's zone; answers from when to when their days are others than before. */
export async function addZonePoints(
  tenant: Tenant,
  userId: string,
  { points, now }: { points: readonly ZonePoint[]; now: Instant },
): Promise<Touched | null> {
  if (points.length === 0) return null;
  const story = await readZoneStory(tenant, userId);
  const further = await pointsToKeep(tenant, userId, { story, told: points, isFirst: false });
  const added = [...points, ...further.filter(({ id }) => !points.some((point) => point.id === id))];
  await writeAll(tenant, newZonePoints(userId, added));
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

function joined(one: Touched | null, other: Touched | null): Touched | null {
  if (one === null || other === null) return one ?? other;
  return { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) };
}
