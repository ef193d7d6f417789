import { expect, test } from 'vitest';
import { hoursOf, linesOf, secondsOf } from './settings-words.ts';

test.each([
  ['8', 28_800],
  [' 1,5 ', 5400],
  ['40.25', 144_900],
  ['', null],
  ['soon', null],
  ['Infinity', null],
])('%j hours are %s seconds', (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});

test('seconds go back into the field as hours', () => {
  expect(hoursOf(28_800)).toBe(8);
  expect(hoursOf(5400)).toBe(1.5);
});

test('lines are told apart, once each', () => {
  expect(linesOf(' renovate[bot]\r\n\n dependabot[bot], renovate[bot]')).toEqual([
    'renovate[bot]',
    'dependabot[bot]',
  ]);
});
