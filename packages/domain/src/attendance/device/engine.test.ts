import { describe, expect, it } from 'vitest';
import { clockText, HOUR, MINUTE, TestMachine } from './device.fixture.ts';

/** Clocked in at 9:00, at work until 10:00, without input until 10:25, back since. */
function backAt1025(): { machine: TestMachine; pauseId: string } {
  const machine = new TestMachine('2026-10-22T09:00:00Z');
  machine.do({ type: 'clock_in' });
  machine.pass(HOUR, true);
  machine.pass(25 * MINUTE, false);
  machine.touch();
  machine.tick();
  const [pause] = machine.actionsOf('pause_found');
  if (!pause) throw new Error('no pause was found');
  return { machine, pauseId: pause.pauseId };
}

describe('a quiet time', () => {
  it('is one pending pause over its whole length', () => {
    const { machine } = backAt1025();
    const found = machine.actionsOf('pause_found');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ kind: 'idle' });
    expect([clockText(found[0]?.startedAt ?? 0), clockText(found[0]?.endedAt ?? 0)]).toEqual([
      '10:00',
      '10:25',
    ]);
    expect(machine.figures).toEqual({ workedMs: HOUR, breakMs: 0, unresolvedMs: 25 * MINUTE });
  });

  it('I-01: kept, changes nothing of what was worked', () => {
    const { machine, pauseId } = backAt1025();
    machine.do({ type: 'decide', decisions: [{ pauseId, decision: 'counted' }] });
    expect(machine.figures).toEqual({ workedMs: 85 * MINUTE, breakMs: 0, unresolvedMs: 0 });
    expect(machine.open?.pauses[0]?.resolution).toBe('counted');
  });

  it('I-02: left out, takes all of its 25 minutes', () => {
    const { machine, pauseId } = backAt1025();
    machine.do({ type: 'decide', decisions: [{ pauseId, decision: 'excluded' }] });
    expect(machine.figures).toEqual({ workedMs: HOUR, breakMs: 0, unresolvedMs: 0 });
  });

  it('I-03: clocked out at its start, ends the session at 10:00', () => {
    const { machine, pauseId } = backAt1025();
    machine.do({ type: 'clock_out_at_pause', pauseId });
    const [out] = machine.actionsOf('clock_out');
    expect(out?.reason).toBe('pause_start');
    expect(clockText(out?.endedAt ?? 0)).toBe('10:00');
    expect(machine.figures).toEqual({ workedMs: HOUR, breakMs: 0, unresolvedMs: 0 });
  });

  it('is nothing below the threshold', () => {
    const machine = new TestMachine('2026-10-22T09:00:00Z');
    machine.do({ type: 'clock_in' });
    machine.pass(10 * MINUTE - 1000, false, 1000);
    machine.touch();
    machine.tick();
    expect(machine.actionsOf('pause_found')).toEqual([]);
    machine.pass(10 * MINUTE, false, 1000);
    machine.touch();
    machine.tick();
    expect(machine.actionsOf('pause_found')).toHaveLength(1);
  });

  it('I-08: is nothing while clocked out or on a break', () => {
    const machine = new TestMachine('2026-10-22T09:00:00Z');
    machine.pass(30 * MINUTE, false);
    machine.do({ type: 'clock_in' });
    machine.do({ type: 'break_start' });
    machine.pass(30 * MINUTE, false);
    machine.touch();
    machine.tick();
    machine.do({ type: 'break_end' });
    expect(machine.actions.map(({ type }) => type)).toEqual(['clock_in', 'break_start', 'break_end']);
    expect(machine.figures).toEqual({ workedMs: 0, breakMs: 30 * MINUTE, unresolvedMs: 0 });
  });

  it('I-09: unanswered, stays pending beside the next', () => {
    const { machine } = backAt1025();
    machine.pass(15 * MINUTE, true);
    machine.pass(20 * MINUTE, false);
    machine.touch();
    machine.tick();
    expect(machine.open?.pauses.map(({ resolution }) => resolution)).toEqual(['pending', 'pending']);
    expect(machine.figures).toEqual({ workedMs: 75 * MINUTE, breakMs: 0, unresolvedMs: 45 * MINUTE });
    const [first] = machine.open?.pauses ?? [];
    expect(machine.do({ type: 'clock_out_at_pause', pauseId: first?.pauseId ?? '' }).refused).toBe(
      'not_offered',
    );
  });

  it('is found by a command too, and the clock-out does not wait for an answer', () => {
    const machine = new TestMachine('2026-10-22T09:00:00Z');
    machine.do({ type: 'clock_in' });
    machine.pass(25 * MINUTE, false);
    machine.do({ type: 'clock_out', endedAt: null });
    expect(machine.actions.map(({ type }) => type)).toEqual(['clock_in', 'pause_found', 'clock_out']);
    expect(machine.figures).toEqual({ workedMs: 0, breakMs: 0, unresolvedMs: 25 * MINUTE });
  });

  it('switched off, leaves quiet times alone but asks about sleep', () => {
    const machine = new TestMachine('2026-10-22T09:00:00Z', { rules: { isDetectionOn: false } });
    machine.do({ type: 'clock_in' });
    machine.pass(30 * MINUTE, false);
    machine.touch();
    machine.tick();
    expect(machine.actionsOf('pause_found')).toEqual([]);
    machine.freeze(HOUR, { isAsleep: true });
    machine.touch();
    machine.tick();
    expect(machine.actionsOf('pause_found')).toMatchObject([{ kind: 'gap' }]);
  });
});

