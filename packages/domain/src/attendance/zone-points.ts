import type { Instant } from '../time/instant.ts';
import { byNumber, byText } from './intervals.ts';

/**
 * What was told of a member's zone at an instant: a device says that of its system, the member chooses one, or goes back to what devices
 * say.
 */
export type ZonePoint = { id: string; at: Instant } & (
  | { source: 'device' | 'chosen'; zone: string }
  | { source: 'automatic'; zone: null }
);

type DevicePoint = Extract<ZonePoint, { source: 'device' | 'chosen' }>;

/** A zone and from when on it is in force; the first of a timeline also before. */
export type DatedZone = { validFrom: Instant; zone: string };

/**
 * The zones of a member in order, whatever order they were told in; `fallbackZone` while none was. What devices say while a chosen zone
 * is in force counts from when the member goes back to it. Source: Z1.
 */
export function zoneTimeline(points: readonly ZonePoint[], fallbackZone: string): DatedZone[] {
  const timeline: DatedZone[] = [];
  let ofDevices = fallbackZone;
  let isChosen = false;
  for (const point of inOrder(points)) {
    if (point.source === 'device') ofDevices = point.zone;
    if (point.source === 'device' && isChosen) continue;
    isChosen = point.source === 'chosen';
    const zone = point.source === 'chosen' ? point.zone : ofDevices;
    if (timeline.at(-1)?.zone !== zone) timeline.push({ validFrom: point.at, zone });
  }
  return timeline.length > 0 ? timeline : [{ validFrom: Number.NEGATIVE_INFINITY, zone: fallbackZone }];
}

function inOrder(points: readonly ZonePoint[]): ZonePoint[] {
  return [...points].sort((a, b) => byNumber(a.at, b.at) || byText(a.id, b.id));
}

/** Beyond every instant that is told. */
const FAR = Number.POSITIVE_INFINITY;

/**
 * Those of the points that devices have just `told` which say another zone than was said before them; the others change no timeline. Each
 * with the instant up to which nothing else is known to be said: the first between the two that was left out earlier and says another zone
 * has to be added, and the question asked again, until nothing changes.
 */
export function changingPoints(
  story: readonly ZonePoint[],
  told: readonly ZonePoint[],
): { point: DevicePoint; until: Instant }[] {
  const known = new Set(story.map(({ id }) => id));
  const kept: DevicePoint[] = [];
  for (const point of inOrder([...story, ...told.filter(({ id }) => !known.has(id))])) {
    if (point.source !== 'device') continue;
    if (known.has(point.id) || kept.at(-1)?.zone !== point.zone) kept.push(point);
  }
  return kept.flatMap((point, index) =>
    known.has(point.id) ? [] : [{ point, until: kept[index + 1]?.at ?? FAR }],
  );
}

/** `timeline` is in order; UTC where it is empty. */
export function zoneAt(timeline: readonly DatedZone[], at: Instant): string {
  return (timeline.findLast(({ validFrom }) => validFrom <= at) ?? timeline[0])?.zone ?? 'UTC';
}
