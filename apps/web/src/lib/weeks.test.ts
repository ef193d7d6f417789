import { expect, test } from 'vitest';
import { isLocalDay, weekNumber, weekOf } from './weeks.ts';

const TODAY = '2026-11-20';

test('a week runs from Monday to Sunday and ends with the one of today', () => {
  expect(weekOf(undefined, TODAY)).toEqual({
    from: '2026-11-16',
    to: '2026-11-22',
    previous: '2026-11-09',
    next: null,
  });
  expect(weekOf('2026-11-15', TODAY)).toEqual({
    from: '2026-11-09',
    to: '2026-11-15',
    previous: '2026-11-02',
    next: '2026-11-16',
  });
});

test.each(['2026-11-21', '2026-02-30', 'soon', '', ['2026-11-09'], '0001-01-01'])(
  '%j shows the week of today',
  (text) => {
    expect(weekOf(text, TODAY).from).toBe('2026-11-16');
  },
);

test('days that exist are days', () => {
  expect(isLocalDay('2028-02-29')).toBe(true);
  expect(isLocalDay('2027-02-29')).toBe(false);
});

test.each([
  ['2026-11-16', 47],
  ['2025-12-29', 1],
  ['2026-12-28', 53],
  ['2027-01-04', 1],
])('the week of %s is number %i', (monday, number) => {
  expect(weekNumber(monday)).toBe(number);
});
