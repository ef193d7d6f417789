import { expect, test } from 'vitest';
import { ROUTES } from './routes.ts';

/** Texts on which a pattern that backtracks takes for ever; nothing here takes a pattern from a caller. */
const SHAPES = [
  'a',
  'a ',
  'a-',
  'a.',
  'a@',
  '(',
  '[',
  '\\\\',
  '%',
  '0',
  '-',
  '_',
  '.',
  ':',
  '/',
  '@a.',
  'ß',
  'İ',
  '\u0301',
  '\u200b',
];
const ENDINGS = ['', '!', '\n', '@', '\0'];
const CORPUS = SHAPES.flatMap((shape) => ENDINGS.map((ending) => shape.repeat(50_000) + ending));
/** A pattern that is linear needs a few milliseconds for each; one that is not needs minutes. */
const BUDGET_MS = 500;

test('no schema of any route spends its time on a text (C14)', () => {
  const slow: string[] = [];
  for (const { id, params, query, body } of ROUTES) {
    for (const schema of [params, query, body]) {
      for (const name of Object.keys(schema.shape)) {
        for (const text of CORPUS) {
          const startedAt = performance.now();
          schema.safeParse({ [name]: text });
          if (performance.now() - startedAt > BUDGET_MS)
            slow.push(`${id}.${name}: ${JSON.stringify(text.slice(0, 4))}`);
        }
      }
    }
  }
  expect([...new Set(slow)]).toEqual([]);
});
