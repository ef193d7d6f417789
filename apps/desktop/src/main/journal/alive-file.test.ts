import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeLine } from '@devpulse/domain/attendance/device/journal-line';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newBinding } from '../../../testing/clock-stage.ts';
import { AliveFile } from './alive-file.ts';
import { journalPath } from './book.ts';

const binding = newBinding();
let directory: string;
let file: string;
beforeEach(() => {
  directory = path.join(mkdtempSync(path.join(tmpdir(), 'devpulse-alive-')), 'attendance');
  file = `${journalPath(directory, binding)}.alive`;
});
afterEach(() => rmSync(path.dirname(directory), { recursive: true }));

const mark = (wall: number) => ({
  at: { wall, monoMs: wall % 1000, uptimeMs: null },
  bootId: '0198c1d2-0000-4000-8000-0000000000d1',
  frameMs: null,
  awayFrom: null,
  machineRun: 'run-1',
});
const read = () => new AliveFile(directory, binding).read();

test('there is none, then the newest, also for who opens it anew and goes on', () => {
  expect(read()).toBeNull();
  for (const from of [10, 20]) {
    const alive = new AliveFile(directory, binding);
    for (const wall of [from, from + 1, from + 2]) {
      alive.write(mark(wall));
      expect(read()).toEqual(mark(wall));
    }
    alive.close();
  }
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a write that was torn anywhere leaves the mark before it', () => {
  const alive = new AliveFile(directory, binding);
  for (const wall of [1, 2, 3]) alive.write(mark(wall));
  const before = readFileSync(file);
  alive.write(mark(4));
  const after = readFileSync(file);
  alive.close();
  for (let bytes = 0; bytes <= after.length; bytes += 7) {
    writeFileSync(file, Buffer.concat([after.subarray(0, bytes), before.subarray(bytes)]));
    expect([mark(3), mark(4)]).toContainEqual(read());
  }
});

test('a file that a crash left empty or short is none, and is written again', () => {
  const alive = new AliveFile(directory, binding);
  alive.write(mark(1));
  alive.close();
  for (const length of [0, 100]) {
    truncateSync(file, length);
    expect(read()).toBeNull();
  }
  const next = new AliveFile(directory, binding);
  next.write(mark(2));
  next.close();
  expect(read()).toEqual(mark(2));
});

test('the one line of an earlier version is read, and the next mark goes before it', () => {
  const alive = new AliveFile(directory, binding);
  alive.write(mark(1));
  alive.close();
  writeFileSync(file, encodeLine(mark(7)));
  expect(read()).toEqual(mark(7));
  const next = new AliveFile(directory, binding);
  next.write(mark(8));
  expect(read()).toEqual(mark(8));
  next.close();
});
