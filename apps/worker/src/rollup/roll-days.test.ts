import { describe, expect, it } from 'vitest';
import { planRoll } from './roll-days.ts';

const clockIn = (zone: string, rolledThrough: string | null, confirmedThrough: string | null) => ({
  settings: {
    id: 'o',
    slug: 'o',
    botLogins: [],
    calendar: { zone, weekdays: [1, 2, 3, 4, 5], startMinute: 540, endMinute: 1_020, holidays: [] },
    targets: { reviewWorkingSeconds: 1, cycleWorkingSeconds: 1 },
  },
  rolledThrough,
  confirmedThrough,
});
const at = (text: string) => Date.parse(text);

describe('planRoll', () => {
  it('opens a new day at local midnight, not at that of UTC', () => {
    const clock = clockIn('America/New_York', '2026-11-19', '2026-11-19');
    expect(planRoll(clock, at('2026-11-20T04:59:59Z'))).toBeNull();
    expect(planRoll(clock, at('2026-11-20T05:00:00Z'))).toEqual({
      days: ['2026-11-19', '2026-11-20'],
      rolledThrough: '2026-11-20',
      confirmedThrough: null,
    });
  });

  it('confirms the last 35 days once a night, after two in the morning there', () => {
    const clock = clockIn('America/New_York', '2026-11-20', '2026-11-19');
    expect(planRoll(clock, at('2026-11-20T06:59:59Z'))).toBeNull();
    const plan = planRoll(clock, at('2026-11-20T07:00:00Z'));
    expect(plan?.days).toHaveLength(36);
    expect(plan?.days.at(0)).toBe('2026-10-16');
    expect(plan?.days.at(-1)).toBe('2026-11-20');
    expect(
      planRoll(clockIn('America/New_York', '2026-11-20', '2026-11-20'), at('2026-11-20T23:00:00Z')),
    ).toBeNull();
  });

  it('makes up for days on which no worker ran', () => {
    const plan = planRoll(clockIn('UTC', '2026-11-10', '2026-11-20'), at('2026-11-20T01:00:00Z'));
    expect(plan?.days).toHaveLength(11);
    const long = planRoll(clockIn('UTC', '2026-09-01', '2026-09-01'), at('2026-11-20T12:00:00Z'));
    expect([long?.days.at(0), long?.days.at(-1)]).toEqual(['2026-09-01', '2026-11-20']);
  });

  it('starts an organization that is new with a whole confirmation', () => {
    expect(planRoll(clockIn('UTC', null, null), at('2026-11-20T12:00:00Z'))?.days).toHaveLength(36);
  });
});
