import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, TestMachine } from './device.fixture.ts';
import { foldFact } from './fold-fact.ts';
import { foldAction } from './fold-record.ts';
import { EMPTY_RECORD } from './record.ts';
import { figuresOf } from './totals.ts';

type Move = { kind: string; ms: number; n: number };
const move: fc.Arbitrary<Move> = fc.record({
  kind: fc.constantFrom(
    'clock_in',
    'clock_out',
    'break_start',
    'break_end',
    'undo',
    'decide',
    'at_pause',
    'earlier',
    'work',
    'work',
    'quiet',
    'lock',
    'unlock',
    'suspend',
    'resume',
    'sleep',
    'freeze',
    'set_clock',
  ),
  ms: fc.integer({ min: 1, max: 3 * HOUR }),
  n: fc.nat(1000),
});

/** One thing that happens to the machine or that the person does. */
function play(machine: TestMachine, { kind, ms, n }: Move): void {
  const found = machine.state.record.sessions.flatMap(({ pauses }) =>
    pauses.filter(({ kind }) => kind !== 'break'),
  );
  const pauseId = found[n % Math.max(1, found.length)]?.pauseId ?? 'none';
  switch (kind) {
    case 'clock_in':
    case 'break_start':
    case 'break_end':
      machine.do({ type: kind });
      return;
    case 'clock_out':
      machine.do({ type: 'clock_out', endedAt: null });
      return;
    case 'earlier':
      machine.do({ type: 'clock_out', endedAt: machine.reading().wall - ms });
      return;
    case 'undo':
      machine.do({ type: 'undo_clock_out' });
      return;
    case 'decide':
      machine.do({ type: 'decide', decisions: [{ pauseId, decision: n % 2 ? 'counted' : 'excluded' }] });
      return;
    case 'at_pause':
      machine.do({ type: 'clock_out_at_pause', pauseId });
      return;
    case 'work':
    case 'quiet':
      machine.pass(ms, kind === 'work', MINUTE / 3);
      return;
    case 'sleep':
    case 'freeze':
      machine.freeze(ms, { isAsleep: kind === 'sleep' });
      machine.tick();
      return;
    case 'set_clock':
      machine.setWallClock((n % 2 ? 1 : -1) * (ms + 2001));
      machine.tick();
      return;
    default:
      machine.signal(kind as 'lock');
  }
}

/** Worked milliseconds of a session, from nothing but what was recorded: marks on a line, each piece looked at alone. */
function workedByMarks(machine: TestMachine, sessionId: string): number {
  let set = 0;
  let start = 0;
  let end = machine.now;
  const pauses = new Map<string, { from: number; to: number; isTaken: boolean }>();
  for (const { record, occurredAt } of machine.journal) {
    if (record.kind !== 'action') continue;
    const { action } = record;
    if (action.type === 'clock_change') set += action.jumpMs;
    const at = occurredAt - set;
    if (!('sessionId' in action) || action.sessionId !== sessionId) continue;
    if (action.type === 'clock_in') start = at;
    if (action.type === 'clock_out') end = action.endedAt - set;
    if (action.type === 'clock_out_undone') end = machine.now;
    if (action.type === 'break_start')
      pauses.set(action.pauseId, { from: at, to: machine.now, isTaken: true });
    const pause = 'pauseId' in action ? pauses.get(action.pauseId) : undefined;
    if (action.type === 'break_end' && pause) pause.to = at;
    if (action.type === 'pause_decided' && pause) pause.isTaken = action.decision === 'excluded';
    if (action.type === 'pause_found') {
      pauses.set(action.pauseId, { from: action.startedAt - set, to: action.endedAt - set, isTaken: true });
    }
  }
  const taken = [...pauses.values()].filter(({ isTaken }) => isTaken);
  const marks = [start, end, ...taken.flatMap(({ from, to }) => [from, to])].sort((a, b) => a - b);
  return marks.reduce((sum, mark, index) => {
    const next = marks[index + 1] ?? mark;
    const isInside = mark >= start && next <= end;
    return isInside && !taken.some(({ from, to }) => from <= mark && next <= to) ? sum + next - mark : sum;
  }, 0);
}

const days = fc.record({ hasUptime: fc.boolean(), moves: fc.array(move, { maxLength: 40 }) });

describe('whatever a day brings', () => {
  it('no figure is negative, and worked, break, unresolved and left out make the session to the millisecond', () => {
    fc.assert(
      fc.property(days, ({ hasUptime, moves }) => {
        const machine = new TestMachine('2026-10-22T06:00:00Z', { hasUptime });
        for (const one of moves) play(machine, one);
        for (const session of machine.state.record.sessions) {
          const figures = figuresOf(session, machine.now);
          expect(Math.min(figures.workedMs, figures.breakMs, figures.unresolvedMs)).toBeGreaterThanOrEqual(0);
          expect(figures.workedMs).toBe(workedByMarks(machine, session.sessionId));
          const all = session.pauses.map((pause) => ({ ...pause, resolution: 'counted' as const }));
          const length = figuresOf({ ...session, pauses: all }, machine.now).workedMs;
          expect(figures.workedMs + figures.breakMs + figures.unresolvedMs).toBeLessThanOrEqual(length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('the journal alone makes the same record again', () => {
    fc.assert(
      fc.property(days, ({ hasUptime, moves }) => {
        const machine = new TestMachine('2026-10-22T06:00:00Z', { hasUptime });
        for (const one of moves) play(machine, one);
        const again = machine.journal.reduce(
          (record, { record: line, occurredAt }) =>
            line.kind === 'fact' ? foldFact(record, line.fact) : foldAction(record, line, occurredAt),
          EMPTY_RECORD,
        );
        expect(again).toEqual(machine.state.record);
      }),
      { numRuns: 200 },
    );
  });

  it('pauses never overlap, and at most one session is open, the last', () => {
    fc.assert(
      fc.property(days, ({ hasUptime, moves }) => {
        const machine = new TestMachine('2026-10-22T06:00:00Z', { hasUptime });
        for (const one of moves) play(machine, one);
        for (const [index, session] of machine.state.record.sessions.entries()) {
          const sorted = session.pauses.toSorted((a, b) => a.startedAt - b.startedAt);
          for (const [at, pause] of sorted.entries()) {
            const next = sorted[at + 1];
            if (next) expect(pause.endedAt ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(next.startedAt);
          }
          if (session.endedAt === null) expect(index).toBe(machine.state.record.sessions.length - 1);
        }
      }),
      { numRuns: 200 },
    );
  });
});
