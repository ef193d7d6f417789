import { expect, test } from 'vitest';
import { instantOfWall, wallText } from './wall-time.ts';

const ZONE = 'Europe/Berlin';
const at = (text: string) => Date.parse(text);

test('a wall time goes into the field and comes back', () => {
  expect(wallText(at('2026-10-21T07:00:00Z'), ZONE)).toBe('2026-10-21T09:00');
  expect(instantOfWall('2026-10-21T09:00', ZONE)).toBe(at('2026-10-21T07:00:00Z'));
});

test('what was not changed keeps its seconds, and the second of two equal hours', () => {
  const second = at('2026-10-25T01:30:17.250Z');
  expect(instantOfWall(wallText(second, ZONE), ZONE, second)).toBe(second);
  expect(instantOfWall('2026-10-25T02:30', ZONE)).toBe(at('2026-10-25T00:30:00Z'));
  expect(instantOfWall('2026-10-25T02:31', ZONE, second)).toBe(at('2026-10-25T00:31:00Z'));
});

test.each(['', 'soon', '2026-02-31T09:00', '2026-10-21', '2026-10-21T25:00'])('%j is no time', (text) => {
  expect(instantOfWall(text, ZONE)).toBeNull();
});
