import { expect, test } from 'vitest';
import { decodeLeaving, encodeLeaving, formTargetOf } from './leave-cookie.ts';

const MANIFEST = '{"name":"DevPulse for Fernhill"}';
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('what is kept comes back as it was', () => {
  const leaving = { to: 'https://github.com/settings/apps/new?state=a&b=“ü”', manifest: MANIFEST };
  expect(decodeLeaving(encodeLeaving(leaving))).toEqual(leaving);
});

test.each([
  [undefined],
  [''],
  ['not base64!'],
  [encoded({ to: 'https://github.com/' })],
  [encoded({ to: 'javascript:alert(1)', manifest: null })],
  [encoded({ to: '/fernhill', manifest: null })],
  [encoded({ to: 'data:text/html,x', manifest: MANIFEST })],
])('%s leads nowhere', (text) => {
  expect(decodeLeaving(text)).toBeNull();
});

test('a form goes to the very origin of its address, and an address alone opens nothing', () => {
  const to = 'https://ghes.fernhill.example:8443/organizations/fernhill/settings/apps/new?state=abc';
  expect(formTargetOf({ to, manifest: MANIFEST })).toBe('https://ghes.fernhill.example:8443');
  expect(formTargetOf({ to, manifest: null })).toBeNull();
  expect(formTargetOf(null)).toBeNull();
});
