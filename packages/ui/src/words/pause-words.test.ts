import type { PauseAnswer } from '@devpulse/domain/attendance/pause-choices';
import { describe, expect, test } from 'vitest';
import { momentWords } from './moment-words.ts';
import {
  ALL_PAUSES,
  announceChoice,
  becomesLine,
  choicesOf,
  listedPauses,
  nowLine,
  type PauseScene,
  pauseLine,
  priceLine,
  type ShownPause,
  withoutThem,
} from './pause-words.ts';

const MINUTE = 60_000;
const today = '2026-10-22';
const at = (time: string, day = today) => Date.parse(`${day}T${time}:00+02:00`);
const moments = momentWords('Europe/Berlin');

function pause(
  id: string,
  cause: ShownPause['cause'],
  [from, to]: [string, string],
  dropped: number,
): ShownPause {
  return {
    pauseId: id,
    cause,
    startedAt: at(from),
    endedAt: at(to),
    pieces: [{ day: today, ms: at(to) - at(from) }],
    canClockOut: true,
    droppedIfClockedOut: dropped > 0 ? [{ day: today, ms: dropped * MINUTE }] : [],
  };
}

const one = pause('a', 'no_input', ['10:00', '10:25'], 1);
const three = [
  pause('a', 'no_input', ['10:00', '10:25'], 225),
  pause('b', 'locked', ['12:31', '13:12'], 99),
  pause('c', 'asleep', ['14:05', '14:20'], 46),
];
const scene = (
  pauses: readonly ShownPause[],
  workedMinutes: number,
  answers: Record<string, PauseAnswer> = {},
): PauseScene => ({
  pauses,
  answers: new Map(Object.entries(answers)),
  workedWithout: [{ day: today, ms: workedMinutes * MINUTE }],
  today,
  moments,
});

describe('one pause', () => {
  const alone = scene([one], 63);

  test('each choice says what today becomes', () => {
    expect(pauseLine(one, moments)).toBe('10:00–10:25, 25 min without input');
    expect(nowLine(alone)).toBe('Today now 1 h 03 min');
    expect(choicesOf(one, alone)).toEqual([
      {
        answer: 'counted',
        label: 'Keep',
        sentence: 'I was working. The 25 min count.',
        effects: ['today 1 h 28 min'],
      },
      {
        answer: 'excluded',
        label: 'Leave out',
        sentence: 'I was away. I am still clocked in.',
        effects: ['today 1 h 03 min'],
      },
      {
        answer: 'clock_out',
        label: 'Clock out at 10:00',
        sentence: 'I was done. Leaves out 1 min since 10:25.',
        effects: ['today 1 h 02 min'],
      },
    ]);
  });

  test('clocking out is offered only where it can be done', () => {
    expect(choicesOf({ ...one, canClockOut: false }, alone).map(({ answer }) => answer)).toEqual([
      'counted',
      'excluded',
    ]);
  });

  test('over a midnight each day has its figure', () => {
    const night: ShownPause = {
      ...one,
      cause: 'asleep',
      startedAt: at('23:40', '2026-10-21'),
      endedAt: at('01:10'),
      pieces: [
        { day: '2026-10-21', ms: 20 * MINUTE },
        { day: today, ms: 70 * MINUTE },
      ],
      droppedIfClockedOut: [{ day: today, ms: 25 * MINUTE }],
    };
    const both: PauseScene = {
      ...scene([night], 25),
      workedWithout: [
        { day: '2026-10-21', ms: 110 * MINUTE },
        { day: today, ms: 25 * MINUTE },
      ],
    };
    const [keep, , out] = choicesOf(night, both);
    expect(pauseLine(night, moments)).toBe('Wed 23:40–Thu 01:10, 1 h 30 min asleep');
    expect(keep?.sentence).toBe('I was working. 20 min Wed, 1 h 10 min Thu.');
    expect(keep?.effects).toEqual(['Wed 2 h 10 min', 'Thu 1 h 35 min']);
    expect(out?.effects).toEqual(['Wed 1 h 50 min', 'Thu 0 min']);
    expect(nowLine(both)).toBe('Thu now 25 min');
  });
});

describe('three pauses', () => {
  const effects = (rows: ReturnType<typeof listedPauses>) =>
    rows.map((row) => row.options.map(({ effect }) => effect));

  test('figures follow the other choices', () => {
    expect(withoutThem(scene(three, 287))).toBe('Today is 4 h 47 min without them.');
    expect(effects(listedPauses(scene(three, 287)))).toEqual([
      ['6 h 08 min', '4 h 47 min', '1 h 02 min'],
      ['5 h 12 min', '4 h 47 min', '1 h 02 min'],
      ['5 h 28 min', '4 h 47 min', '3 h 08 min'],
      ['5 h 02 min', '4 h 47 min', '4 h 01 min'],
    ]);
    const answered = scene(three, 287, { a: 'counted', b: 'excluded', c: 'counted' });
    expect(becomesLine(answered)).toBe('Today becomes 5 h 27 min');
    expect(effects(listedPauses(answered)).slice(1)).toEqual([
      ['5 h 27 min', '5 h 02 min', '1 h 02 min'],
      ['6 h 08 min', '5 h 27 min', '3 h 33 min'],
      ['5 h 27 min', '5 h 12 min', '4 h 26 min'],
    ]);
  });

  test('one answer for all is marked while all are answered so', () => {
    const all = scene(three, 287, { a: 'counted', b: 'counted', c: 'counted' });
    expect(listedPauses(all)[0]).toMatchObject({ id: ALL_PAUSES, title: 'All 3 pauses', chosen: 'counted' });
    expect(listedPauses(scene(three, 287, { a: 'counted' }))[0]?.chosen).toBeNull();
  });

  test('clocking out in the past names its price and makes later pauses moot', () => {
    const out = scene(three, 287, { a: 'counted', b: 'clock_out' });
    expect(becomesLine(out)).toBe('Today becomes 3 h 33 min');
    expect(priceLine(out)).toBe(
      'You would be clocked out now, and 1 h 39 min of work since 13:12 would not count. “Leave out” keeps them.',
    );
    expect(listedPauses(out).map(({ moot }) => moot !== null)).toEqual([false, false, false, true]);
    expect(announceChoice(out, 'b', 'clock_out')).toBe(
      'Clock out at 12:31. Today becomes 3 hours 33 minutes; 1 hour 39 minutes since 13:12 would not count.',
    );
  });

  test('a change is read out with what today becomes', () => {
    const answered = scene(three, 287, { a: 'counted', b: 'excluded', c: 'counted' });
    expect(announceChoice(answered, 'b', 'excluded')).toBe(
      'Leave out 12:31 to 13:12. Today becomes 5 hours 27 minutes.',
    );
    const all = scene(three, 287, { a: 'counted', b: 'counted', c: 'counted' });
    expect(announceChoice(all, ALL_PAUSES, 'counted')).toBe(
      'Keep all 3 pauses. Today becomes 6 hours 8 minutes.',
    );
  });
});
