import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, TestMachine } from './device.fixture.ts';
import type { DeviceRules } from './rules.ts';

const NEVER = Number.POSITIVE_INFINITY;
const clockedIn = (rules: Partial<DeviceRules> = {}) => {
  const machine = new TestMachine('2026-10-22T08:00:00Z', { rules });
  machine.do({ type: 'clock_in' });
  return machine;
};
const told = (machine: TestMachine) => machine.notices.map(({ type }) => type);

describe('reminders', () => {
  it('M1: clocked in for ten hours, once, and says when it will close', () => {
    const machine = clockedIn();
    machine.pass(10 * HOUR - MINUTE, true, MINUTE);
    expect(told(machine)).toEqual([]);
    machine.pass(MINUTE, true, MINUTE);
    const closesAt = Date.parse('2026-10-22T22:00:00Z');
    expect(machine.notices).toEqual([{ type: 'open_long', sessionId: 'id-1', closesAt }]);
    machine.pass(2 * HOUR, true, MINUTE);
    expect(told(machine)).toEqual(['open_long']);
  });

  it('R8: a break of two hours, once for each break', () => {
    const machine = clockedIn();
    const rest = () => {
      machine.do({ type: 'break_start' });
      machine.pass(2 * HOUR - MINUTE, false, MINUTE);
    };
    rest();
    expect(told(machine)).toEqual([]);
    machine.pass(30 * MINUTE, false, MINUTE);
    expect(told(machine)).toEqual(['break_long']);
    machine.do({ type: 'break_end' });
    machine.pass(HOUR, true, MINUTE);
    rest();
    machine.pass(30 * MINUTE, false, MINUTE);
    expect(told(machine)).toEqual(['break_long', 'break_long']);
  });

  it('none where they are switched off', () => {
    const machine = clockedIn({ openReminderMs: NEVER, breakReminderMs: NEVER });
    machine.pass(8 * HOUR, true, MINUTE);
    machine.do({ type: 'break_start' });
    machine.pass(5 * HOUR, false, MINUTE);
    expect(told(machine)).toEqual([]);
  });

  it('a found pause is told once, when the person is back', () => {
    const machine = clockedIn();
    machine.pass(30 * MINUTE, false, MINUTE);
    expect(told(machine)).toEqual([]);
    machine.touch();
    machine.pass(3 * HOUR, true, MINUTE);
    expect(told(machine)).toEqual(['pause_found']);
  });
});
