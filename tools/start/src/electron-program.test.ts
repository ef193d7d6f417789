import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { electronProgram } from './electron-program.ts';

let room: string;
beforeEach(() => {
  room = mkdtempSync(path.join(tmpdir(), 'devpulse-electron-'));
});
afterEach(() => rmSync(room, { recursive: true }));

function put(name: string, content = ''): string {
  const file = path.join(room, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content, { mode: 0o755 });
  return file;
}

test('what was fetched is found, and what is named goes before it', () => {
  put('path.txt', 'electron\n');
  const fetched = put('dist/electron');
  expect(electronProgram(room, {})).toBe(fetched);
  const named = put('elsewhere');
  expect(electronProgram(room, { ELECTRON_PATH: named })).toBe(named);
});

test.each([
  ['nothing was fetched', () => {}],
  ['what was fetched is gone', () => put('path.txt', 'electron')],
])('%s: says how to fetch it', (_, prepare) => {
  prepare();
  expect(() => electronProgram(room, { PATH: process.env.PATH })).toThrow('npx install-electron');
});

test('a wrong ELECTRON_PATH is named, and nothing else is started in its place', () => {
  put('path.txt', 'electron');
  put('dist/electron');
  expect(() => electronProgram(room, { ELECTRON_PATH: '/nowhere/electron' })).toThrow('/nowhere/electron');
});
