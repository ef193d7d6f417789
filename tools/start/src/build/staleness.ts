import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRepository } from '../repository.ts';
import { filesBelow } from '../source-files.ts';

export interface BuildTarget {
  name: string;
  /** What a progress line calls it. */
  title: string;
  /** Files and directories, relative to the repository. */
  inputs: readonly string[];
  /** Files that must exist for the target to count as built. */
  outputs: readonly string[];
  build(): Promise<void>;
}

/** Tests do not reach a build; the other two are written by one. */
const isNoInput = (file: string) => /\.test\.tsx?$|next-env\.d\.ts$|\.tsbuildinfo$/.test(file);

/** Content hash of everything the target is made from. */
export function inputHash(target: BuildTarget): string {
  const hash = createHash('sha256');
  const inputs = [...target.inputs, 'package-lock.json', 'tools/start/src/build'];
  const files = inputs.flatMap((input) => (isDirectory(input) ? filesBelow(input) : [input]));
  for (const file of [...new Set(files)].sort()) {
    if (isNoInput(file) || !existsSync(inRepository(file))) continue;
    const content = readFileSync(inRepository(file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function isDirectory(input: string): boolean {
  return statSync(inRepository(input), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function stampFile(target: BuildTarget): string {
  return inRepository('.cache/build', target.name);
}

export function isFresh(target: BuildTarget, hash: string): boolean {
  if (!target.outputs.every((output) => existsSync(inRepository(output)))) return false;
  const stamp = stampFile(target);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

export function writeStamp(target: BuildTarget, hash: string): void {
  mkdirSync(path.dirname(stampFile(target)), { recursive: true });
  writeFileSync(stampFile(target), hash);
}
