import { expect, test } from 'vitest';
import { ownDays } from '../src/features/attendance/own-week.ts';
import { pausesOfDay } from '../src/features/attendance/pause-scene.ts';
import type { Clock } from '../src/lib/clock.ts';
import { pause, session } from './fixture-attendance-data.ts';

const MINUTE = 60_000;
const at = (day: number, time: string) => `2026-11-${day}T${time}:00.000Z`;

/** In Berlin, an hour ahead, at 17:00; the last session is open. */
function asked(day: string, sessions: ReturnType<typeof session>[]) {
  const serverTime = at(20, '16:00');
  const open = sessions.find(({ endedAt }) => endedAt === null) ?? null;
  const clock = { serverTime, session: open, today: { day: '2026-11-20' } } as Clock;
  const given = { sheets: [], sessions, zone: 'Europe/Berlin', now: Date.parse(serverTime) };
  const [shown] = ownDays(day, day, given);
  if (!shown) throw new Error('No day.');
  return pausesOfDay(shown, { sessions, clock });
}

test('asked about is what waits for an answer, and ending is offered at the newest pause of today', () => {
  const morning = pause('idle', at(20, '09:00'), at(20, '09:20'), 'pending');
  const decided = pause('idle', at(20, '11:00'), at(20, '11:20'), 'excluded');
  const late = pause('gap', at(20, '15:00'), at(20, '15:40'), 'pending');
  const open = session(at(20, '08:00'), null, [morning, decided, late]);
  const scene = asked('2026-11-20', [open]);
  expect(scene?.pauses).toMatchObject([
    { pauseId: morning.id, sessionId: open.id, cause: 'no_input', canClockOut: false },
    { pauseId: late.id, cause: 'asleep', canClockOut: true },
  ]);
  expect(scene?.pauses.map(({ pieces }) => (pieces[0]?.ms ?? 0) / MINUTE)).toEqual([20, 40]);
  expect((scene?.pauses[1]?.droppedIfClockedOut[0]?.ms ?? 0) / MINUTE).toBe(20);
});

test('of a pause over midnight each day tells its own part, and neither offers an end of an older day', () => {
  const night = pause('gap', at(19, '22:30'), at(20, '00:00'), 'pending');
  const whole = session(at(19, '20:00'), at(20, '02:00'), [night]);
  const parts = ['2026-11-19', '2026-11-20'].map((day) => asked(day, [whole])?.pauses[0]);
  expect(parts.map((part) => (part?.pieces[0]?.ms ?? 0) / MINUTE)).toEqual([30, 60]);
  expect(parts.map((part) => part?.canClockOut)).toEqual([false, false]);
});

test('where nothing waits nothing is asked, nor about a session that was voided', () => {
  expect(asked('2026-11-20', [])).toBeNull();
  const found = pause('idle', at(20, '09:00'), at(20, '09:20'), 'pending');
  const voided = { ...session(at(20, '08:00'), at(20, '10:00'), [found]), state: 'voided' as const };
  expect(asked('2026-11-20', [voided])).toBeNull();
});
