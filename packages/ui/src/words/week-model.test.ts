import { describe, expect, test } from 'vitest';
import { momentWords } from './moment-words.ts';
import { plotDays, stretchesOf, type WeekDay, type WeekSession } from './week-model.ts';
import { shiftNotes, tableDays } from './week-words.ts';

const HOUR = 3_600_000;
const utc = (text: string) => Date.parse(`${text}:00Z`);

const base: WeekDay = {
  day: '2026-10-25',
  startsAt: utc('2026-10-24T22:00'),
  endsAt: utc('2026-10-25T23:00'),
  workedMs: 7 * HOUR,
  unresolvedMs: 0,
  status: 'open',
  sessions: [],
  clockShift: { at: utc('2026-10-25T01:00'), wallMinuteBefore: 180, wallMinuteAfter: 120 },
};
const session = (from: string, to: string, rest: Partial<WeekSession> = {}): WeekSession => ({
  sessionId: 's',
  startedAt: utc(from),
  endedAt: utc(to),
  workedMs: 7 * HOUR,
  pauses: [],
  ...rest,
});
const moments = momentWords('Europe/Berlin');
const weekOf = (day: WeekDay) => ({ days: Array.from({ length: 7 }, () => day) });
const plotted = (day: WeekDay) => plotDays(weekOf(day), utc('2026-10-26T12:00'), moments)[0];

describe('the day of 25 hours (Z-04)', () => {
  const day = { ...base, sessions: [session('2026-10-24T20:00', '2026-10-25T05:00')] };

  test('is drawn on 24 wall hours, the doubled one folded', () => {
    const plot = plotted(day);
    expect(plot?.bars.map(({ from, to }) => [from * 24, to * 24])).toEqual([
      [0, 3],
      [2, 6],
    ]);
    expect(plot?.bars[0]).toMatchObject({ beganDayBefore: true, goesOnNextDay: false });
    expect(plot?.fold).toEqual({ from: 2 / 24, to: 3 / 24, isMissing: false });
    expect(plot?.bars.map(({ words }) => words)).toEqual([
      '00:00–03:00 worked before the clocks went back',
      '02:00–06:00 worked after the clocks went back',
    ]);
    expect(plot?.note).toBe('25 h day');
    expect(plot?.total).toBe('7 h');
  });

  test('says what the clocks did and what that makes of the hours', () => {
    const [note] = shiftNotes(weekOf(day), utc('2026-10-26T12:00'), moments);
    expect(note?.short).toBe('Sun 25 Oct: clocks went back, 02:00–03:00 came twice.');
    expect(note?.whole).toContain(
      'clocks went back at 03:00, so 02:00–03:00 came twice. 00:00 to 06:00 is 7 h.',
    );
  });
});

test('a session within the hour that came twice says which of the two it is', () => {
  const within = (from: string, to: string) => {
    const sessions = [session(`2026-10-25T${from}`, `2026-10-25T${to}`)];
    return plotted({ ...base, sessions })?.bars.map(({ words }) => words);
  };
  expect(within('00:10', '00:50')).toEqual(['02:10–02:50 worked before the clocks went back']);
  expect(within('01:10', '01:50')).toEqual(['02:10–02:50 worked after the clocks went back']);
  expect(within('08:00', '12:00')).toEqual(['09:00–13:00 worked']);
});

test('a row of the table says what the clocks did in its session, and nothing of one beside it', () => {
  const sessions = [
    session('2026-10-24T22:30', '2026-10-25T01:30'),
    session('2026-10-25T08:00', '2026-10-25T12:00', { sessionId: 'later' }),
  ];
  const rows = tableDays({ days: [{ ...base, sessions }] }, utc('2026-10-26T12:00'), moments)[0]?.sessions;
  expect(rows?.map(({ times, pauses }) => [times, pauses])).toEqual([
    ['00:30–02:30', 'clocks went back 1 h'],
    ['09:00–13:00', ''],
  ]);
});

test('a missing hour is left open, and a day may begin after midnight', () => {
  const spring: WeekDay = {
    ...base,
    day: '2026-03-29',
    startsAt: utc('2026-03-28T23:00'),
    endsAt: utc('2026-03-29T22:00'),
    clockShift: { at: utc('2026-03-29T01:00'), wallMinuteBefore: 120, wallMinuteAfter: 180 },
  };
  expect(plotted(spring)).toMatchObject({
    fold: { from: 2 / 24, to: 3 / 24, isMissing: true },
    note: '23 h day',
  });
  const early = [session('2026-03-29T00:30', '2026-03-29T01:30')];
  expect(plotted({ ...spring, sessions: early })?.bars.map(({ words }) => words)).toEqual([
    '01:30–02:00 worked before the clocks went forward',
    '03:00–03:30 worked after the clocks went forward',
  ]);
  const santiago: WeekDay = {
    ...base,
    startsAt: utc('2026-09-06T04:00'),
    endsAt: utc('2026-09-07T03:00'),
    clockShift: { at: utc('2026-09-06T04:00'), wallMinuteBefore: 0, wallMinuteAfter: 60 },
  };
  const sessions = [session('2026-09-06T04:00', '2026-09-06T06:00')];
  const [bar] = plotted({ ...santiago, sessions })?.bars ?? [];
  expect([(bar?.from ?? 0) * 24, (bar?.to ?? 0) * 24]).toEqual([1, 3]);
});

test('stretches of a session add up to it, whatever the pauses are', () => {
  const pause = (from: string, to: string, resolution: 'pending' | 'excluded' | 'counted') => ({
    pauseId: from,
    kind: 'idle' as const,
    cause: null,
    startedAt: utc(`2026-10-25T${from}`),
    endedAt: utc(`2026-10-25T${to}`),
    resolution,
  });
  const day = { ...base, clockShift: null };
  const long = session('2026-10-25T08:00', '2026-10-25T16:00', {
    pauses: [
      pause('12:00', '13:00', 'excluded'),
      pause('09:00', '09:30', 'counted'),
      pause('15:00', '16:00', 'pending'),
    ],
  });
  const stretches = stretchesOf(long, day, utc('2026-10-25T17:00'));
  expect(stretches.map(({ kind }) => kind)).toEqual(['worked', 'left_out', 'worked', 'unresolved']);
  expect(stretches.reduce((sum, { startedAt, endedAt }) => sum + endedAt - startedAt, 0)).toBe(8 * HOUR);
});

test('what is open ends now', () => {
  const open = session('2026-10-25T08:00', '2026-10-25T16:00', { endedAt: null });
  const stretches = stretchesOf(open, base, utc('2026-10-25T10:00'));
  expect(stretches).toEqual([
    { kind: 'worked', pause: null, startedAt: utc('2026-10-25T08:00'), endedAt: utc('2026-10-25T10:00') },
  ]);
});
