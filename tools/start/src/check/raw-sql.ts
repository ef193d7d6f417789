import { readFileSync } from 'node:fs';
import { inRepository } from '../repository.ts';
import { typescriptSources } from '../source-files.ts';

/** Prisma's ways to run a text as SQL, in whatever form they are reached. */
const FROM_TEXT = /\$(?:query|execute)RawUnsafe\b|\bPrisma\s*\.\s*raw\b/;
const THIS_FILE = 'tools/start/src/check/raw-sql.ts';

/** Lines that could run what somebody wrote as SQL. */
export async function rawSqlProblems(): Promise<string[]> {
  return typescriptSources()
    .filter((file) => file !== THIS_FILE)
    .flatMap((file) =>
      readFileSync(inRepository(file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          FROM_TEXT.test(line) ? [`${file}:${index + 1} runs a text as SQL: use parameters`] : [],
        ),
    );
}
