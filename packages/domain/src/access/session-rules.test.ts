import { expect, test } from 'vitest';
import { decideRefresh, type RefreshState } from './session-rules.ts';

const state = (change: Partial<RefreshState>): RefreshState => ({
  now: 1_000_000,
  session: { isRevoked: false, idleExpiresAt: 2_000_000, absoluteExpiresAt: 3_000_000 },
  token: { consumedAt: null },
  successor: null,
  ...change,
});
const consumed = (msAgo: number, successor: RefreshState['successor'] = { consumedAt: null }) =>
  state({ token: { consumedAt: 1_000_000 - msAgo }, successor });

test.each([
  ['a token that is new', state({}), 'rotate'],
  ['the same token within ten seconds', consumed(10_000), 'repeat'],
  ['the same token later', consumed(10_001), 'reuse'],
  ['a token whose successor was used', consumed(1, { consumedAt: 999_999 }), 'reuse'],
  ['a consumed token without a successor', consumed(1, null), 'reuse'],
] as const)('%s: %s', (_, given, decision) => {
  expect(decideRefresh(given)).toBe(decision);
});

test('the end of a session goes before everything else', () => {
  const { session } = state({});
  expect(decideRefresh(state({ session: { ...session, isRevoked: true } }))).toBe('revoked');
  expect(decideRefresh(state({ session: { ...session, idleExpiresAt: 1_000_000 } }))).toBe('expired');
  expect(decideRefresh(state({ session: { ...session, absoluteExpiresAt: 1_000_000 } }))).toBe('expired');
  expect(decideRefresh({ ...consumed(60_000), session: { ...session, isRevoked: true } })).toBe('revoked');
});
