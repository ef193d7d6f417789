import { expect, test } from 'vitest';
import { nightOf } from './keep-attendance.ts';

const at = (text: string) => Date.parse(text);

test('day sheets are looked at from two hours into each organization’s day on', () => {
  expect(nightOf('America/New_York', at('2026-06-11T05:59:59Z'))).toBeNull();
  expect(nightOf('America/New_York', at('2026-06-11T06:00:00Z'))).toEqual({
    today: '2026-06-11',
    since: at('2026-06-11T06:00:00Z'),
  });
  expect(nightOf('Europe/Berlin', at('2026-06-11T06:00:00Z'))?.since).toBe(at('2026-06-11T00:00:00Z'));
});
