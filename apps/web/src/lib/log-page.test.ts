import { expect, test } from 'vitest';
import { beforeOf, LOG_PAGE, nextBefore } from './log-page.ts';

test.each([
  ['2026-11-20T13:00:00.123Z', '2026-11-20T13:00:00.123Z'],
  ['2026-11-20', undefined],
  ['yesterday', undefined],
  [['2026-11-20T13:00:00Z', 'x'], undefined],
  [undefined, undefined],
])('%j', (value, before) => {
  expect(beforeOf(value)).toBe(before);
});

test('a full page is followed by another', () => {
  const entries = Array.from({ length: LOG_PAGE }, (_, index) => ({ at: `t${index}` }));
  expect(nextBefore(entries)).toBe(`t${LOG_PAGE - 1}`);
  expect(nextBefore(entries.slice(1))).toBeUndefined();
});
