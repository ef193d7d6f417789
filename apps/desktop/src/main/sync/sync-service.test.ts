import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClockStage, newBinding } from '../../../testing/clock-stage.ts';
import { backoffMs } from './backoff.ts';

let stage: ClockStage;
beforeEach(() => {
  stage = new ClockStage();
});
afterEach(() => stage.close());

const started = async (binding = newBinding()) => {
  const opened = stage.open(binding);
  await opened.clock.start();
  return { ...opened, binding };
};
const takenTypes = () => stage.server.taken.map(({ action }) => action.type);
const answer = (status: number) => ({
  status,
  body: { type: 'about:blank', title: '-', status, code: 'internal', detail: '-', requestId: '-' },
});

describe('sending', () => {
  it('S-01: a reply that is lost twice makes one session, by the same bytes each time', async () => {
    const { clock, sync } = await started();
    await sync.kick();
    await clock.command({ type: 'clock_in' });
    stage.server.next = ['reply_lost', 'reply_lost'];
    stage.server.aheadMs = 40_000;
    for (let time = 0; time < 3; time += 1) await sync.kick();
    expect(takenTypes()).toEqual(['clock_in']);
    const tries = stage.server.requests
      .filter((events) => events.length > 0)
      .map((events) => JSON.stringify(events));
    expect(tries).toHaveLength(3);
    expect(new Set(tries).size).toBe(1);
    expect(sync.link).toMatchObject({ state: 'synced', offlineSince: null });
  });

  it('repeats the form of the first try even in another run of the machine, which knows no offset', async () => {
    const first = await started();
    await first.clock.command({ type: 'clock_in' });
    const askedAt = first.clock.steadyNow();
    first.clock.sampled({ askedAt, answeredAt: askedAt, serverTime: askedAt + 5000 });
    stage.server.next = ['reply_lost'];
    await first.sync.kick();
    first.clock.end();
    stage.machine.run = 'run-2';
    const { clock, sync } = await started(first.binding);
    await sync.kick();
    expect(stage.server.taken.map(({ offsetMs }) => offsetMs)).toEqual([5000]);
    expect(clock.view(sync.link).sync).toMatchObject({ state: 'synced', waiting: 0, needsYou: [] });
  });

  it('S-03: what was done offline arrives in order, rebased by the offset that is known then', async () => {
    const { clock, sync } = await started();
    stage.server.aheadMs = 5000;
    stage.server.next = ['lost'];
    await sync.kick();
    expect(sync.link.state).toBe('offline');
    await clock.command({ type: 'clock_in' });
    stage.machine.pass(60_000);
    await clock.command({ type: 'break_start' });
    await sync.kick();
    await clock.command({ type: 'break_end' });
    await clock.command({ type: 'clock_out', endedAt: null });
    await sync.kick();
    expect(takenTypes()).toEqual(['clock_in', 'break_start', 'break_end', 'clock_out']);
    expect(stage.server.taken.map(({ offsetMs }) => offsetMs)).toEqual([5000, 5000, 5000, 5000]);
  });

  it('S-05: one of three is rejected, the other two are applied, and the person is shown which', async () => {
    const { clock, sync } = await started();
    for (const type of ['clock_in', 'break_start', 'break_end'] as const) await clock.command({ type });
    stage.server.rejectedType = 'break_start';
    await sync.kick();
    const { needsYou, waiting } = clock.view(sync.link).sync;
    expect(needsYou).toMatchObject([{ actionType: 'break_start', code: 'ends_before_start' }]);
    expect(waiting).toBe(0);
    expect(sync.leaveOut(needsYou[0]?.eventId ?? '')).toBe(true);
    expect(clock.view(sync.link).sync.needsYou).toEqual([]);
    expect(sync.leaveOut('unknown')).toBe(false);
  });

  it('S-02: other content under a known id is put before the person; the first stands, and the rest goes on', async () => {
    const { clock, sync } = await started();
    await sync.kick();
    await clock.command({ type: 'clock_in' });
    stage.server.next = ['reply_lost'];
    await sync.kick();
    stage.server.taken = stage.server.taken.map((event) => ({ ...event, monoMs: 1 }));
    await clock.command({ type: 'break_start' });
    await sync.kick();
    expect(stage.server.taken.map(({ action, monoMs }) => [action.type, monoMs === 1])).toEqual([
      ['clock_in', true],
      ['break_start', false],
    ]);
    const { needsYou, waiting } = clock.view(sync.link).sync;
    expect(needsYou).toMatchObject([{ actionType: 'clock_in', code: 'content_differs' }]);
    expect(waiting).toBe(0);
  });

  it('finds the one event of a batch whose form is refused, and sends the rest', async () => {
    const { clock, sync } = await started();
    await clock.command({ type: 'clock_in' });
    for (let round = 0; round < 3; round += 1) {
      await clock.command({ type: 'break_start' });
      await clock.command({ type: 'break_end' });
    }
    await clock.command({ type: 'clock_out', endedAt: null });
    await clock.command({ type: 'undo_clock_out' });
    stage.server.refusedType = 'clock_out';
    await sync.kick();
    expect(takenTypes()).toHaveLength(8);
    expect(takenTypes().at(-1)).toBe('clock_out_undone');
    expect(stage.server.taken.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(clock.view(sync.link).sync).toMatchObject({ waiting: 0, needsYou: [{ actionType: 'clock_out' }] });
  });

  it('closes the hole that a refused form leaves', async () => {
    const { clock, sync, book } = await started();
    await sync.kick();
    await clock.command({ type: 'clock_in' });
    stage.server.next = [answer(400)];
    await sync.kick();
    expect(clock.view(sync.link).sync.needsYou).toMatchObject([
      { actionType: 'clock_in', code: 'not_accepted' },
    ]);
    await clock.command({ type: 'break_start' });
    await sync.kick();
    expect(takenTypes()).toEqual(['break_start']);
    expect(stage.server.taken[0]?.seq).toBe(1);
    expect(book.outbox.nextSeq).toBe(2);
  });

  it('sends again what a server lost, and goes on behind a stream that is ahead', async () => {
    const { clock, sync } = await started();
    for (const type of ['clock_in', 'break_start', 'break_end'] as const) await clock.command({ type });
    await sync.kick();
    const all = stage.server.taken;
    stage.server.taken = all.slice(0, 1);
    await clock.command({ type: 'break_start' });
    await sync.kick();
    expect(takenTypes()).toEqual(['clock_in', 'break_start', 'break_end', 'break_start']);
    stage.server.taken = [
      ...all,
      ...all.map((event, index) => ({ ...event, eventId: `01930000-0000-7000-9000-00000000000${index}` })),
    ];
    await clock.command({ type: 'break_end' });
    await sync.kick();
    expect(sync.link.state).toBe('synced');
    expect(stage.server.taken.at(-1)?.action.type).toBe('break_end');
  });

  it('sends at most 100 at a time, one request at a time', async () => {
    const { clock, sync } = await started();
    await clock.command({ type: 'clock_in' });
    for (let round = 0; round < 60; round += 1) {
      await clock.command({ type: 'break_start' });
      await clock.command({ type: 'break_end' });
    }
    await Promise.all([sync.kick(), sync.kick(), sync.kick()]);
    expect(stage.server.taken).toHaveLength(121);
    expect(stage.server.requests.slice(1, 3).map(({ length }) => length)).toEqual([100, 21]);
  });

  it('no network, a failing server and a full one keep everything and try again later', async () => {
    const { clock, sync, book } = await started();
    await clock.command({ type: 'clock_in' });
    for (const fault of ['lost', answer(500), answer(503), answer(429)] as const) {
      stage.server.next = [fault];
      await sync.kick();
      expect(sync.link.state).toBe('offline');
      expect(stage.machine.delays).toHaveLength(1);
    }
    expect(book.outbox.entries[0]?.state).toBe('waiting');
    stage.machine.delays[0]?.run();
    await sync.kick();
    expect(takenTypes()).toEqual(['clock_in']);
    // a sign of life while the session is open
    expect(stage.machine.delays.map(({ ms }) => ms)).toEqual([300_000]);
  });

  it('waits for as long as the server says, in the middle of a backlog too, and then sends all of it once', async () => {
    const { clock, sync } = await started();
    await sync.kick();
    await clock.command({ type: 'clock_in' });
    for (let round = 0; round < 60; round += 1) {
      await clock.command({ type: 'break_start' });
      await clock.command({ type: 'break_end' });
    }
    const full = { ...answer(429), headers: { 'retry-after': '600' } };
    stage.server.next = ['reply_lost', full];
    await sync.kick();
    await sync.kick();
    expect(stage.machine.delays.map(({ ms }) => ms)).toEqual([600_000]);
    expect(clock.view(sync.link).sync.needsYou).toEqual([]);
    stage.machine.delays[0]?.run();
    await sync.kick();
    expect(stage.server.taken.map(({ seq }) => seq)).toEqual(Array.from({ length: 121 }, (_, at) => at + 1));
    expect(sync.link.state).toBe('synced');
  });

  it.each([
    [401, 'signed_out'],
    [404, 'removed'],
  ] as const)('%i: says %s, keeps what waits, and does not ask again by itself', async (status, state) => {
    const { clock, sync, book } = await started();
    await clock.command({ type: 'clock_in' });
    stage.server.next = [answer(status)];
    await sync.kick();
    expect(sync.link.state).toBe(state);
    expect(stage.machine.delays).toEqual([]);
    expect(book.outbox.entries[0]?.state).toBe('waiting');
  });

  it('S-08: A signs out with three waiting, B sends none of them, and A’s return sends three', async () => {
    const a = await started();
    for (const type of ['clock_in', 'break_start', 'break_end'] as const) await a.clock.command({ type });
    a.clock.end();
    a.sync.end();
    const b = await started();
    await b.sync.kick();
    expect(stage.server.taken).toEqual([]);
    b.clock.end();
    const again = await started(a.binding);
    await again.sync.kick();
    expect(takenTypes()).toEqual(['clock_in', 'break_start', 'break_end']);
    expect(stage.server.paths.at(-1)).toContain(a.binding.deviceId);
  });
});

describe('the time until the next try', () => {
  it('doubles to five minutes, with a random half', () => {
    expect([1, 2, 3].map((failures) => backoffMs(failures, () => 1))).toEqual([2000, 4000, 8000]);
    expect(backoffMs(50, () => 1)).toBe(300_000);
    expect(backoffMs(1, () => 0)).toBe(1000);
  });
});
