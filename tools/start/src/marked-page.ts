import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { StartFailure } from './failure.ts';
import { inRepository } from './repository.ts';

/**
 * Writes what is generated between `<!-- NAME:start -->` and `<!-- NAME:end -->` of a page; with `--check` it only tells whether it is up
 * to date. Throws StartFailure when the page lacks the marks, or is out of date.
 */
export function writeBetweenMarks(part: { page: string; name: string; what: string; content: string }): void {
  const { page, name, what, content } = part;
  const [startMark, endMark] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const text = existsSync(inRepository(page)) ? readFileSync(inRepository(page), 'utf8') : '';
  const [before, rest] = text.split(startMark);
  const after = rest?.split(endMark)[1];
  if (before === undefined || after === undefined) {
    throw new StartFailure(`${page} lacks the marks ${startMark} and ${endMark}.`);
  }
  writePage({ page, what, wanted: `${before}${startMark}\n\n${content}\n\n${endMark}${after}` });
}

/** The same for a page that is generated as a whole. */
export function writePage({ page, what, wanted }: { page: string; what: string; wanted: string }): void {
  const text = existsSync(inRepository(page)) ? readFileSync(inRepository(page), 'utf8') : '';
  if (wanted === text) return;
  if (process.argv.includes('--check')) {
    throw new StartFailure(`The ${what} in ${page} is out of date: run \`npm run generate\`.`);
  }
  writeFileSync(inRepository(page), wanted);
  console.log(`${page}: ${what} written`);
}
