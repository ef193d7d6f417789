import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, TestMachine } from './device.fixture.ts';
import { step } from './engine.ts';
import type { AliveMark } from './engine-types.ts';

const context = (machine: TestMachine) => ({ rules: machine.rules, newId: () => 'new', shownMs: 0 });

describe.each([true, false])('clocks (one that counts sleep: %s)', (hasUptime) => {
  const started = () => new TestMachine('2026-10-22T09:00:00Z', { hasUptime });

  it.each([
    ['C-01', HOUR],
    ['C-02', -HOUR],
  ])('%s: a wall clock that is set changes no minute', (_, jumpMs) => {
    const machine = started();
    machine.do({ type: 'clock_in' });
    machine.pass(30 * MINUTE, true);
    machine.setWallClock(jumpMs);
    machine.pass(30 * MINUTE, true);
    machine.do({ type: 'clock_out', endedAt: null });
    expect(machine.actionsOf('clock_change')).toEqual([{ type: 'clock_change', jumpMs }]);
    expect(machine.actionsOf('pause_found')).toEqual([]);
    expect(machine.figures).toEqual({ workedMs: HOUR, breakMs: 0, unresolvedMs: 0 });
    expect(machine.notices).toMatchObject([{ type: 'clock_changed', jumpMs }]);
  });

  it('C-03: eight hours that the monotonic clock did not see are a gap', () => {
    const machine = started();
    machine.do({ type: 'clock_in' });
    machine.pass(5 * MINUTE, true, 1000);
    machine.freeze(8 * HOUR, { isAsleep: true, awakeMs: 5000 });
    machine.touch();
    machine.tick();
    expect(machine.actionsOf('clock_change')).toEqual([]);
    expect(machine.actionsOf('pause_found')).toMatchObject([{ kind: 'gap' }]);
    expect(machine.figures).toEqual({ workedMs: 5 * MINUTE, breakMs: 0, unresolvedMs: 8 * HOUR });
  });

  it('a tick that comes late by a clock that ran on is a gap, below the threshold nothing', () => {
    const machine = started();
    machine.do({ type: 'clock_in' });
    machine.freeze(9 * MINUTE, { isAsleep: false });
    machine.touch();
    machine.tick();
    expect(machine.actionsOf('pause_found')).toEqual([]);
    machine.freeze(40 * MINUTE, { isAsleep: false });
    machine.touch();
    machine.tick();
    expect(machine.actionsOf('pause_found')).toMatchObject([{ kind: 'gap' }]);
  });

  it('differences of two seconds are left to the time service', () => {
    const machine = started();
    machine.do({ type: 'clock_in' });
    machine.setWallClock(-1900);
    machine.pass(1000, true, 1000);
    expect(machine.actionsOf('clock_change')).toEqual([]);
    expect(machine.figures.workedMs).toBeGreaterThanOrEqual(0);
  });
});

describe('the longest time', () => {
  it('L-01: in at 9:00, last input 18:02, never back: closed at 18:02, to be looked at', () => {
    const machine = new TestMachine('2026-10-22T09:00:00Z');
    machine.do({ type: 'clock_in' });
    machine.pass(9 * HOUR + 2 * MINUTE, true, 60_000);
    machine.pass(5 * HOUR, false, 60_000);
    expect(machine.actionsOf('clock_out')).toEqual([
      {
        type: 'clock_out',
        sessionId: 'id-1',
        endedAt: Date.parse('2026-10-22T18:02:00Z'),
        reason: 'max_length',
      },
    ]);
    expect(machine.actionsOf('pause_found')).toEqual([]);
    expect(machine.state.record.sessions[0]?.reviewReason).toBe('assumed_end');
    expect(machine.notices.map(({ type }) => type)).toEqual(['open_long', 'closed_for_you']);
    machine.do({ type: 'confirm_end', sessionId: 'id-1' });
    expect(machine.state.record.sessions[0]?.reviewReason).toBeNull();
  });

  it('closes a session that slept through it, at the lock before the sleep', () => {
    const machine = new TestMachine('2026-10-22T09:00:00Z');
    machine.do({ type: 'clock_in' });
    machine.pass(9 * HOUR, true, 60_000);
    machine.signal('lock');
    machine.signal('suspend');
    machine.freeze(15 * HOUR, { isAsleep: true });
    machine.signal('resume');
    expect(machine.actionsOf('clock_out')).toMatchObject([{ endedAt: Date.parse('2026-10-22T18:00:00Z') }]);
  });

  it('ends a running break with the session, and counts no minute of it', () => {
    const machine = new TestMachine('2026-10-22T09:00:00Z');
    machine.do({ type: 'clock_in' });
    machine.pass(HOUR, true, 60_000);
    machine.do({ type: 'break_start' });
    machine.pass(13 * HOUR, false, 60_000);
    expect(machine.actions.map(({ type }) => type)).toEqual([
      'clock_in',
      'break_start',
      'break_end',
      'clock_out',
    ]);
    expect(machine.figures).toEqual({ workedMs: HOUR, breakMs: 0, unresolvedMs: 0 });
    expect(machine.notices.map(({ type }) => type)).toEqual(['break_long', 'open_long', 'closed_for_you']);
  });
});

