import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, TestMachine } from './device.fixture.ts';
import { addEvent, EMPTY_OUTBOX, type Outbox } from './outbox.ts';
import type { ServerSession } from './record.ts';
import { type ClockView, clockView, type SyncLink } from './view.ts';

const LINK: SyncLink = { state: 'synced', sent: 0, toSend: 0, lastSyncedAt: null, offlineSince: null };
const viewOf = (machine: TestMachine, change: { frameMs?: number; outbox?: Outbox } = {}): ClockView =>
  clockView({
    state: machine.state,
    at: machine.reading(),
    frameMs: null,
    rules: machine.rules,
    outbox: EMPTY_OUTBOX,
    link: LINK,
    ...change,
  });
const hear = (machine: TestMachine, session: ServerSession) =>
  machine.give({ type: 'server', at: machine.reading(), facts: [{ type: 'session', session, frameMs: 0 }] });
const instant = (text: string) => Date.parse(text);

describe('what is shown of the clock', () => {
  it('counts the session without breaks and undecided pauses, and stands still on a break', () => {
    const machine = new TestMachine('2026-10-22T08:00:00Z');
    expect(viewOf(machine)).toMatchObject({ state: 'out', session: null, lastOutAt: null, week: null });
    machine.do({ type: 'clock_in' });
    machine.pass(HOUR, true);
    machine.do({ type: 'break_start' });
    machine.pass(12 * MINUTE, true);
    expect(viewOf(machine)).toMatchObject({
      state: 'break',
      session: { workedMs: HOUR },
      onBreak: { lengthMs: 12 * MINUTE },
      today: { day: '2026-10-22', workedMs: HOUR, breakMs: 12 * MINUTE, isCountedHere: true },
    });
    machine.do({ type: 'clock_out', endedAt: null });
    const view = viewOf(machine);
    expect(view).toMatchObject({ state: 'out', session: null, lastOutAt: instant('2026-10-22T09:12:00Z') });
    expect(view.undoUntil).toBe(instant('2026-10-22T09:13:00Z'));
  });

  it('C-05: shows the corrected times, and says how far the clock is off', () => {
    const machine = new TestMachine('2026-10-22T09:07:00Z');
    machine.do({ type: 'clock_in' });
    const view = viewOf(machine, { frameMs: -420_000 });
    expect(view.session?.startedAt).toBe(instant('2026-10-22T09:00:00Z'));
    expect(view.wrongClockMs).toBe(-420_000);
  });

  it('cuts a pause at midnight, and says what ending at its start would drop', () => {
    const machine = new TestMachine('2026-10-21T19:00:00Z');
    machine.do({ type: 'clock_in' });
    machine.pass(2 * HOUR + 40 * MINUTE, true);
    machine.pass(90 * MINUTE, false);
    machine.touch();
    machine.tick();
    machine.pass(20 * MINUTE, true);
    const { pauses, workedWithout } = viewOf(machine);
    expect(pauses).toMatchObject([
      {
        startedAt: instant('2026-10-21T21:40:00Z'),
        endedAt: instant('2026-10-21T23:10:00Z'),
        cause: 'no_input',
        pieces: [
          { day: '2026-10-21', ms: 20 * MINUTE },
          { day: '2026-10-22', ms: 70 * MINUTE },
        ],
        canClockOut: true,
        droppedIfClockedOut: [{ day: '2026-10-22', ms: 20 * MINUTE }],
      },
    ]);
    expect(workedWithout).toEqual([
      { day: '2026-10-21', ms: 160 * MINUTE },
      { day: '2026-10-22', ms: 20 * MINUTE },
    ]);
    machine.pass(11 * MINUTE, true);
    expect(viewOf(machine).pauses[0]).toMatchObject({ canClockOut: false, droppedIfClockedOut: [] });
  });

  it('takes the server’s figures and counts on from them, but counts by itself while something waits', () => {
    const machine = new TestMachine('2026-10-22T08:00:00Z');
    machine.do({ type: 'clock_in' });
    machine.pass(HOUR, true);
    const day = (name: string, workedMs: number) => ({
      day: name,
      workedMs,
      breakMs: 0,
      unresolvedMs: 0,
      targetMs: 8 * HOUR,
    });
    machine.give({
      type: 'server',
      at: machine.reading(),
      facts: [
        {
          type: 'figures',
          asOf: machine.now,
          frameMs: 0,
          days: [day('2026-10-19', 8 * HOUR), day('2026-10-22', 3 * HOUR)],
        },
      ],
    });
    machine.pass(30 * MINUTE, true);
    const view = viewOf(machine);
    expect(view.today).toMatchObject({ workedMs: 3.5 * HOUR, targetMs: 8 * HOUR, isCountedHere: false });
    expect(view.week).toMatchObject({ workedMs: 11.5 * HOUR, targetMs: 16 * HOUR });
    expect(view.week?.days.map(({ day: name }) => name)).toHaveLength(7);
    const waiting = addEvent(EMPTY_OUTBOX, {
      seq: 1,
      eventId: 'e',
      occurredAt: 0,
      monoMs: 0,
      bootId: 'b',
      offsetMs: null,
      setMs: 0,
      action: { type: 'clock_in', sessionId: 'id-1', zone: 'UTC' },
    });
    expect(viewOf(machine, { outbox: waiting }).today).toMatchObject({
      workedMs: 1.5 * HOUR,
      isCountedHere: true,
    });
  });

  it('M-01: joins the session of another device, with its start and its breaks', () => {
    const machine = new TestMachine('2026-10-22T10:00:00Z');
    const session: ServerSession = {
      sessionId: 'theirs',
      aliases: [],
      openedOn: 'studio-pc',
      startedAt: instant('2026-10-22T08:00:00Z'),
      endedAt: null,
      endReason: null,
      reviewReason: null,
      isVoid: false,
      pauses: [],
    };
    hear(machine, session);
    expect(viewOf(machine)).toMatchObject({ state: 'out', elsewhere: { openedOn: 'studio-pc' } });
    machine.do({ type: 'clock_in' });
    machine.give({
      type: 'server',
      at: machine.reading(),
      facts: [{ type: 'joined', sessionId: 'id-1', joinedSessionId: 'theirs' }],
    });
    hear(machine, { ...session, aliases: ['id-1'] });
    expect(viewOf(machine)).toMatchObject({
      state: 'in',
      elsewhere: null,
      session: { sessionId: 'id-1', isJoined: true, openedOn: 'studio-pc', workedMs: 2 * HOUR },
    });
    hear(machine, {
      ...session,
      aliases: ['id-1'],
      endedAt: instant('2026-10-22T09:30:00Z'),
      endReason: 'member',
      reviewReason: 'activity_after_end',
    });
    expect(machine.notices.at(-1)).toMatchObject({ type: 'closed_elsewhere', sessionId: 'id-1' });
    expect(viewOf(machine)).toMatchObject({
      state: 'out',
      undoUntil: null,
      review: [{ reviewReason: 'activity_after_end' }],
    });
    expect(machine.do({ type: 'restore_end', sessionId: 'id-1' }).refused).toBeNull();
  });

  it('M-04, L-02: believes the server about pauses and assumed ends', () => {
    const machine = new TestMachine('2026-10-22T08:00:00Z');
    machine.do({ type: 'clock_in' });
    machine.pass(HOUR, false);
    machine.touch();
    machine.tick();
    const told: ServerSession = {
      sessionId: 'id-1',
      aliases: [],
      openedOn: null,
      startedAt: instant('2026-10-22T08:00:00Z'),
      endedAt: null,
      endReason: null,
      reviewReason: null,
      isVoid: false,
      pauses: [],
    };
    expect(viewOf(machine).pauses).toHaveLength(1);
    hear(machine, told);
    expect(viewOf(machine)).toMatchObject({ pauses: [], session: { workedMs: HOUR } });
    hear(machine, {
      ...told,
      endedAt: instant('2026-10-22T08:30:00Z'),
      endReason: 'server_expired',
      reviewReason: 'assumed_end',
    });
    expect(machine.notices.at(-1)?.type).toBe('closed_for_you');
    hear(machine, { ...told, endedAt: instant('2026-10-22T09:00:00Z'), endReason: 'member' });
    expect(viewOf(machine)).toMatchObject({ review: [], today: { workedMs: HOUR } });
  });
});
