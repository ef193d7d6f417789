import { existsSync, readFileSync } from 'node:fs';
import { inRepository } from '../repository.ts';
import { typescriptSources } from '../source-files.ts';

const maximumLines = 300;
const limitsFile = 'docs/decisions/limits.json';

/** `limits.json`: a file that may be longer → the decision page that says why. */
type Lifted = Record<string, string>;

/** Files over the limit without a decision, and decisions that no longer serve a file. */
export async function limitProblems(): Promise<string[]> {
  const lifted: Lifted = existsSync(inRepository(limitsFile))
    ? JSON.parse(readFileSync(inRepository(limitsFile), 'utf8'))
    : {};
  const long = typescriptSources()
    .map((file) => ({ file, lines: lineCount(file) }))
    .filter(({ lines }) => lines > maximumLines);
  const unlisted = long
    .filter(({ file }) => lifted[file] === undefined)
    .map(
      ({ file, lines }) =>
        `${file} has ${lines} lines, over ${maximumLines}: split it, or decide in ${limitsFile}`,
    );
  const stale = Object.entries(lifted).flatMap(([file, page]) => [
    ...(long.some((entry) => entry.file === file) ? [] : [`${limitsFile}: ${file} needs no exception`]),
    ...(existsSync(inRepository(page)) ? [] : [`${limitsFile}: the decision page ${page} is missing`]),
  ]);
  return [...unlisted, ...stale];
}

function lineCount(file: string): number {
  return readFileSync(inRepository(file), 'utf8').trimEnd().split('\n').length;
}
