import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayStart } from '../time/local-day.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';
import { computeDeliveryReliabilityScore } from './delivery-reliability-score.ts';
import { HOUR, ORGANIZATION_OFFSET_HOURS, scoreInputArbitrary } from './score.fixture.ts';
import { type ScoreCsvRow, scoreCsvRows } from './score-csv.ts';
import type { ScoreInput } from './scored-pull-request.ts';

// The oracle: whole hours since 2024 and offsets that never change, counted one after the other.
const HOURS = 16_800;
const FIRST = Temporal.Instant.from('2024-01-01T00:00:00Z').epochMilliseconds;
const OFFSETS: Record<string, number> = { 'Etc/GMT+5': ORGANIZATION_OFFSET_HOURS, 'Etc/GMT-9': 9, UTC: 0 };

function isWorked(calendar: WorkingCalendar, hour: number): boolean {
  const local = new Date(FIRST + (hour + (OFFSETS[calendar.zone] as number)) * HOUR);
  const minute = local.getUTCHours() * 60;
  const isDay =
    calendar.weekdays.includes(local.getUTCDay() || 7) &&
    !calendar.holidays.includes(local.toISOString().slice(0, 10));
  return isDay && minute >= calendar.startMinute && minute < calendar.endMinute;
}

const workedHours = new Map<WorkingCalendar, boolean[]>();
function hoursOf(calendar: WorkingCalendar): boolean[] {
  let hours = workedHours.get(calendar);
  if (!hours) {
    hours = Array.from({ length: HOURS }, (_, hour) => isWorked(calendar, hour));
    workedHours.set(calendar, hours);
  }
  return hours;
}

/** The last hour from which more than the service level is worked up to `end`. */
function boundary(calendar: WorkingCalendar, end: number, sleHours: number): number {
  let worked = 0;
  let hour = end;
  while (worked <= sleHours) {
    hour -= 1;
    if (hoursOf(calendar)[hour]) worked += 1;
  }
  return hour;
}

function oracle(input: ScoreInput, weeks: number) {
  const hourOf = (at: number) => (at - FIRST) / HOUR;
  const end = hourOf(dayStart(addDays(input.day, 1), input.zone));
  const start = end - weeks * 7 * 24;
  const sums = { kept: 0, matured: 0, openDays: 0, olderDays: 0 };
  for (const one of input.pullRequests) {
    const calendar = input.teamCalendars.get(one.teamId ?? '') ?? input.calendar;
    const hours = hoursOf(calendar);
    const sle = one.sleWorkingSeconds / 3600;
    const worked = (from: number, to: number) => {
      let count = 0;
      for (let hour = from; hour < to; hour += 1) if (hours[hour]) count += 1;
      return count;
    };
    const ready = one.readyAt === null ? null : hourOf(one.readyAt);
    if (ready !== null && ready > boundary(calendar, start, sle) && ready <= boundary(calendar, end, sle)) {
      const finished =
        one.endedAt !== null && hourOf(one.endedAt) < end ? worked(ready, hourOf(one.endedAt)) : null;
      const isInTime = finished !== null && finished <= sle;
      if (isInTime && one.state === 'merged') sums.kept += 1;
      if (!isInTime || one.state === 'merged') sums.matured += 1;
    }
    for (let midnight = start + 24; midnight <= end; midnight += 24) {
      // A working day ends in the 24 hours before: worked, and then not or a new day.
      let isWorkingDay = false;
      for (let hour = midnight - 24; hour < midnight; hour += 1) {
        const isNewDay = (hour + 1 + (OFFSETS[calendar.zone] as number)) % 24 === 0;
        if (hours[hour] && (!hours[hour + 1] || isNewDay)) isWorkingDay = true;
      }
      if (!isWorkingDay) continue;
      const stood = (span: { from: number; to: number | null }) =>
        hourOf(span.from) < midnight && (span.to === null || midnight <= hourOf(span.to));
      if (ready !== null && one.readySpans.some(stood)) {
        sums.openDays += 1;
        if (worked(ready, midnight) > sle) sums.olderDays += 1;
      }
      const draft = one.draftSpans.find(stood);
      const tenDays = ((calendar.endMinute - calendar.startMinute) / 60) * 10;
      if (draft && worked(hourOf(draft.from), midnight) > tenDays) {
        sums.openDays += 0.5;
        sums.olderDays += 0.5;
      }
    }
  }
  return sums;
}

const percentile = (values: number[], percent: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil((values.length * percent) / 100) - 1] as number;

/** The score by hand, from nothing but the rows of the CSV. */
function byHand(rows: readonly ScoreCsvRow[]): number {
  const total = (of: (row: ScoreCsvRow) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const kept = total((row) => (row.promise === 'kept' ? 1 : 0));
  const missed = total((row) => (row.promise === 'missed' ? 1 : 0));
  let [points, weights] = [40 * Math.min(100, (kept / (kept + missed) / 0.85) * 100), 40];
  const teams: [number, number][] = [];
  for (const team of new Set(rows.map((row) => row.team_id))) {
    const cycles = rows.flatMap((row) =>
      row.team_id === team && row.cycle_working_seconds !== null ? [row.cycle_working_seconds] : [],
    );
    const ratio = percentile(cycles, 85) / percentile(cycles, 50);
    if (!Number.isFinite(ratio)) continue;
    teams.push([
      cycles.length,
      ratio >= 8 ? 0 : ratio <= 2 ? 100 : 100 * (Math.log(8 / ratio) / Math.log(4)),
    ]);
  }
  const merged = teams.reduce((sum, [n]) => sum + n, 0);
  if (merged > 0) {
    points += (20 * teams.reduce((sum, [n, value]) => sum + n * value, 0)) / merged;
    weights += 20;
  }
  const open = total((row) => row.open_days);
  if (open > 0) {
    points += 25 * 100 * (1 - total((row) => row.older_days) / open);
    weights += 25;
  }
  const merges = total((row) => (row.stability === 'counted' ? 1 : 0));
  if (merges > 0) {
    points += 15 * Math.max(0, 100 - (500 * total((row) => row.revert_weight)) / merges);
    weights += 15;
  }
  return points / weights;
}

test('plain loops over hours agree on promises and flow, and the CSV gives the score by hand', () => {
  let scores = 0;
  fc.assert(
    fc.property(scoreInputArbitrary({ minLength: 10, maxLength: 90 }), (input) => {
      const score = computeDeliveryReliabilityScore(input);
      const rows = scoreCsvRows(input);
      const expected = oracle(input, score.window.weeks);
      expect({
        kept: rows.filter((row) => row.promise === 'kept').length,
        matured: score.n,
        openDays: rows.reduce((sum, row) => sum + row.open_days, 0),
        olderDays: rows.reduce((sum, row) => sum + row.older_days, 0),
      }).toEqual(expected);
      if (score.window.weeks > 8) expect(oracle(input, score.window.weeks - 1).matured).toBeLessThan(20);
      if (score.kind !== 'score') return;
      scores += 1;
      expect(score.value).toBeCloseTo(byHand(rows), 9);
      expect(score.parts.find(({ id }) => id === 'promise_kept')).toMatchObject({
        numerator: expected.kept,
        denominator: expected.matured,
      });
      if (expected.openDays > 0)
        expect(score.parts.find(({ id }) => id === 'flow')).toMatchObject({
          numerator: expected.olderDays,
          denominator: expected.openDays,
        });
    }),
    { numRuns: 100 },
  );
  expect(scores).toBeGreaterThan(30);
});
