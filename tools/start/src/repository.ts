import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Absolute path of the checkout. */
export const repositoryRoot = path.resolve(import.meta.dirname, '../../..');

/** Absolute path of something in the checkout. */
export function inRepository(...parts: string[]): string {
  return path.join(repositoryRoot, ...parts);
}

/** The Node that the lock file pins; every child process runs on it. */
export const pinnedNode = inRepository('node_modules/node/bin/node');

interface Manifest {
  name: string;
  directory: string;
  dependencies: string[];
}

/** The workspace rooms by package name. */
export function workspaceRooms(): Map<string, Manifest> {
  const rooms = new Map<string, Manifest>();
  for (const floor of ['packages', 'apps', 'tools']) {
    if (!existsSync(inRepository(floor))) continue;
    for (const name of readdirSync(inRepository(floor))) {
      const directory = `${floor}/${name}`;
      const file = inRepository(directory, 'package.json');
      if (!existsSync(file)) continue;
      const manifest: { name: string; dependencies?: Record<string, string> } = JSON.parse(
        readFileSync(file, 'utf8'),
      );
      rooms.set(manifest.name, {
        name: manifest.name,
        directory,
        dependencies: Object.keys(manifest.dependencies ?? {}),
      });
    }
  }
  return rooms;
}

/** The directories of a room and of every room that it depends on, itself first. */
export function roomClosure(directory: string): string[] {
  const rooms = workspaceRooms();
  const start = [...rooms.values()].find((room) => room.directory === directory);
  const seen = new Set<string>();
  const queue = start ? [start] : [];
  for (let room = queue.shift(); room; room = queue.shift()) {
    if (seen.has(room.directory)) continue;
    seen.add(room.directory);
    queue.push(...room.dependencies.map((name) => rooms.get(name)).filter((found) => found !== undefined));
  }
  return [...seen];
}
