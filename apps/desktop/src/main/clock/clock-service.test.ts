import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClockStage, newBinding } from '../../../testing/clock-stage.ts';
import { AliveFile } from '../journal/alive-file.ts';

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
const mark = (binding: ReturnType<typeof newBinding>) => new AliveFile(stage.directory, binding).read();
const everyMs = () => stage.machine.timers.map((timer) => timer.everyMs);

describe('the device’s clock', () => {
  it('is on the disk, then shown, then sent', async () => {
    let show = () => {};
    const shown = new Promise<void>((resolve) => {
      show = resolve;
    });
    const { clock, book } = stage.open(newBinding(), { present: () => shown });
    const done = clock.command({ type: 'clock_in' });
    await sleep(5);
    expect(book.outbox.entries).toHaveLength(1);
    expect(stage.order).toEqual([]);
    show();
    await done;
    expect(stage.order).toEqual(['shown', 'to be sent']);
  });

  it('ticks each second while shown, less often hidden, and not at all while clocked out', async () => {
    const { clock } = await started();
    expect(everyMs()).toEqual([]);
    await clock.command({ type: 'clock_in' });
    expect(everyMs()).toEqual([1000]);
    clock.setShown(false);
    expect(everyMs()).toEqual([10_000]);
    stage.machine.idle = 360_000;
    stage.machine.pass(360_000);
    expect(everyMs()).toEqual([1000]);
    stage.machine.idle = 0;
    stage.machine.pass(1000);
    expect(everyMs()).toEqual([10_000]);
    stage.machine.hasUptime = false;
    stage.machine.pass(10_000);
    expect(everyMs()).toEqual([1000]);
    await clock.command({ type: 'clock_out', endedAt: null });
    expect(everyMs()).toEqual([]);
  });

  it('hidden, a tick that found nothing shows nothing; what it found, and an idle time that went, are shown', async () => {
    const { clock } = await started();
    await clock.command({ type: 'clock_in' });
    stage.order.length = 0;
    const ticks = async (count: number, ms: number) => {
      for (let tick = 0; tick < count; tick += 1) stage.machine.pass(ms);
      await sleep(5);
      return stage.order.splice(0).length;
    };
    stage.machine.idle = 400;
    expect(await ticks(3, 1000)).toBe(3);
    clock.setShown(false);
    await ticks(0, 0);
    expect(await ticks(6, 10_000)).toBe(0);
    stage.machine.idle = null;
    expect(await ticks(2, 10_000)).toBe(1);
    stage.machine.idle = 700_000;
    await ticks(1, 700_000);
    stage.machine.idle = 0;
    expect(await ticks(1, 1000)).toBeGreaterThan(0);
    expect(stage.notices.map(({ type }) => type)).toContain('pause_found');
  });

  it('writes its sign of life each 30 s, and at once on lock, suspend and end', async () => {
    const { clock, binding } = await started();
    await clock.command({ type: 'clock_in' });
    const { machine } = stage;
    const written = vi.spyOn(AliveFile.prototype, 'write');
    machine.pass(29_000);
    const first = mark(binding)?.at.wall;
    machine.pass(1000);
    expect(mark(binding)?.at.wall).toBe((first ?? 0) + 30_000);
    machine.pass(5000, false);
    machine.idle = 4000;
    clock.signal('lock');
    expect(mark(binding)).toMatchObject({ at: { wall: machine.wall }, awayFrom: machine.wall - 4000 });
    machine.pass(5000, false);
    clock.signal('suspend');
    expect(mark(binding)?.at.wall).toBe(machine.wall);
    machine.pass(5000, false);
    clock.end();
    expect(mark(binding)?.at.wall).toBe(machine.wall);
    // the one that time alone brings does not wake the disk
    expect(written.mock.calls.map(([, how]) => how?.isLasting)).toEqual([false, true, true, true]);
    written.mockRestore();
  });

  it('asks after a restart about the time in which it was not there', async () => {
    const first = await started();
    await first.clock.command({ type: 'clock_in' });
    for (let tick = 0; tick < 60; tick += 1) stage.machine.pass(20_000);
    first.clock.end();
    stage.machine.pass(1_500_000, false);
    const { clock, sync } = await started(first.binding);
    expect(clock.isOpen).toBe(true);
    stage.machine.idle = 0;
    stage.machine.pass(1000);
    expect(clock.view(sync.link).pauses).toMatchObject([{ cause: 'app_closed', kind: 'gap' }]);
    await sleep(5);
    expect(stage.notices.map(({ type }) => type)).toContain('pause_found');
  });

  it('knows the machine that ran on, and its offset, from one that was started again', async () => {
    const first = await started();
    await first.clock.command({ type: 'clock_in' });
    stage.server.aheadMs = 7000;
    await first.sync.kick();
    const { bootId } = first.clock;
    first.clock.end();
    stage.machine.pass(60_000, false);
    const second = await started(first.binding);
    expect(second.clock).toMatchObject({ bootId, frameMs: 7000 });
    second.clock.end();
    stage.machine.run = 'run-2';
    const third = await started(first.binding);
    expect(third.clock.bootId).not.toBe(bootId);
    expect(third.clock.frameMs).toBeNull();
  });

  it('takes no sign of life of another person’s clock for its own', async () => {
    const a = await started();
    await a.clock.command({ type: 'clock_in' });
    a.clock.end();
    const signs = mark(a.binding);
    stage.machine.pass(600_000, false);
    const b = await started();
    b.clock.end();
    expect(mark(b.binding)?.at.wall).toBe(stage.machine.wall);
    expect(mark(a.binding)).toEqual(signs);
  });

  it('does nothing after its end', async () => {
    const { clock, book } = await started();
    clock.end();
    expect(await clock.command({ type: 'clock_in' })).toEqual({ refused: 'not_saved' });
    expect(book.outbox.entries).toEqual([]);
  });

  it('sees a wall clock that was set while clocked out before it takes a sample of the server’s time', async () => {
    const { clock, sync } = await started();
    await clock.command({ type: 'clock_in' });
    await sync.kick();
    await clock.command({ type: 'clock_out', endedAt: null });
    stage.machine.wall += 3_600_000;
    stage.server.aheadMs = -3_600_000;
    await sync.kick();
    await sync.kick();
    expect(stage.server.taken.map(({ action }) => action.type)).toEqual([
      'clock_in',
      'clock_out',
      'clock_change',
    ]);
    expect(stage.server.taken.map(({ offsetMs }) => offsetMs)).toEqual([0, 0, -3_600_000]);
    expect(clock.frameMs).toBe(0);
  });
});
