import { dayBounds, type LocalDay } from '../../time/local-day.ts';
import type { SteadyInstant } from './reading.ts';
import type { DeviceRecord } from './record.ts';
import { dayFiguresOf } from './totals.ts';

export type DayTotals = {
  day: LocalDay;
  workedMs: number;
  breakMs: number;
  unresolvedMs: number;
  targetMs: number | null;
  /** Something of this device is not with the server yet, or the server never said: “counted on this device”. */
  isCountedHere: boolean;
};

/** Where and when a day is looked at. `shownMs`: canonical minus steady time. */
export type Place = { now: SteadyInstant; zone: string; shownMs: number; isCountedHere: boolean };

/**
 * A day's figures. The server's stand, with what this device counted since the server did; as long as something waits to be sent the device
 * counts today by itself. Source: attendance.md, decision 8.
 */
export function dayTotals(record: DeviceRecord, day: LocalDay, place: Place): DayTotals {
  const told = record.figures?.days.find((one) => one.day === day);
  const here = dayFiguresOf(record.sessions, day, place);
  const isPast = dayBounds(day, place.zone).to <= place.now + place.shownMs;
  const targetMs = told?.targetMs ?? null;
  if (!record.figures || !told)
    return { day, ...here, targetMs, isCountedHere: !isPast || place.isCountedHere };
  if (place.isCountedHere && !isPast) return { day, ...here, targetMs, isCountedHere: true };
  const then = dayFiguresOf(record.sessions, day, { ...place, now: record.figures.asOf });
  const since = (key: 'workedMs' | 'breakMs' | 'unresolvedMs') =>
    Math.max(0, told[key] + here[key] - then[key]);
  return {
    day,
    workedMs: since('workedMs'),
    breakMs: since('breakMs'),
    unresolvedMs: since('unresolvedMs'),
    targetMs,
    isCountedHere: false,
  };
}
