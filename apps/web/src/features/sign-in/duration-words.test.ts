import { expect, test } from 'vitest';
import { durationWords } from './duration-words.ts';

test.each([
  [1, '1 second'],
  [45, '45 seconds'],
  [119, '119 seconds'],
  [120, '2 minutes'],
  [841, '15 minutes'],
])('%i seconds are %s', (seconds, words) => {
  expect(durationWords(seconds)).toBe(words);
});
