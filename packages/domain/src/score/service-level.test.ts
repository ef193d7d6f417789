import { describe, expect, test } from 'vitest';
import { quarterStart } from '../time/range.ts';
import { DEFAULT_CALENDAR } from '../time/working-calendar.ts';
import { defaultServiceLevel, serviceLevelPeriod } from './service-level.ts';
import { type DatedTarget, targetInForce } from './targets.ts';

describe('quarters', () => {
  test.each([
    ['2025-01-01', '2025-01-01'],
    ['2025-03-31', '2025-01-01'],
    ['2025-04-01', '2025-04-01'],
    ['2025-08-15', '2025-07-01'],
    ['2024-12-31', '2024-10-01'],
  ])('%s is in the one of %s', (day, start) => {
    expect(quarterStart(day)).toBe(start);
  });

  test('the period is the 26 weeks before the quarter, the same for each of its days', () => {
    expect(serviceLevelPeriod('2025-04-01')).toEqual({ from: '2024-10-01', to: '2025-04-01' });
    expect(serviceLevelPeriod('2025-06-30')).toEqual(serviceLevelPeriod('2025-04-01'));
    expect(serviceLevelPeriod('2024-03-31')).toEqual({ from: '2023-07-03', to: '2024-01-01' });
  });
});

describe('the default service level', () => {
  const hours = (count: number, from: number, step: number) =>
    Array.from({ length: count }, (_, index) => Math.round((from + index * step) * 3600));
  const level = (
    cycleWorkingSeconds: number[],
    organizationWorkingSeconds: number | null = null,
    calendar = DEFAULT_CALENDAR,
  ) => defaultServiceLevel({ cycleWorkingSeconds, calendar, organizationWorkingSeconds });

  test('is the P85 of 20 or more, whatever their order', () => {
    const own = { workingSeconds: 17 * 3600, source: 'own', n: 20 };
    expect(level(hours(20, 1, 1))).toEqual(own);
    expect(level(hours(20, 1, 1).reverse(), 99)).toEqual(own);
  });

  test("of 19 it is the organization's, and for that five working days", () => {
    expect(level(hours(19, 1, 1), 12_345)).toEqual({ workingSeconds: 12_345, source: 'organization', n: 19 });
    expect(level(hours(19, 1, 1))).toEqual({ workingSeconds: 40 * 3600, source: 'first', n: 19 });
    expect(level([], null, { ...DEFAULT_CALENDAR, endMinute: 900 }).workingSeconds).toBe(30 * 3600);
  });

  test.each([
    ['under 4 working hours', hours(20, 3.9, 0), DEFAULT_CALENDAR, 4],
    ['at 4', hours(20, 4, 0), DEFAULT_CALENDAR, 4],
    ['just over 4', hours(20, 4.25, 0), DEFAULT_CALENDAR, 4.25],
    ['at 10 working days', hours(20, 80, 0), DEFAULT_CALENDAR, 80],
    ['over 10 working days', hours(20, 80.1, 0), DEFAULT_CALENDAR, 80],
    ['over 10 shorter working days', hours(20, 70, 0), { ...DEFAULT_CALENDAR, endMinute: 900 }, 60],
    ['a calendar without hours', hours(20, 0, 0), { ...DEFAULT_CALENDAR, endMinute: 540 }, 4],
  ])('clamps: %s', (_name, cycles, calendar, expected) => {
    expect(level(cycles, null, calendar).workingSeconds).toBe(expected * 3600);
  });
});

describe('the target in force', () => {
  const row = (
    effectiveFrom: string,
    value: number | null,
    extra: Partial<DatedTarget> = {},
  ): DatedTarget => ({
    teamId: null,
    kind: 'sle',
    value,
    source: 'computed',
    effectiveFrom,
    setAt: 0,
    ...extra,
  });
  const red = { teamId: 'red' };
  const chosen = { source: 'chosen' as const };
  const targets = [
    row('2025-04-01', 3),
    row('2025-01-01', 1),
    row('2025-01-01', 2, { setAt: 5 }),
    row('2025-02-01', 20, { ...red }),
    row('2025-02-10', 30, { ...red, ...chosen }),
    row('2025-04-01', 40, { ...red }),
    row('2025-05-01', null, { ...red, ...chosen, setAt: 1 }),
    row('2025-05-01', 31, { ...red, ...chosen }),
    row('2025-03-01', 500, { kind: 'size', ...chosen }),
    row('2025-01-01', 77, { teamId: 'blue', ...chosen }),
  ];
  const inForce = (teamId: string | null, day: string, kind: DatedTarget['kind'] = 'sle') =>
    targetInForce(targets, { teamId, kind, day })?.value ?? null;

  test.each([
    ['before any', 'red', '2024-12-31', null],
    ["the organization's; of one day the one set last", 'red', '2025-01-31', 2],
    ['its own computed one', 'red', '2025-02-01', 20],
    ['on the day it was chosen', 'red', '2025-02-10', 30],
    ['a chosen one outlives newer computed ones', 'red', '2025-04-30', 30],
    ['a choice withdrawn', 'red', '2025-05-01', 40],
    ['the organization', null, '2025-04-01', 3],
    ['a team without any', 'green', '2025-03-31', 2],
  ])('%s', (_name, teamId, day, value) => {
    expect(inForce(teamId, day)).toBe(value);
    expect(targetInForce([...targets].reverse(), { teamId, kind: 'sle', day })?.value ?? null).toBe(value);
  });

  test('kinds are apart, and what is in force says whose it is', () => {
    expect(inForce('red', '2025-03-01', 'size')).toBe(500);
    expect(inForce('red', '2025-02-28', 'size')).toBeNull();
    expect(targetInForce(targets, { teamId: 'red', kind: 'size', day: '2025-03-01' })).toMatchObject({
      teamId: null,
      source: 'chosen',
    });
  });
});
