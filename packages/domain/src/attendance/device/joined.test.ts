import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, TestMachine } from './device.fixture.ts';
import type { ServerFact, ServerSession } from './record.ts';

const JOINED: ServerFact = { type: 'joined', sessionId: 'id-1', joinedSessionId: 'theirs' };

function started(): TestMachine {
  const machine = new TestMachine('2026-10-22T08:00:00Z');
  machine.do({ type: 'clock_in' });
  return machine;
}

const hear = (machine: TestMachine, ...facts: ServerFact[]) =>
  machine.give({ type: 'server', at: machine.reading(), facts });

const told = (machine: TestMachine) =>
  machine.actions.map((action) => [action.type, 'sessionId' in action ? action.sessionId : null]);

function theirs(machine: TestMachine, change: Partial<ServerSession> = {}): ServerFact {
  const session: ServerSession = {
    sessionId: 'theirs',
    aliases: ['id-1'],
    openedOn: 'studio-pc',
    startedAt: machine.now - HOUR,
    endedAt: null,
    endReason: null,
    reviewReason: null,
    isVoid: false,
    pauses: [],
    ...change,
  };
  return { type: 'session', session, frameMs: 0 };
}

describe('a session that joined another', () => {
  it('D1, D2: is told under the name that it joined, in everything that comes later', () => {
    const machine = started();
    machine.do({ type: 'break_start' });
    hear(machine, JOINED);
    machine.pass(MINUTE, true);
    machine.do({ type: 'break_end' });
    machine.pass(HOUR, false);
    machine.touch();
    machine.tick();
    const [pause] = machine.actionsOf('pause_found');
    machine.do({ type: 'decide', decisions: [{ pauseId: pause?.pauseId ?? '', decision: 'counted' }] });
    machine.do({ type: 'clock_out', endedAt: null });
    expect(told(machine)).toEqual([
      ['clock_in', 'id-1'],
      ['break_start', 'id-1'],
      ['break_end', 'theirs'],
      ['pause_found', 'theirs'],
      ['pause_decided', 'theirs'],
      ['clock_out', 'theirs'],
    ]);
    expect(machine.open).toBeNull();
    expect(machine.state.record.sessions).toMatchObject([
      {
        sessionId: 'id-1',
        endReason: 'member',
        pauses: [{ endedAt: expect.any(Number) }, { resolution: 'counted' }],
      },
    ]);
  });

  it('says so to windows by its own id, and to the server by the other, when that tells of the whole session', () => {
    const machine = started();
    hear(machine, theirs(machine));
    expect(machine.open).toMatchObject({ sessionId: 'id-1', joinedSessionId: 'theirs' });
    machine.do({ type: 'clock_out', endedAt: null });
    machine.do({ type: 'undo_clock_out' });
    expect(told(machine).slice(1)).toEqual([
      ['clock_out', 'theirs'],
      ['clock_out_undone', 'theirs'],
    ]);
    expect(machine.open?.sessionId).toBe('id-1');
  });

  it('is taken back by the name that its clock-out was told under, when the join became known after it', () => {
    const machine = started();
    machine.pass(MINUTE, true);
    machine.do({ type: 'clock_out', endedAt: null });
    hear(machine, JOINED);
    hear(machine, theirs(machine, { endedAt: machine.now, endReason: 'member' }));
    machine.do({ type: 'undo_clock_out' });
    machine.do({ type: 'break_start' });
    expect(told(machine).slice(1)).toEqual([
      ['clock_out', 'id-1'],
      ['clock_out_undone', 'id-1'],
      ['break_start', 'theirs'],
    ]);
  });

  it('is looked at by the name of the server, when that ended it', () => {
    const machine = started();
    hear(machine, JOINED);
    const endedAt = machine.now;
    hear(machine, theirs(machine, { endedAt, endReason: 'member', reviewReason: 'activity_after_end' }));
    expect(machine.do({ type: 'restore_end', sessionId: 'id-1' }).refused).toBeNull();
    expect(told(machine).at(-1)).toEqual(['end_restored', 'theirs']);
  });

  it('may be joined twice; the server’s word is then about both', () => {
    const machine = started();
    hear(machine, JOINED);
    machine.do({ type: 'clock_out', endedAt: null });
    machine.pass(2 * MINUTE, true);
    machine.do({ type: 'clock_in' });
    hear(machine, { type: 'joined', sessionId: 'id-2', joinedSessionId: 'theirs' });
    machine.do({ type: 'break_start' });
    expect(machine.open?.pauses).toHaveLength(1);
    hear(machine, theirs(machine, { aliases: ['id-1', 'id-2'] }));
    expect(machine.state.record.sessions).toMatchObject([{ sessionId: 'id-2', endedAt: null }]);
  });
});
