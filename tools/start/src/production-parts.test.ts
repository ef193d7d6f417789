import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inRepository, roomClosure, workspaceRooms } from './repository.ts';

const simulator = /github-simulator|Larkspur|demo-github/;
const apps = ['apps/api', 'apps/worker', 'apps/web'];

/** A file of the launcher and everything in its room that it imports, directly or not. */
function launcherFiles(entry: string): string[] {
  const seen = new Set<string>();
  const queue = [inRepository('tools/start/src', entry)];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, to = ''] of text.matchAll(/(?:from|import\() ?'(\.[^']+)'/g))
      queue.push(path.resolve(path.dirname(file), to));
  }
  return [...seen];
}

const naming = (entry: string) =>
  launcherFiles(entry).filter((file) => simulator.test(readFileSync(file, 'utf8')));

test('`npm start` reaches no file that names the simulator; the demo does', () => {
  expect(naming('start.ts')).toEqual([]);
  expect(naming('demo.ts').map((file) => path.basename(file))).toEqual(
    expect.arrayContaining(['demo.ts', 'demo-github.ts']),
  );
});

test.each(apps)('what %s is built from holds no tool', (app) => {
  const rooms = roomClosure(app);
  expect(rooms.length).toBeGreaterThan(1);
  expect(rooms.filter((room) => room.startsWith('tools/'))).toEqual([]);
});

test('no app and no package lists the simulator among what it needs', () => {
  const rooms = [...workspaceRooms().values()].filter(({ directory }) => !directory.startsWith('tools/'));
  expect(rooms.length).toBeGreaterThan(8);
  expect(rooms.filter(({ dependencies }) => dependencies.includes('@devpulse/github-simulator'))).toEqual([]);
});
