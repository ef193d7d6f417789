import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeNext, withNext } from './next-address.ts';

test.each([
  ['/fernhill', '/fernhill'],
  ['/fernhill?range=90d&team=checkout#open', '/fernhill?range=90d&team=checkout#open'],
  [
    '/connect?redirect_uri=http%3A%2F%2F127.0.0.1%3A4911%2Fcallback',
    '/connect?redirect_uri=http%3A%2F%2F127.0.0.1%3A4911%2Fcallback',
  ],
  ['/a/../b', '/b'],
])('%s stays within', (wanted, next) => {
  expect(safeNext(wanted)).toBe(next);
});

test.each([
  null,
  undefined,
  '',
  'fernhill',
  '//evil.example',
  '/\\evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  '/%2F/evil.example',
  '/%00/evil.example',
  '/%5Cevil.example',
  '/\u0000',
  '/\t/evil.example',
  '/ /evil.example',
  'javascript:alert(1)',
  'https://evil.example/',
  '/session/renew?next=/fernhill',
  '/sign-in',
  '/api/live/fernhill',
  `/${'a'.repeat(2001)}`,
])('%j is no place to go on to', (wanted) => {
  expect(safeNext(wanted)).toBe('/');
});

test('whatever is asked for, the address stays on its own origin', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2f',
    '%5c',
    '%00',
    '@',
    ':',
    '?',
    '#',
    'evil.example',
    'https',
    '\t',
    '\n',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 12 }), (pieces) => {
      const next = safeNext(pieces.join(''));
      expect(new URL(next, 'http://own.example').origin).toBe('http://own.example');
      expect(next).toMatch(/^\/(?![/\\])/);
    }),
    { numRuns: 5000 },
  );
});

test('the start page is not spelled out', () => {
  expect(withNext('/sign-in', '/')).toBe('/sign-in');
  expect(withNext('/sign-in?ended=1', '/account')).toBe('/sign-in?ended=1&next=%2Faccount');
});
