import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { inRepository, repositoryRoot } from './repository.ts';

const skippedDirectories = new Set([
  'node_modules',
  'dist',
  'generated',
  'coverage',
  '.next',
  '.git',
  '.cache',
]);

/** Files below a directory of the checkout, relative to its root, sorted; build results and dependencies left out. */
export function filesBelow(directory: string): string[] {
  if (!existsSync(inRepository(directory))) return [];
  const found: string[] = [];
  for (const entry of readdirSync(inRepository(directory), { withFileTypes: true })) {
    const file = path.posix.join(directory, entry.name);
    if (entry.isFile()) found.push(file);
    else if (entry.isDirectory() && !isSkipped(entry.name)) found.push(...filesBelow(file));
  }
  return found.sort();
}

function isSkipped(name: string): boolean {
  return skippedDirectories.has(name) || name.startsWith('.devpulse');
}

/** Every file that belongs to the repository: tracked, or new and not ignored. Works without git as well. */
export function repositoryFiles(): string[] {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repositoryRoot,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (listed.status !== 0) return filesBelow('.');
  const files = listed.stdout.split('\0').filter((file) => file && existsSync(inRepository(file)));
  return [...new Set(files)].sort();
}

/** TypeScript sources of the rooms, tests included. */
export function typescriptSources(): string[] {
  return ['packages', 'apps', 'tools', 'test']
    .flatMap(filesBelow)
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('next-env.d.ts'));
}
