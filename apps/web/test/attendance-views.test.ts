import { getClock } from '@devpulse/contracts/attendance/clock';
import { momentWords } from '@devpulse/ui/words/moment-words';
import { plotDays } from '@devpulse/ui/words/week-model';
import { shiftNotes, tableDays } from '@devpulse/ui/words/week-words';
import { describe, expect, test } from 'vitest';
import { mayEndAt } from '../src/features/attendance/end-at-pause.ts';
import { ownDays } from '../src/features/attendance/own-week.ts';
import { listedRequest } from '../src/features/attendance/request-words.ts';
import { timesOf } from '../src/features/attendance/session-times.ts';
import { clockView } from '../src/features/clock/clock-view.ts';
import { decisionView } from '../src/features/team-time/decision-view.ts';
import { teamWeek } from '../src/features/team-time/team-week.ts';
import { correction, freshAttendance, JONAS, NOW, pause, session, TEAM } from './fixture-attendance-data.ts';
import { ownSheets, teamMember } from './fixture-attendance-days.ts';
import { clockRoutes } from './fixture-clock.ts';
import { freshState } from './fixture-state.ts';

const ZONE = 'Europe/Berlin';
const now = Date.parse(NOW);
const moments = momentWords(ZONE);

function clockNow() {
  const route = clockRoutes(freshState()).find((one) => one.route.id === getClock.id);
  return getClock.response.parse(route?.work({} as never));
}

function weekOf(from: string, to: string) {
  const { sessions } = freshAttendance();
  return {
    days: ownDays(from, to, { sheets: ownSheets(sessions, { from, to }), sessions, zone: ZONE, now }),
  };
}

describe('a week of one’s own', () => {
  test('pieces of a night over the change of the clocks come to the session, to the millisecond', () => {
    const week = weekOf('2026-10-19', '2026-10-25');
    const pieces = week.days.flatMap(({ sessions }) => sessions.map(({ workedMs }) => workedMs / 60_000));
    expect(pieces).toEqual([120, 420]);
    expect(week.days.map(({ workedMs }) => workedMs / 60_000).slice(5)).toEqual([120, 420]);
    expect(shiftNotes(week, now, moments).map(({ whole }) => whole)).toEqual([
      'Sun 25 Oct: clocks went back at 03:00, so 02:00–03:00 came twice. 00:00 to 06:00 is 7 h. The session Sat 22:00–Sun 06:00 is 9 h: 2 h on Saturday, 7 h on Sunday.',
    ]);
    expect(plotDays(week, now, moments).at(-1)).toMatchObject({ note: '25 h day', total: '7 h' });
    const bars = plotDays(week, now, moments).flatMap((day) => day.bars.map(({ words }) => words));
    expect(bars).toEqual([
      '22:00–24:00 worked',
      '00:00–03:00 worked before the clocks went back',
      '02:00–06:00 worked after the clocks went back',
    ]);
    expect(tableDays(week, now, moments)[6]?.sessions[0]).toMatchObject({
      times: 'from Sat 22:00',
      pauses: 'clocks went back 1 h',
      worked: 'in the row above',
    });
  });

  test('an unresolved pause is hollow and not counted; what is kept is work', () => {
    const week = weekOf('2026-11-16', '2026-11-22');
    const thursday = plotDays(week, now, moments)[3];
    expect(thursday).toMatchObject({ total: '7 h 32 min', caution: '37 min unresolved' });
    expect(thursday?.bars.map(({ kind }) => kind)).toEqual([
      'worked',
      'break',
      'worked',
      'unresolved',
      'worked',
      'break',
      'worked',
    ]);
    const at = (time: string) => `2026-11-19T${time}:00.000Z`;
    const kept = session(at('08:00'), at('12:00'), [pause('idle', at('09:00'), at('10:00'), 'counted')]);
    const [day] = ownDays('2026-11-19', '2026-11-19', { sheets: [], sessions: [kept], zone: ZONE, now });
    expect(day?.sessions[0]?.workedMs).toBe(4 * 3_600_000);
    expect(timesOf(kept, ZONE).pauses).toEqual([]);
  });

  test('what runs ends now, days ahead are empty, and what is void is nothing', () => {
    const week = weekOf('2026-11-16', '2026-11-22');
    expect(week.days.map(({ sessions }) => sessions.length)).toEqual([1, 1, 1, 1, 1, 0, 0]);
    const voided = {
      ...session('2026-11-16T08:00:00.000Z', '2026-11-16T09:00:00.000Z'),
      state: 'voided' as const,
    };
    const [day] = ownDays('2026-11-16', '2026-11-16', { sheets: [], sessions: [voided], zone: ZONE, now });
    expect(day?.sessions).toEqual([]);
  });
});