describe('a restart', () => {
  const working = () => {
    const machine = new TestMachine('2026-10-22T09:00:00Z');
    machine.do({ type: 'clock_in' });
    machine.pass(HOUR, true, 60_000);
    return machine;
  };
  const restart = (machine: TestMachine, alive: AliveMark | null, isSameBoot = false) => {
    machine.state = step(
      { record: machine.state.record, watch: machine.state.watch },
      { type: 'started', at: machine.reading(), alive, isSameBoot, zone: 'Europe/Berlin' },
      context(machine),
    ).state;
  };
  const markOf = (machine: TestMachine, awayFrom: number | null = null): AliveMark => ({
    at: machine.reading(),
    bootId: 'boot',
    frameMs: null,
    awayFrom,
  });

  it('asks about the time in which the app was closed, from its last sign of life to the first input', () => {
    const machine = working();
    const mark = markOf(machine);
    machine.freeze(2 * HOUR, { isAsleep: false });
    restart(machine, mark);
    machine.pass(5 * MINUTE, false);
    expect(machine.actionsOf('pause_found')).toEqual([]);
    machine.touch();
    machine.tick();
    expect(machine.actionsOf('pause_found')).toMatchObject([
      {
        kind: 'gap',
        startedAt: Date.parse('2026-10-22T10:00:00Z'),
        endedAt: Date.parse('2026-10-22T12:05:00Z'),
      },
    ]);
    expect(machine.open?.pauses[0]?.cause).toBe('app_closed');
  });

  it('begins the gap where the absence before it began', () => {
    const machine = working();
    machine.pass(20 * MINUTE, false);
    const mark = markOf(machine, Date.parse('2026-10-22T10:00:00Z'));
    machine.freeze(HOUR, { isAsleep: false });
    restart(machine, mark);
    machine.touch();
    machine.tick();
    expect(machine.figures.workedMs).toBe(HOUR);
  });

  it('without a mark, knows the last action only', () => {
    const machine = working();
    machine.freeze(30 * MINUTE, { isAsleep: false });
    restart(machine, null);
    machine.touch();
    machine.tick();
    expect(machine.figures).toEqual({ workedMs: 0, breakMs: 0, unresolvedMs: 90 * MINUTE });
  });

  it('closes what was open for too long, at the last sign of life', () => {
    const machine = working();
    const mark = markOf(machine);
    machine.freeze(20 * HOUR, { isAsleep: false });
    restart(machine, mark);
    expect(machine.open).toBeNull();
    expect(machine.figures.workedMs).toBe(HOUR);
  });

  it('sees a wall clock that was set while it was closed, if the machine ran on', () => {
    const machine = working();
    const mark = markOf(machine);
    machine.freeze(5 * MINUTE, { isAsleep: false });
    machine.setWallClock(3 * HOUR);
    restart(machine, mark, true);
    machine.touch();
    machine.tick();
    expect(machine.figures).toEqual({ workedMs: 65 * MINUTE, breakMs: 0, unresolvedMs: 0 });
  });
});

describe('commands', () => {
  it('are refused where they make no sense, and record nothing', () => {
    const machine = new TestMachine('2026-10-22T09:00:00Z');
    const refusal = (command: Parameters<TestMachine['do']>[0]) => machine.do(command).refused;
    expect(refusal({ type: 'clock_out', endedAt: null })).toBe('not_in');
    expect(refusal({ type: 'break_start' })).toBe('not_in');
    expect(refusal({ type: 'break_end' })).toBe('not_on_break');
    expect(refusal({ type: 'undo_clock_out' })).toBe('undo_too_late');
    expect(refusal({ type: 'decide', decisions: [{ pauseId: 'x', decision: 'counted' }] })).toBe(
      'unknown_pause',
    );
    expect(refusal({ type: 'confirm_end', sessionId: 'x' })).toBe('unknown_session');
    expect(machine.journal).toEqual([]);
    machine.do({ type: 'clock_in' });
    expect(refusal({ type: 'clock_in' })).toBe('already_in');
    expect(refusal({ type: 'clock_out', endedAt: Date.parse('2026-10-22T08:59:00Z') })).toBe(
      'end_not_in_session',
    );
    machine.do({ type: 'break_start' });
    expect(refusal({ type: 'break_start' })).toBe('already_on_break');
    expect(machine.journal).toHaveLength(2);
  });

  it('takes a clock-out back within 60 s, as if it had not been', () => {
    const machine = new TestMachine('2026-10-22T09:00:00Z');
    machine.do({ type: 'clock_in' });
    machine.pass(HOUR, true);
    machine.do({ type: 'clock_out', endedAt: null });
    machine.pass(59_000, true, 1000);
    expect(machine.do({ type: 'undo_clock_out' }).refused).toBeNull();
    expect(machine.figures.workedMs).toBe(HOUR + 59_000);
    machine.do({ type: 'clock_out', endedAt: null });
    machine.pass(60_000, true, 1000);
    expect(machine.do({ type: 'undo_clock_out' }).refused).toBe('undo_too_late');
  });

  it('ends a session at the time it really was', () => {
    const machine = new TestMachine('2026-10-22T09:00:00Z');
    machine.do({ type: 'clock_in' });
    machine.pass(2 * HOUR, true, 60_000);
    machine.do({ type: 'clock_out', endedAt: Date.parse('2026-10-22T10:30:00Z') });
    expect(machine.actionsOf('clock_out')).toMatchObject([{ reason: 'earlier' }]);
    expect(machine.figures.workedMs).toBe(90 * MINUTE);
  });
});
