import { expect, test } from 'vitest';
import { addressesOf, noAddressProblem } from './invite-words.ts';

test.each([
  ['', [], []],
  [' Amira@Fernhill.example \n', ['amira@fernhill.example'], []],
  ['a@b.example, c@d.example;a@B.example\r\n', ['a@b.example', 'c@d.example'], []],
  ['a@b.example\nTom <tom@c.example>', ['a@b.example'], ['Tom', '<tom@c.example>']],
])('%j', (text, good, bad) => {
  expect(addressesOf(text)).toEqual({ good, bad });
});

test('says which are none', () => {
  expect(noAddressProblem(['x']).problem.detail).toBe('x is no e-mail address.');
  expect(noAddressProblem(['x', 'y@']).problem.detail).toBe('x, y@ are no e-mail addresses.');
  expect(noAddressProblem([]).problem.field).toBe('body.emails');
});
