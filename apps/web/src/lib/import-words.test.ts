import { expect, test } from 'vitest';
import { partialText, shareRead, timeLeftText } from './import-words.ts';

test.each([
  [null, null, null],
  [0, 'less than a minute', 'under 1 min'],
  [59, 'less than a minute', 'under 1 min'],
  [60, 'about 1 minute', 'about 1 min'],
  [61, 'about 2 minutes', 'about 2 min'],
  [5940, 'about 99 minutes', 'about 99 min'],
  [5941, 'about 2 hours', 'about 2 h'],
  [20_000, 'about 6 hours', 'about 6 h'],
] as const)('%s seconds are %s, or %s', (seconds, long, short) => {
  expect(timeLeftText(seconds, 'long')).toBe(long);
  expect(timeLeftText(seconds, 'short')).toBe(short);
});

test.each([
  [0, 100, false, 0],
  [84, 100, false, 0.84],
  [120, 100, false, 0.99],
  [0, 0, false, 0],
  [7, null, false, null],
  [97, 100, true, 1],
  [7, null, true, 1],
] as const)('%s of %s, finished %s, is a share of %s', (read, estimated, isFinished, share) => {
  expect(shareRead(read, estimated, isFinished)).toBe(share);
});

test('how much is missing says how long it takes only where that is known', () => {
  expect(partialText({ repositories: 5, unfinished: 2, secondsLeft: 230 })).toBe(
    '2 of 5 repositories still importing, about 4 min left',
  );
  expect(partialText({ repositories: 1, unfinished: 1, secondsLeft: null })).toBe(
    '1 of 1 repository still importing',
  );
});