describe('the clock', () => {
  test('says what runs, and what waits', () => {
    expect(clockView(clockNow())).toMatchObject({
      status: 'in',
      since: '08:58',
      elapsedMs: (4 * 60 + 59) * 60_000,
      undo: null,
      pendingPauses: 1,
      toReview: 1,
    });
  });

  test('offers to undo as long as the server takes it', () => {
    const out = { ...clockNow(), status: 'out' as const, session: null };
    const until = (ms: number) => ({ ...out, undoableUntil: new Date(now + ms).toISOString() });
    expect(clockView(until(41_000)).undo?.leftMs).toBe(41_000);
    expect(clockView(until(0)).undo).toBeNull();
    expect(clockView(out).undo).toBeNull();
  });

  test('ending at a pause is offered for the newest of the open session alone', () => {
    const at = (time: string) => `2026-11-20T${time}:00.000Z`;
    const found = pause('gap', at('12:00'), at('12:20'), 'pending');
    const open = session(at('07:58'), null, [found]);
    const [own] = open.pauses;
    if (!own) throw new Error('No pause.');
    expect(mayEndAt(own, { session: open })).toBe(true);
    const later = { ...open, pauses: [own, pause('break', at('13:00'), at('13:05'))] };
    expect(mayEndAt(own, { session: later })).toBe(false);
    expect(mayEndAt(own, { session: null })).toBe(false);
  });
});

const NO_TIME = { firstIn: null, lastOut: null, leave: null, workedMs: 0, breakMs: 0, unresolvedMs: 0 };

