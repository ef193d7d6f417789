import { listOwnDays, listOwnSessions } from '@devpulse/contracts/attendance/days';
import type { ApiCall } from '@devpulse/contracts/client';
import { expect, test } from 'vitest';
import { WeekView } from '../../ipc/week.ts';
import { loadServerWeek, mondayOf, workedInside } from './week.ts';

const MINUTE = 60_000;
const utc = (text: string) => Date.parse(`${text}Z`);
const id = (number: number) => `01a00000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const place = {
  zone: 'Europe/Berlin',
  now: utc('2026-10-25T12:00:00'),
  requested: new Set([id(2)]),
  causes: new Map([[id(8), 'locked' as const]]),
  correction: { appliesUpToMinutes: 0, appliesUpToDays: 0, decidedBy: null, maximumSessionMinutes: 840 },
};

const serverSession = (change: object) => ({
  id: id(1),
  aliases: [id(2)],
  state: 'auto_closed',
  startedAt: '2026-10-24T20:00:00.000Z',
  endedAt: '2026-10-25T05:00:00.000Z',
  reviewReason: 'assumed_end',
  pauses: [],
  ...change,
});
const sums = { workedMs: 420 * MINUTE, breakMs: 0, unresolvedMs: 0 };
const sheet = { day: '2026-10-25', zone: 'Europe/Berlin', status: 'locked', targetMinutes: 0, ...sums };

function answering(sessions: object[], asked: object[] = []) {
  return (async (route: object, input: object) => {
    asked.push(input);
    if (route === listOwnDays) return { days: [sheet], totals: { ...sums, targetMinutes: 2400 } };
    expect(route).toBe(listOwnSessions);
    return { items: sessions };
  }) as unknown as ApiCall;
}

test('the server’s figures stand as they are; a session over midnight is in both days with its part of each', async () => {
  const asked: object[] = [];
  const pause = {
    id: id(8),
    kind: 'idle',
    startedAt: '2026-10-24T21:30:00.000Z',
    endedAt: '2026-10-24T22:30:00.000Z',
    resolution: 'pending',
  };
  const call = answering([serverSession({ pauses: [pause] })], asked);
  const week = WeekView.parse(await loadServerWeek(call, 'fjordline', '2026-10-19', place));
  expect(asked[0]).toEqual({
    params: { organization: 'fjordline' },
    query: { from: '2026-10-19', to: '2026-10-25' },
  });
  expect([week.workedMs, week.targetMinutes, week.fromServerAt]).toEqual([420 * MINUTE, 2400, place.now]);
  const [saturday, sunday] = week.days.slice(5);
  expect(saturday?.sessions.map(({ workedMs }) => workedMs / MINUTE)).toEqual([90]);
  expect(sunday?.sessions.map(({ workedMs }) => workedMs / MINUTE)).toEqual([390]);
  expect(sunday).toMatchObject({ status: 'locked', targetMinutes: null, workedMs: 420 * MINUTE });
  expect(saturday?.sessions[0]).toMatchObject({
    isClosedAutomatically: true,
    needsReview: true,
    isRequested: true,
    pauses: [{ cause: 'locked', resolution: 'pending' }],
  });
});

test('a voided session is not shown, and one that runs reaches up to now', async () => {
  const voided = serverSession({ state: 'voided' });
  const open = serverSession({
    id: id(3),
    aliases: [],
    state: 'open',
    startedAt: '2026-10-25T11:00:00.000Z',
    endedAt: null,
  });
  const week = await loadServerWeek(answering([voided, open]), 'fjordline', '2026-10-19', place);
  expect(week.days.map(({ sessions }) => sessions.length)).toEqual([0, 0, 0, 0, 0, 0, 1]);
  expect(week.days[6]?.sessions[0]?.workedMs).toBe(60 * MINUTE);
});

test('a day has the bounds of the zone that was in force on it', async () => {
  const call = (async (route: object) =>
    route === listOwnDays
      ? { days: [{ ...sheet, zone: 'America/New_York' }], totals: { ...sums, targetMinutes: null } }
      : { items: [] }) as unknown as ApiCall;
  const week = await loadServerWeek(call, 'fjordline', '2026-10-19', place);
  expect(week.days[6]?.startsAt).toBe(utc('2026-10-25T04:00:00'));
  expect(week.days[5]?.startsAt).toBe(utc('2026-10-23T22:00:00'));
  expect(week.targetMinutes).toBeNull();
});

test('what the server will not answer is said to the caller', async () => {
  const call = (async () => {
    throw new Error('offline');
  }) as ApiCall;
  await expect(loadServerWeek(call, 'fjordline', '2026-10-19', place)).rejects.toThrow('offline');
});

test('weeks begin on Monday', () => {
  expect(['2026-10-19', '2026-10-25', '2027-01-01'].map(mondayOf)).toEqual([
    '2026-10-19',
    '2026-10-19',
    '2026-12-28',
  ]);
});

test('R2 pauses that overlap are taken away once; one that is counted is not', () => {
  const pause = (from: number, to: number, resolution: 'pending' | 'excluded' | 'counted') => ({
    pauseId: id(from),
    kind: 'idle' as const,
    cause: null,
    startedAt: from,
    endedAt: to,
    resolution,
  });
  const pauses = [pause(10, 30, 'pending'), pause(20, 40, 'excluded'), pause(50, 60, 'counted')];
  expect(workedInside({ startedAt: 0, endedAt: 100, pauses }, { startsAt: 0, endsAt: 1000 }, 1000)).toBe(70);
  expect(workedInside({ startedAt: 0, endedAt: 100, pauses }, { startsAt: 25, endsAt: 35 }, 1000)).toBe(0);
});
