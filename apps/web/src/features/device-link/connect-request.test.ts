import { expect, test } from 'vitest';
import { readConnectRequest, refusalAddress } from './connect-request.ts';

const QUERY = {
  redirect_uri: 'http://127.0.0.1:4911/callback',
  code_challenge: 'a'.repeat(43),
  code_challenge_method: 'S256',
  state: 'state & more',
  device_name: 'Laptop',
  device_os: 'Fedora 43',
  app_version: '1.4.0',
};

test('a whole request is read, and a refusal carries its state', () => {
  const request = readConnectRequest(new URLSearchParams(QUERY));
  expect(request?.device).toEqual({ name: 'Laptop', kind: 'desktop', os: 'Fedora 43', appVersion: '1.4.0' });
  expect(request && refusalAddress(request)).toBe(
    'http://127.0.0.1:4911/callback?error=access_denied&state=state+%26+more',
  );
});

test.each([
  ['redirect_uri', 'https://evil.example/callback'],
  ['redirect_uri', 'http://127.0.0.1.evil.example:80/callback'],
  ['redirect_uri', 'http://127.0.0.1:4911/callback/../x'],
  ['code_challenge_method', 'plain'],
  ['device_name', ''],
  ['device_kind', 'web'],
  ['state', 'short'],
])('%s as %s is no request', (name, value) => {
  expect(readConnectRequest(new URLSearchParams({ ...QUERY, [name]: value }))).toBeNull();
});
