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
  for (const point of [...points].sort((a, b) => byNumber(a.at, b.at) || byText(a.id, b.id))) {
    if (point.source === 'device') ofDevices = point.zone;
    if (point.source === 'device' && isChosen) continue;
    isChosen = point.source === 'chosen';
    const zone = point.source === 'chosen' ? point.zone : ofDevices;
    if (timeline.at(-1)?.zone !== zone) timeline.push({ validFrom: point.at, zone });
  }
  return timeline.length > 0 ? timeline : [{ validFrom: Number.NEGATIVE_INFINITY, zone: fallbackZone }];
}

/** `timeline` is in order; UTC where it is empty. */
export function zoneAt(timeline: readonly DatedZone[], at: Instant): string {
  return (timeline.findLast(({ validFrom }) => validFrom <= at) ?? timeline[0])?.zone ?? 'UTC';
}
