import { AttendanceActionBody } from '@devpulse/contracts/attendance/events';
import { expect, test } from 'vitest';
import { actionOf, ClockAct } from './clock-act.ts';

const ID = '0198c1d2-0000-4000-8000-0000000000d1';
const PAUSE = '0198c1d2-0000-4000-8000-0000000000d2';
const NOW = Date.parse('2026-11-20T13:32:00Z');
const MINUTE = 60_000;
/** By a clock that is a minute fast. */
const scene = {
  time: { now: NOW, offsetMs: -MINUTE },
  zone: 'Europe/Berlin',
  newId: () => ID,
  readEnd: (wall: string) => Date.parse(`${wall}Z`),
};
const sent = (values: object) => ({ session: ID, pause: PAUSE, zone: '', at: '', ...values });

test.each([
  [
    { act: 'clock_in', zone: 'Asia/Tokyo' },
    { type: 'clock_in', sessionId: ID, zone: 'Asia/Tokyo' },
  ],
  [{ act: 'clock_in' }, { type: 'clock_in', sessionId: ID, zone: 'Europe/Berlin' }],
  [
    { act: 'clock_in', zone: 'Mars/Olympus' },
    { type: 'clock_in', sessionId: ID, zone: 'Europe/Berlin' },
  ],
  [{ act: 'break_start' }, { type: 'break_start', sessionId: ID, pauseId: ID }],
  [{ act: 'break_end' }, { type: 'break_end', sessionId: ID, pauseId: PAUSE }],
  [{ act: 'clock_out' }, { type: 'clock_out', sessionId: ID, endedAt: NOW, reason: 'member' }],
  [
    { act: 'clock_out_at', at: '2026-11-20T11:50:00.000Z' },
    { type: 'clock_out', sessionId: ID, endedAt: Date.parse('2026-11-20T11:51:00Z'), reason: 'pause_start' },
  ],
  [
    { act: 'clock_out_earlier', endedAt: '2026-11-20T12:00' },
    { type: 'clock_out', sessionId: ID, endedAt: Date.parse('2026-11-20T12:01:00Z'), reason: 'earlier' },
  ],
  [{ act: 'undo' }, { type: 'clock_out_undone', sessionId: ID }],
  [{ act: 'keep' }, { type: 'pause_decided', sessionId: ID, pauseId: PAUSE, decision: 'counted' }],
  [{ act: 'leave_out' }, { type: 'pause_decided', sessionId: ID, pauseId: PAUSE, decision: 'excluded' }],
  [{ act: 'confirm_end' }, { type: 'end_confirmed', sessionId: ID }],
  [{ act: 'restore_end' }, { type: 'end_restored', sessionId: ID }],
])('%j is an event', (values, expected) => {
  const action = actionOf(ClockAct.parse(sent(values)), scene);
  expect(action).toEqual(expected);
  expect(AttendanceActionBody.parse(action)).toEqual(expected);
});

test.each([
  { act: 'stop' },
  { act: 'clock_out', session: 'mine' },
  { act: 'keep', pause: '' },
  { act: 'clock_out_at', at: 'yesterday' },
])('%j is none', (values) => {
  expect(ClockAct.safeParse(sent(values)).success).toBe(false);
});
