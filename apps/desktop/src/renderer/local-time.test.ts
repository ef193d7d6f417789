import { expect, test } from 'vitest';
import { fromLocalInput, toLocalInput } from './local-time.ts';

const BERLIN = 'Europe/Berlin';
const utc = (text: string) => Date.parse(`${text}Z`);

test('a wall time is read in the zone', () => {
  expect(toLocalInput(utc('2026-10-21T07:00:00'), BERLIN)).toBe('2026-10-21T09:00');
  expect(fromLocalInput('2026-10-21T09:00', BERLIN, null)).toBe(utc('2026-10-21T07:00:00'));
});

test.each(['', 'yesterday', '2026-13-01T09:00', '2026-10-21T25:00'])('%s is no time', (text) => {
  expect(fromLocalInput(text, BERLIN, null)).toBeNull();
});

test('what was not changed keeps its seconds, and which of two equal hours it was', () => {
  const second = utc('2026-10-25T01:30:12');
  expect(toLocalInput(second, BERLIN)).toBe('2026-10-25T02:30');
  expect(fromLocalInput('2026-10-25T02:30', BERLIN, second)).toBe(second);
  expect(fromLocalInput('2026-10-25T02:31', BERLIN, second)).toBe(utc('2026-10-25T00:31:00'));
});
