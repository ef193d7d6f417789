import { expect, test } from 'vitest';
import { findToken, forgetToken, type LiveToken, rememberToken } from './session-tokens.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const tokens = (name: string, lifeMs = 600_000) => ({
  sessionId: '0198c1d2-0000-7000-8000-000000000001',
  accessToken: `access of ${name}`,
  accessExpiresAt: new Date(NOW + lifeMs).toISOString(),
  refreshToken: name,
  refreshExpiresAt: new Date(NOW + 86_400_000).toISOString(),
});

test('a token is found until 15 seconds before its end, and by its own refresh token alone', () => {
  const store = new Map<string, LiveToken>();
  rememberToken(tokens('a'), NOW, store);
  expect(findToken('a', NOW + 584_000, store)?.accessToken).toBe('access of a');
  expect(findToken('b', NOW, store)).toBeUndefined();
  expect(findToken('a', NOW + 585_000, store)).toBeUndefined();
  expect(store.size).toBe(0);
});

test('neither refresh tokens nor what has expired are kept, and never more than 20,000', () => {
  const store = new Map<string, LiveToken>();
  rememberToken(tokens('early', 1000), NOW, store);
  rememberToken(tokens('late'), NOW + 2000, store);
  expect(store.size).toBe(1);
  for (let index = 0; index < 20_100; index += 1) rememberToken(tokens(`${index}`), NOW, store);
  expect(store.size).toBe(20_000);
  expect(findToken('late', NOW, store)).toBeUndefined();
  expect(JSON.stringify([...store])).not.toContain('refresh');
  expect(store.has('20099')).toBe(false);
  forgetToken('20099', store);
  expect(store.size).toBe(19_999);
});
