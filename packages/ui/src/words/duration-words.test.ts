import { describe, expect, test } from 'vitest';
import {
  durationFigures,
  durationText,
  narrowDurationText,
  offsetText,
  runningText,
  spokenDurationText,
} from './duration-words.ts';

const MINUTE = 60_000;

test.each([
  [0, '0 min', '–', '0 minutes'],
  [59_999, '0 min', '–', '0 minutes'],
  [MINUTE, '1 min', '1 min', '1 minute'],
  [25 * MINUTE, '25 min', '25 min', '25 minutes'],
  [60 * MINUTE, '1 h', '1 h 00', '1 hour'],
  [61 * MINUTE, '1 h 01 min', '1 h 01', '1 hour 1 minute'],
  [482 * MINUTE + 59_999, '8 h 02 min', '8 h 02', '8 hours 2 minutes'],
  [2799 * MINUTE, '46 h 39 min', '46 h 39', '46 hours 39 minutes'],
  [-MINUTE, '0 min', '–', '0 minutes'],
])('%i ms is %s', (milliseconds, text, narrow, spoken) => {
  expect(durationText(milliseconds)).toBe(text);
  expect(narrowDurationText(milliseconds)).toBe(narrow);
  expect(spokenDurationText(milliseconds)).toBe(spoken);
});

test('what runs shows its seconds, and never goes below nothing', () => {
  expect(runningText(114 * MINUTE + 47_999)).toBe('1:54:47');
  expect(runningText(12 * MINUTE + 8000)).toBe('0:12:08');
  expect(runningText(100 * 60 * MINUTE)).toBe('100:00:00');
  expect(runningText(-5)).toBe('0:00:00');
});

describe('large figures', () => {
  test.each([
    [0, ['0 min']],
    [213 * MINUTE, ['3 h', '33 min']],
    [420 * MINUTE, ['7 h']],
    [65 * MINUTE, ['1 h', '05 min']],
  ])('%i', (milliseconds, parts) => {
    expect(durationFigures(milliseconds).map(({ figure, unit }) => `${figure} ${unit}`)).toEqual(parts);
  });
});

test('a clock that is off by less than a minute is off by seconds', () => {
  expect(offsetText(-2000)).toBe('2 s');
  expect(offsetText(7 * MINUTE)).toBe('7 min');
});
