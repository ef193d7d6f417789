import { describe, expect, test } from 'vitest';
import {
  answeredPauses,
  clockOutPause,
  isMoot,
  type OpenPause,
  type PauseAnswer,
  withAnswer,
  workedAfter,
} from './pause-choices.ts';

const MINUTE = 60_000;
const day = '2026-10-22';
const at = (text: string) => Date.parse(`${day}T${text}:00Z`);
const pause = (id: string, from: string, to: string, droppedMinutes: number): OpenPause => ({
  pauseId: id,
  startedAt: at(from),
  endedAt: at(to),
  pieces: [{ day, ms: at(to) - at(from) }],
  canClockOut: true,
  droppedIfClockedOut: [{ day, ms: droppedMinutes * MINUTE }],
});

/** In at 08:58, now 15:06 with three pauses open: 4 h 47 min without them. */
const pauses = [
  pause('a', '10:00', '10:25', 225),
  pause('b', '12:31', '13:12', 99),
  pause('c', '14:05', '14:20', 46),
];
const without = [{ day, ms: 287 * MINUTE }];

function minutesAfter(answers: Record<string, PauseAnswer>): number {
  return (workedAfter(pauses, new Map(Object.entries(answers)), without).get(day) ?? 0) / MINUTE;
}

describe('what today becomes', () => {
  test.each<[string, Record<string, PauseAnswer>, number]>([
    ['nothing answered', {}, 287],
    ['all left out', { a: 'excluded', b: 'excluded', c: 'excluded' }, 287],
    ['all kept', { a: 'counted', b: 'counted', c: 'counted' }, 368],
    ['one by one', { a: 'counted', b: 'excluded', c: 'counted' }, 327],
    ['clocked out at the first', { a: 'clock_out' }, 62],
    ['clocked out at the second, the first kept', { a: 'counted', b: 'clock_out', c: 'counted' }, 213],
    ['of two ends the earlier one', { a: 'clock_out', c: 'clock_out' }, 62],
  ])('%s', (_, answers, minutes) => {
    expect(minutesAfter(answers)).toBe(minutes);
  });

  test('a pause over midnight changes both days, and never takes one below nothing', () => {
    const night: OpenPause = {
      pauseId: 'n',
      startedAt: at('23:40'),
      endedAt: at('23:40') + 90 * MINUTE,
      pieces: [
        { day, ms: 20 * MINUTE },
        { day: '2026-10-23', ms: 70 * MINUTE },
      ],
      canClockOut: true,
      droppedIfClockedOut: [{ day: '2026-10-23', ms: 25 * MINUTE }],
    };
    const before = [
      { day, ms: 110 * MINUTE },
      { day: '2026-10-23', ms: 24 * MINUTE },
    ];
    const kept = workedAfter([night], new Map([['n', 'counted' as const]]), before);
    expect([...kept.values()].map((ms) => ms / MINUTE)).toEqual([130, 94]);
    const ended = workedAfter([night], new Map([['n', 'clock_out' as const]]), before);
    expect([...ended.values()].map((ms) => ms / MINUTE)).toEqual([110, 0]);
  });
});

test('what begins after the chosen end is moot, what begins before it is not', () => {
  const end = clockOutPause(pauses, new Map([['b', 'clock_out' as const]]));
  expect(end?.pauseId).toBe('b');
  expect(pauses.map((one) => isMoot(one, end))).toEqual([false, false, true]);
  expect(clockOutPause(pauses, new Map())).toBeNull();
});

test('a new end takes the place of another, and other answers stay', () => {
  let answers = withAnswer(new Map(), 'a', 'clock_out');
  answers = withAnswer(answers, 'b', 'counted');
  answers = withAnswer(answers, 'c', 'clock_out');
  expect(Object.fromEntries(answers)).toEqual({ b: 'counted', c: 'clock_out' });
  expect(Object.fromEntries(withAnswer(answers, 'b', 'excluded'))).toEqual({ b: 'excluded', c: 'clock_out' });
});

test('saved is what is answered and not after the end', () => {
  const saved = (answers: Record<string, PauseAnswer>) =>
    answeredPauses(pauses, new Map(Object.entries(answers))).map(({ pause: { pauseId }, answer }) => [
      pauseId,
      answer,
    ]);
  expect(saved({})).toEqual([]);
  expect(saved({ a: 'counted', c: 'excluded' })).toEqual([
    ['a', 'counted'],
    ['c', 'excluded'],
  ]);
  expect(saved({ a: 'counted', b: 'clock_out', c: 'counted' })).toEqual([
    ['a', 'counted'],
    ['b', 'clock_out'],
  ]);
});