describe('a team', () => {
  const range = { from: '2026-11-16', to: '2026-11-22' };
  const members = TEAM.map((member, index) => teamMember(member, index, range));
  const given = {
    from: range.from,
    today: '2026-11-20',
    ownUserId: '',
    presence: { isShared: false, items: [] },
    holidays: [],
  };

  test('stands by name, without a weekend that nobody worked on, and sums milliseconds', () => {
    const week = teamWeek(members.toReversed(), given);
    expect(week.rows.map(({ name }) => name)).toEqual([
      'Ines Aguiar',
      'Jonas Brandt',
      'Mateus Rocha',
      'Tomasz Wilk',
    ]);
    expect(week.days).toHaveLength(5);
    // 7:40:20 + 7:47:20 + 7:54:20 + 8:01:20: the seconds make a minute more than the four figures
    expect(week.rows.map(({ cells }) => cells[0]?.worked)).toEqual(['7:40', '7:47', '7:54', '8:01']);
    expect(week.totals[0]?.worked).toBe('31:23');
  });

  test('shows unresolved minutes, leave without its kind, and what still runs', () => {
    const week = teamWeek(members, given);
    expect(week.rows[2]?.cells[2]?.unresolved).toBe('24 min unresolved');
    expect(week.rows[3]?.cells[3]).toMatchObject({ worked: '–', beneath: 'leave' });
    expect(week.rows[0]?.cells[4]?.isRunning).toBe(true);
    expect(week.rows[1]?.waiting).toBe(1);
    const [half] = members.slice(0, 1).map((member) => ({
      ...member,
      days: member.days.map((day) => ({ ...day, leave: { portion: 'half' as const } })),
    }));
    const cell = teamWeek(half ? [half] : [], given).rows[0]?.cells[0];
    expect(cell).toMatchObject({ worked: '7:40', beneath: '0:32', leave: 'leave, half a day' });
  });

  test('says why there is nothing, and of days ahead nothing', () => {
    const idle = members.map((member) => ({
      ...member,
      days: member.days.map((day) => ({ ...day, ...NO_TIME })),
    }));
    const week = teamWeek(idle, { ...given, today: '2026-11-18', holidays: ['2026-11-17'] });
    expect(week.rows[0]?.cells.map(({ worked, beneath }) => [worked, beneath])).toEqual([
      ['–', 'no session'],
      ['–', 'day off'],
      ['–', 'no session'],
      ['–', ''],
      ['–', ''],
    ]);
    expect(week.totals.map(({ worked }) => worked)).toEqual(['0:00', '0:00', '0:00', '–', '–']);
  });

  test('a request says what changes and what it comes to; pauses that meet count once', () => {
    expect(decisionView(correction({}), ZONE)).toMatchObject({
      name: JONAS.name,
      day: 'Tue 17 Nov',
      changes: [{ label: 'Clock out', before: '16:18', after: '17:33' }],
      effect: 'Worked 6 h 57 min to 8 h 12 min, +1 h 15 min.',
    });
    const { before } = correction({});
    const breaks = [
      { startedAt: '2026-11-17T11:00:00.000Z', endedAt: '2026-11-17T11:30:00.000Z' },
      { startedAt: '2026-11-17T11:20:00.000Z', endedAt: '2026-11-17T12:00:00.000Z' },
    ];
    const after = before && { ...before, breaks };
    expect(decisionView(correction({ after }), ZONE).effect).toBe(
      'Worked 6 h 57 min to 6 h 22 min, −35 min.',
    );
    const night = {
      startedAt: '2026-10-24T22:30:00.000Z',
      endedAt: '2026-10-25T01:30:00.000Z',
      breaks: [],
    };
    expect(decisionView(correction({ before: null, after: night }), ZONE).effect).toBe(
      'Worked 0 min to 3 h, +3 h; clocks went back 1 h.',
    );
    expect(decisionView(correction({ after: null }), ZONE).changes.map((one) => one.after)).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('a request shows its times in the zone of who asked, and when it was asked in the reader’s', () => {
    expect(decisionView(correction({ zone: 'Asia/Tokyo' }), ZONE)).toMatchObject({
      day: 'Tue 17 Nov',
      zone: 'Asia/Tokyo',
      changes: [{ label: 'Clock out', before: '00:18', after: '01:33' }],
      asked: decisionView(correction({}), ZONE).asked,
    });
    expect(listedRequest(correction({ zone: 'Asia/Tokyo' }), moments).title).toBe('Tue 17 Nov, out 01:33');
  });
});

test('a request of one’s own can be taken back while it waits, and asked again once it is declined', () => {
  const own = correction({ canWithdraw: true });
  expect(listedRequest(own, moments)).toMatchObject({
    title: 'Tue 17 Nov, out 17:33',
    state: 'waiting',
    action: 'Take back',
  });
  const decided = { decidedAt: '2026-11-18T09:00:00.000Z', decidedBy: 'Ana Ruiz' };
  expect(
    listedRequest({ ...own, ...decided, state: 'declined', decisionReason: 'The log shows 17:20.' }, moments),
  ).toMatchObject({ detail: 'Ana Ruiz, 18 Nov, 10:00: “The log shows 17:20.”', action: 'Ask again' });
  expect(listedRequest({ ...own, ...decided, state: 'approved' }, moments).action).toBeNull();
});
