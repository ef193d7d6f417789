import { expect, test } from 'vitest';
import { decodeInputs, encodeInputs } from './kept-inputs-cookie.ts';

const TYPED = { ownerLogin: 'fernhill', webUrl: 'https://github.fernhill.example/“ü”' };
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('what is kept comes back as it was, and only to its own form', () => {
  const text = encodeInputs('app of fernhill', TYPED) ?? '';
  expect(decodeInputs('app of fernhill', text)).toEqual(TYPED);
  expect(decodeInputs('app of acme', text)).toEqual({});
});

test('more than a cookie holds is not kept', () => {
  expect(encodeInputs('app', { ownerLogin: 'a'.repeat(3000) })).toBeNull();
});

test.each([
  [undefined],
  [''],
  ['not base64!'],
  [encoded({ form: 'app' })],
  [encoded({ form: 'app', typed: { ownerLogin: 7 } })],
  [encoded({ form: 'app', typed: 'fernhill' })],
])('%s is nothing', (text) => {
  expect(decodeInputs('app', text)).toEqual({});
});
