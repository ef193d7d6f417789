import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { Archive, archiveOf, restore } from './github/apps/archive.ts';
import type { LocalGithub } from './github/server.ts';
import { foundLarkspur } from './larkspur.ts';

const Header = z.object({
  seed: z.string(),
  pullRequests: z.int().positive(),
  /** End of the history, in milliseconds since 1970. */
  until: z.int(),
});
const Memory = Header.extend({ port: z.int(), ...Archive.shape });

/**
 * A file by which a local GitHub that was stopped is the same at its next start: what its history follows from, the port, and
 * the Apps that were made on it. It holds secrets of these Apps, so it is its owner's alone to read.
 */
export class GithubMemory {
  readonly #file: string;
  readonly #header: z.infer<typeof Header>;
  #archive: Archive;
  #written = '';

  /** Reads the file, or takes the header for a first start. @throws when the file is not one */
  constructor(file: string, header: z.infer<typeof Header>) {
    this.#file = file;
    const memory = existsSync(file)
      ? Memory.parse(JSON.parse(readFileSync(file, 'utf8')))
      : { ...header, apps: [], installations: [], largestId: 0 };
    this.#header = Header.parse(memory);
    this.#archive = Archive.parse(memory);
  }

  /** Gives a local GitHub that is empty its history and its Apps. */
  recall(github: LocalGithub): void {
    foundLarkspur(github, this.#header);
    restore(this.#archive, github.registry, github.world);
  }

  /** Writes what has changed: beside the file and then in its place, so that a crash leaves one whole. */
  save({ url, registry }: LocalGithub): void {
    this.#archive = archiveOf(registry, this.#archive.largestId);
    const memory = { ...this.#header, port: Number(new URL(url).port), ...this.#archive };
    const text = `${JSON.stringify(memory, null, 2)}\n`;
    if (text === this.#written) return;
    writeFileSync(`${this.#file}.new`, text, { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
    this.#written = text;
  }
}
