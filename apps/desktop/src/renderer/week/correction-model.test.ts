import { describe, expect, test } from 'vitest';
import type { WeekDay, WeekSession } from '../../ipc/week.ts';
import { appliesNow, countedIn, dayAfter, faultsOf } from './correction-model.ts';

const MINUTE = 60_000;
const at = (time: string, day = 21) => Date.parse(`2026-10-${day}T${time}:00+02:00`);
const now = at('20:00', 22);

const session: WeekSession = {
  sessionId: 's',
  startedAt: at('09:00'),
  endedAt: at('18:02'),
  workedMs: 490 * MINUTE,
  pauses: [
    {
      pauseId: 'p',
      kind: 'break',
      cause: null,
      startedAt: at('12:10'),
      endedAt: at('13:02'),
      resolution: 'excluded',
    },
    {
      pauseId: 'q',
      kind: 'idle',
      cause: null,
      startedAt: at('15:00'),
      endedAt: at('15:30'),
      resolution: 'counted',
    },
  ],
  isClosedAutomatically: true,
  needsReview: true,
  isCorrected: false,
  isRequested: false,
};
const day: WeekDay = {
  day: '2026-10-21',
  startsAt: at('00:00'),
  endsAt: at('00:00', 22),
  workedMs: 490 * MINUTE,
  breakMs: 52 * MINUTE,
  unresolvedMs: 0,
  targetMinutes: 480,
  status: 'open',
  sessions: [session],
  clockShift: null,
};
const rules = { appliesUpToMinutes: 30, appliesUpToDays: 7, decidedBy: null, maximumSessionMinutes: 840 };
const until = (time: string) => ({ startedAt: session.startedAt, endedAt: at(time) });

test('the day after it counts pauses as they are counted', () => {
  expect(countedIn(session, day, until('18:02')) / MINUTE).toBe(490);
  expect(dayAfter(session, day, until('18:30'), now) / MINUTE).toBe(518);
  expect(dayAfter(session, day, until('12:00'), now) / MINUTE).toBe(180);
});

test('what lies in another day changes that day alone', () => {
  const night = { startedAt: at('22:00'), endedAt: at('02:00', 22) };
  expect(countedIn(session, day, night) / MINUTE).toBe(120);
});

describe('a change applies at once', () => {
  test.each([
    ['28 minutes', until('18:30'), now, true],
    ['30 minutes', until('18:32'), now, true],
    ['31 minutes', until('18:33'), now, false],
    ['both ends, 16 minutes each', { startedAt: at('08:44'), endedAt: at('18:18') }, now, false],
    ['eight days later', until('18:30'), now + 7 * 86_400_000, false],
  ])('%s', (_, after, when, applies) => {
    expect(appliesNow(session, after, rules, when)).toBe(applies);
  });

  test('never where the organization wants each one decided', () => {
    expect(appliesNow(session, until('18:03'), { ...rules, appliesUpToMinutes: 0 }, now)).toBe(false);
  });
});

describe('faults', () => {
  const draft = { startedAt: at('09:00'), endedAt: at('18:30'), reason: 'Release notes' };
  const of = (change: Partial<typeof draft>) =>
    faultsOf({ ...draft, ...change }, 840, now).map(({ field, fault }) => `${field} ${fault}`);

  test('none of a good draft', () => expect(of({})).toEqual([]));
  test.each([
    [{ endedAt: at('08:30'), reason: 'Late' }, ['endedAt before_start', 'reason too_short']],
    [{ endedAt: at('21:00', 22) }, ['endedAt in_future']],
    [{ endedAt: at('00:20', 22) }, ['endedAt too_long']],
    [{ startedAt: at('21:00', 22) }, ['startedAt in_future', 'endedAt before_start']],
    [{ reason: '       a ' }, ['reason too_short']],
  ])('%j', (change, faults) => {
    expect(of(change)).toEqual(faults);
  });
});
