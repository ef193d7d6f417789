import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';

test.each([
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', `"'\t=1"`],
  ['\r=1', `"'\r=1"`],
  ['\0=1', "'\0=1"],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['plain = text', 'plain = text'],
])('%j', (value, cell) => {
  expect(toCsv(['a'], [[value]])).toBe(`a\r\n${cell}\r\n`);
});

test('numbers and absent values stay what they are', () => {
  expect(toCsv(['a', 'b', 'c'], [[-1, 0, null]])).toBe('a,b,c\r\n-1,0,\r\n');
});
