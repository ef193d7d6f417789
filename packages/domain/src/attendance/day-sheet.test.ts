import { expect, test } from 'vitest';
import { daySheet } from './day-sheet.ts';
import { breakEnd, breakStart, clockIn, clockOut, correction, device, fold } from './fold.fixture.ts';
import { percentOfTarget, shownMinutes, targetMinutesOf, weekOf, weekTotals } from './totals.ts';

const MINUTE = 60_000;
const utc = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;
const inZone = (zone: string) => [{ zone, validFrom: Number.NEGATIVE_INFINITY }];

test('Z-20: a break in the hour that is skipped', () => {
  const a = device('A');
  const folded = fold([
    a(utc('2026-03-28T21:00Z'), clockIn('s')),
    a(utc('2026-03-29T00:30Z'), breakStart('s', 'p')),
    a(utc('2026-03-29T01:30Z'), breakEnd('s', 'p')),
    a(utc('2026-03-29T05:00Z'), clockOut('s', utc('2026-03-29T05:00Z'))),
  ]);
  const rows = daySheet({ ...folded, zones: inZone('Europe/Berlin'), now: utc('2026-03-30T00:00Z') });
  expect(rows.map((row) => [row.localDate, row.workedMs / MINUTE, row.breakMs / MINUTE])).toEqual([
    ['2026-03-28', 120, 0],
    ['2026-03-29', 300, 60],
  ]);
});

test('Z-19: seconds on either side of midnight show nothing and are not lost', () => {
  const a = device('A');
  const [from, to] = [utc('2026-06-10T22:59:30Z'), utc('2026-06-10T23:00:29Z')];
  const folded = fold([a(from, clockIn('s')), a(to, clockOut('s', to))]);
  const rows = daySheet({ ...folded, zones: inZone('Europe/London'), now: to });
  expect(rows.map((row) => [row.workedMs, shownMinutes(row.workedMs)])).toEqual([
    [30_000, 0],
    [29_000, 0],
  ]);
  expect(weekTotals(rows)).toMatchObject([{ monday: '2026-06-08', workedMs: 59_000 }]);
});

test('Z-22: a target is minutes of a date, not a share of its length', () => {
  const targets = [
    { validFrom: '2026-01-01', minutes: [420, 420, 420, 420, 420, 0, 0] },
    { validFrom: '2026-10-19', minutes: [480, 480, 480, 480, 480, 0, 480] },
  ];
  const target = targetMinutesOf('2026-10-25', targets, []);
  expect(percentOfTarget(480 * MINUTE, target)).toBe(100);
  expect(targetMinutesOf('2026-10-16', targets, [])).toBe(420);
  expect(targetMinutesOf('2025-12-31', targets, [])).toBeNull();
  expect(percentOfTarget(1, targetMinutesOf('2026-10-24', targets, []))).toBeNull();
  const off = (portion: 'whole' | 'half') => [{ day: '2026-10-20', kind: 'vacation' as const, portion }];
  expect(targetMinutesOf('2026-10-20', targets, off('whole'))).toBe(0);
  expect(targetMinutesOf('2026-10-20', targets, off('half'))).toBe(240);
  expect(targetMinutesOf('2026-10-20', targets, [...off('half'), ...off('half')])).toBe(0);
  expect(weekOf('2026-10-25')).toBe('2026-10-19');
});

test('a day joins its sessions: first in, last out, how many, and what of them was assumed or corrected', () => {
  const a = device('A');
  const time = (clock: string) => utc(`2026-06-10T${clock}Z`);
  const events = [
    a(time('06:00'), clockIn('s')),
    a(time('10:00'), clockOut('s', time('10:00'))),
    a(time('11:00'), clockIn('t')),
    a(time('14:00'), clockOut('t', time('13:00'), 'max_length')),
  ];
  const entry = correction({
    sessionId: 'm',
    after: { startedAt: time('15:00'), endedAt: time('16:00'), pauses: null },
  });
  const input = { zones: inZone('UTC'), now: time('20:00') };
  expect(daySheet({ ...fold(events, { corrections: [entry], now: time('20:00') }), ...input })).toEqual([
    {
      localDate: '2026-06-10',
      zone: 'UTC',
      workedMs: 7 * 60 * MINUTE,
      breakMs: 0,
      unresolvedMs: 0,
      excludedMs: 0,
      firstIn: time('06:00'),
      lastOut: time('16:00'),
      sessions: 3,
      autoClosed: 1,
      corrected: 1,
    },
  ]);
  const open = fold([...events, a(time('18:00'), clockIn('u'))], { now: time('20:00') });
  expect(daySheet({ ...open, ...input })).toMatchObject([{ lastOut: null, workedMs: 8 * 60 * MINUTE }]);
});
