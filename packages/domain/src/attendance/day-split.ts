import { dayNumberOf, dayOfNumber, dayStartOfNumber, type LocalDay } from '../time/local-day.ts';
import { byNumber, type Interval } from './intervals.ts';
import type { DatedZone } from './zone-points.ts';

export type DayPiece = Interval & { day: LocalDay };

type ZoneSpan = Interval & { zone: string };

/** Each zone up to the next; the first is in force since ever, and of two from one instant the later in the list. */
function zoneSpans(zones: readonly DatedZone[]): ZoneSpan[] {
  const inOrder = zones.toSorted((a, b) => byNumber(a.validFrom, b.validFrom));
  const known = inOrder.length > 0 ? inOrder : [{ zone: 'UTC', validFrom: 0 }];
  return known.map((one, index) => ({
    zone: one.zone,
    from: index === 0 ? Number.NEGATIVE_INFINITY : one.validFrom,
    to: known[index + 1]?.validFrom ?? Number.POSITIVE_INFINITY,
  }));
}

/**
 * A range by the member's local days, ascending, as pieces that follow each other without a hole and sum to it exactly. An instant
 * belongs to the local date of the zone in force then; a day once begun is not left backwards: who flies west over midnight stays
 * in the day until the new zone has caught up. `range.to` must be finite. Source: Z1.
 */
export function splitByDay(range: Interval, zones: readonly DatedZone[]): DayPiece[] {
  const pieces: DayPiece[] = [];
  let number = Number.NEGATIVE_INFINITY;
  for (const span of zoneSpans(zones)) {
    if (span.from >= range.to) break;
    if (span.from >= span.to) continue;
    const to = Math.min(range.to, span.to);
    if (to <= range.from) {
      number = Math.max(number, dayNumberOf(span.to - 1, span.zone));
      continue;
    }
    let from = Math.max(range.from, span.from);
    while (from < to) {
      number = Math.max(number, dayNumberOf(from, span.zone));
      const end = Math.min(to, dayStartOfNumber(number + 1, span.zone));
      const day = dayOfNumber(number);
      const last = pieces.at(-1);
      if (last?.day === day) pieces[pieces.length - 1] = { ...last, to: end };
      else pieces.push({ day, from, to: end });
      from = end;
    }
  }
  return pieces;
}

/** The local day that an instant belongs to; see `splitByDay`. */
export function memberDayOf(instant: number, zones: readonly DatedZone[]): LocalDay {
  const [piece] = splitByDay({ from: instant, to: instant + 1 }, zones);
  return piece?.day ?? dayOfNumber(dayNumberOf(instant, 'UTC'));
}
