import * as fs from 'node:fs';
import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClockStage, newBinding } from '../../../testing/clock-stage.ts';
import { Book, journalPath } from './book.ts';
import type { AppendFs } from './journal-file.ts';

let stage: ClockStage;
beforeEach(() => {
  stage = new ClockStage();
});
afterEach(() => stage.close());

const clockedIn = async (binding = newBinding(), appendFs?: AppendFs) => {
  const opened = stage.open(binding, appendFs ? { fs: appendFs } : {});
  await opened.clock.start();
  await opened.clock.command({ type: 'clock_in' });
  return { ...opened, binding, file: journalPath(stage.directory, binding) };
};
const restarted = async (binding: ReturnType<typeof newBinding>) => {
  const { clock } = stage.open(binding);
  await clock.start();
  return clock;
};
const reopen = (binding: ReturnType<typeof newBinding>) =>
  Book.open(stage.directory, binding, { now: stage.machine.wall });

describe('the journal on the disk', () => {
  it('says after a restart what it said before, and only its owner may read it', async () => {
    const { book, binding, file } = await clockedIn();
    expect(reopen(binding).record).toEqual(book.record);
    expect(reopen(binding).outbox).toEqual(book.outbox);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('syncs each append before it returns', async () => {
    const order: string[] = [];
    const watching: AppendFs = {
      ...fs,
      writeSync: ((...args: Parameters<typeof fs.writeSync>) => {
        order.push('write');
        return fs.writeSync(...args);
      }) as AppendFs['writeSync'],
      fsyncSync: (handle) => {
        order.push('fsync');
        fs.fsyncSync(handle);
      },
    };
    const { clock } = await clockedIn(newBinding(), watching);
    order.length = 0;
    await clock.command({ type: 'break_start' }).then(() => order.push('done'));
    expect(order).toEqual(['write', 'fsync', 'done']);
  });

  it('S-06: cuts a torn last line at every length, and goes on from there', async () => {
    const { binding, file, book } = await clockedIn();
    const before = readFileSync(file);
    const { record } = book;
    await restarted(binding).then((clock) => clock.command({ type: 'break_start' }));
    const after = readFileSync(file);
    for (let length = before.length + 1; length < after.length; length += 7) {
      writeFileSync(file, after.subarray(0, length));
      const again = reopen(binding);
      expect(again.findings).toEqual({ unreadable: 0, cutBytes: length - before.length });
      expect(again.record).toEqual(record);
      expect(readFileSync(file)).toEqual(before);
    }
  });

  it('sets an unreadable line between good ones aside, tells it, and keeps the rest', async () => {
    const { binding, file } = await clockedIn();
    await restarted(binding).then((clock) => clock.command({ type: 'break_start' }));
    const lines = readFileSync(file, 'utf8').split('\n');
    lines[1] = (lines[1] ?? '').replace('clock_in', 'clock_on');
    writeFileSync(file, lines.join('\n'));
    const again = reopen(binding);
    expect(again.findings.unreadable).toBe(1);
    expect(again.outbox.entries.map(({ event }) => event.action.type)).toEqual(['break_start']);
    expect(readFileSync(`${file}.unreadable`, 'utf8')).toContain('clock_on');
  });

  it('keeps the entries of a file whose first line cannot be read', async () => {
    const { binding, file } = await clockedIn();
    writeFileSync(file, readFileSync(file, 'utf8').replace('"version":1', '"version":7'));
    const again = reopen(binding);
    expect(again.findings.unreadable).toBe(1);
    expect(again.outbox.entries).toHaveLength(1);
  });

  it('writes no line that it could not read again', async () => {
    const { book, file } = await clockedIn();
    const before = readFileSync(file);
    expect(() => book.append([{ line: 'aligned', serverNextSeq: 0 }])).toThrow();
    expect(readFileSync(file)).toEqual(before);
  });

  it('takes back what a full disk took half of, and the action did not happen', async () => {
    let isFull = false;
    const full: AppendFs = {
      ...fs,
      writeSync: ((handle: number, bytes: Buffer, offset: number, length: number) => {
        if (!isFull) return fs.writeSync(handle, bytes, offset, length);
        fs.writeSync(handle, bytes, offset, 20);
        throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      }) as AppendFs['writeSync'],
    };
    const { clock, binding, file } = await clockedIn(newBinding(), full);
    const before = readFileSync(file);
    isFull = true;
    expect(await clock.command({ type: 'break_start' })).toEqual({ refused: 'not_saved' });
    expect(readFileSync(file)).toEqual(before);
    isFull = false;
    expect(await clock.command({ type: 'break_start' })).toEqual({ refused: null });
    expect(reopen(binding).outbox.entries).toHaveLength(2);
  });

  it('becomes short again and says the same; what waits and the numbers stay', async () => {
    const { book, binding, file, clock } = await clockedIn();
    for (let round = 0; round < 20; round += 1) {
      await clock.command({ type: 'break_start' });
      await clock.command({ type: 'break_end' });
    }
    const { record, outbox } = book;
    const lines = () => readFileSync(file, 'utf8').split('\n').length - 1;
    expect(lines()).toBe(42);
    expect(book.compactIfLong(stage.machine.wall, 1)).toBe(true);
    expect(lines()).toBe(2);
    expect(reopen(binding)).toMatchObject({ record, outbox, findings: { unreadable: 0, cutBytes: 0 } });
    await clock.command({ type: 'break_start' });
    expect(reopen(binding).outbox.nextSeq).toBe(43);
  });

  it('S-08: has a file for each person, and sends nothing of a file that names another', async () => {
    const mine = await clockedIn();
    const theirs = newBinding();
    expect(reopen(theirs).outbox.entries).toEqual([]);
    writeFileSync(journalPath(stage.directory, theirs), readFileSync(mine.file));
    const planted = reopen(theirs);
    expect(planted.outbox.entries).toEqual([]);
    expect(planted.findings.unreadable).toBe(2);
    expect(readdirSync(stage.directory).some((name) => name.includes('unreadable'))).toBe(true);
    expect(reopen(mine.binding).outbox.entries).toHaveLength(1);
  });

  it('reads no foreign line as one of its own', async () => {
    const { binding, file } = await clockedIn();
    appendFileSync(file, 'not a line\n');
    expect(reopen(binding).findings).toEqual({ unreadable: 1, cutBytes: 11 });
  });
});