describe('lock, sleep and a closed app', () => {
  it('I-04: locked for four minutes, no pause and no prompt', () => {
    const machine = new TestMachine('2026-10-22T10:00:00Z');
    machine.do({ type: 'clock_in' });
    machine.signal('lock');
    machine.pass(4 * MINUTE, false);
    machine.signal('unlock');
    machine.touch();
    machine.pass(MINUTE, true);
    expect(machine.actionsOf('pause_found')).toEqual([]);
    expect(machine.notices).toEqual([]);
  });

  it('ignores input while the screen is locked', () => {
    const machine = new TestMachine('2026-10-22T10:00:00Z');
    machine.do({ type: 'clock_in' });
    machine.signal('lock');
    machine.pass(30 * MINUTE - 1000, true);
    machine.pass(1000, false, 1000);
    machine.signal('unlock');
    machine.pass(MINUTE, false);
    expect(machine.actionsOf('pause_found')).toEqual([]);
    machine.pass(10_000, true);
    const [pause] = machine.actionsOf('pause_found');
    expect((pause?.endedAt ?? 0) - (pause?.startedAt ?? 0)).toBe(31 * MINUTE + 10_000);
  });

  it('I-06: locked at 18:18, asleep from 18:47 to the next day: the gap starts at 18:18', () => {
    const machine = new TestMachine('2026-10-22T09:00:00Z', { rules: { maxOpenMs: 48 * HOUR } });
    machine.do({ type: 'clock_in' });
    machine.pass(9 * HOUR + 18 * MINUTE, true, 60_000);
    machine.signal('lock');
    machine.pass(29 * MINUTE, false);
    machine.signal('suspend');
    machine.freeze(23 * HOUR + 13 * MINUTE, { isAsleep: true });
    machine.signal('resume');
    machine.signal('unlock');
    machine.touch();
    machine.tick();
    const found = machine.actionsOf('pause_found');
    expect(found).toMatchObject([{ kind: 'gap' }]);
    expect(new Date(found[0]?.startedAt ?? 0).toISOString()).toBe('2026-10-22T18:18:00.000Z');
    expect(new Date(found[0]?.endedAt ?? 0).toISOString()).toBe('2026-10-23T18:00:00.000Z');
  });

  it.each([false, true])(
    'I-07: asleep twice, then resumed and unlocked: one gap, one prompt (input in between: %s)',
    (isLocked) => {
      const machine = new TestMachine('2026-10-22T09:00:00Z');
      machine.do({ type: 'clock_in' });
      if (isLocked) machine.signal('lock');
      for (const minutes of [20, 30]) {
        machine.signal('suspend');
        machine.freeze(minutes * MINUTE, { isAsleep: true });
        machine.signal('resume');
        machine.pass(20_000, false);
      }
      machine.signal('unlock');
      machine.touch();
      machine.tick();
      machine.pass(5 * MINUTE, true);
      expect(machine.actionsOf('pause_found')).toHaveLength(1);
      expect(machine.notices.filter(({ type }) => type === 'pause_found')).toHaveLength(1);
      expect(machine.figures.unresolvedMs).toBe(50 * MINUTE + 40_000);
    },
  );

  it('an idle time of 0 for ever (I-11) is called unavailable, finds nothing false, and sleep is still seen', () => {
    const machine = new TestMachine('2026-10-22T09:00:00Z');
    machine.idleSays = 0;
    machine.do({ type: 'clock_in' });
    machine.pass(3 * HOUR, false, 1000);
    expect(machine.actionsOf('pause_found')).toEqual([]);
    machine.freeze(HOUR, { isAsleep: true });
    machine.tick();
    expect(machine.actionsOf('pause_found')).toMatchObject([{ kind: 'gap' }]);
    expect(machine.figures.unresolvedMs).toBe(HOUR);
  });

  it('wakes even if the system never says so', () => {
    const machine = new TestMachine('2026-10-22T09:00:00Z');
    machine.do({ type: 'clock_in' });
    machine.signal('suspend');
    machine.freeze(HOUR, { isAsleep: true });
    machine.pass(2 * MINUTE, true);
    expect(machine.actionsOf('pause_found')).toHaveLength(1);
  });
});
