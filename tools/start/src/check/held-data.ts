import { readFileSync } from 'node:fs';
import { inRepository } from '../repository.ts';

const schema = 'packages/database/prisma/schema.prisma';
const page = 'docs/privacy/README.md';

/** Tables that the page on what is held about people does not name. */
export async function heldDataProblems(): Promise<string[]> {
  const text = readFileSync(inRepository(page), 'utf8');
  const tables = [...readFileSync(inRepository(schema), 'utf8').matchAll(/@@map\("(\w+)"\)/g)];
  return tables
    .map(([, table = '']) => table)
    .filter((table) => !text.includes(`\`${table}\``))
    .map((table) => `${page} does not say what is held in \`${table}\`, why and how long`);
}
