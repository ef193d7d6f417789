import type { DeviceSession } from '@devpulse/domain/attendance/device/record';
import { expect, it } from 'vitest';
import { localWeek } from './local-week.ts';

const HOUR = 3_600_000;
const session = (startedAt: string, endedAt: string | null): DeviceSession =>
  ({
    sessionId: 'a',
    startedAt: Date.parse(startedAt),
    endedAt: endedAt === null ? null : Date.parse(endedAt),
    endReason: null,
    reviewReason: null,
    pauses: [],
  }) as unknown as DeviceSession;

function weekOf(
  monday: string,
  sessions: DeviceSession[],
  { zone = 'Europe/Berlin', now = '2026-12-01' } = {},
) {
  const week = localWeek(sessions, monday, {
    zone,
    now: Date.parse(now),
    correction: {} as never,
    requested: new Set(),
    causes: new Map(),
    shown: (steady) => steady,
    targets: new Map([[monday, 480]]),
  });
  const worked = week.days.filter(({ workedMs }) => workedMs > 0);
  return { week, hours: Object.fromEntries(worked.map(({ day, workedMs }) => [day, workedMs / HOUR])) };
}

it('splits a session at the midnight of the zone it is shown in', () => {
  const night = [session('2026-10-20T20:00:00Z', '2026-10-21T01:00:00Z')];
  expect(weekOf('2026-10-19', night).hours).toEqual({ '2026-10-20': 2, '2026-10-21': 3 });
  expect(weekOf('2026-10-19', night, { zone: 'America/New_York' }).hours).toEqual({ '2026-10-20': 5 });
  expect(weekOf('2026-10-19', night).week).toMatchObject({ workedMs: 5 * HOUR, targetMinutes: 480 });
});

it('counts the elapsed hours of a day of 25 and of 23 hours', () => {
  const autumn = [session('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')];
  expect(weekOf('2026-10-19', autumn).hours).toEqual({ '2026-10-25': 25 });
  const spring = [session('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')];
  expect(weekOf('2026-03-23', spring).hours).toEqual({ '2026-03-29': 23 });
});

it('leaves out what lies outside the week, and counts an open session until now', () => {
  const overSunday = [session('2026-10-18T20:00:00Z', '2026-10-19T00:00:00Z')];
  expect(weekOf('2026-10-19', overSunday).hours).toEqual({ '2026-10-19': 2 });
  const open = [session('2026-10-20T08:00:00Z', null)];
  expect(weekOf('2026-10-19', open, { now: '2026-10-20T11:00:00Z' }).hours).toEqual({ '2026-10-20': 3 });
});
