import { getAccount } from '@devpulse/contracts/account/profile';
import { signOut } from '@devpulse/contracts/auth/sign-in';
import { expect, test } from 'vitest';
import type { KeptSignIn } from '../tokens/token-vault.ts';
import { openSession, type SessionEnd } from './session.ts';

const NOW = Date.parse('2026-11-30T08:00:00Z');
const SIGN_IN: KeptSignIn = {
  server: 'https://devpulse.example',
  userId: '019a0000-0000-7000-8000-000000000001',
  deviceId: '019a0000-0000-7000-8000-000000000002',
  sessionId: '019a0000-0000-7000-8000-000000000003',
  refreshToken: 'refresh-token-number-0',
  refreshExpiresAt: '2026-12-30T00:00:00Z',
};
const json = (body: object, status = 200) => Response.json(body, { status });
const refusal = (code: string) =>
  json({ type: 'about:blank', title: 'No', status: 401, code, detail: 'no', requestId: 'r' }, 401);

/** A server that gives out one access token after another; `behave` changes what it says. */
function stage(
  behave: { refresh?: () => Response | Promise<Response>; api?: (token: string) => Response } = {},
) {
  const shown: string[] = [];
  const kept: KeptSignIn[] = [];
  const ends: SessionEnd[] = [];
  let count = 0;
  const nextTokens = () => {
    count += 1;
    return json({
      sessionId: SIGN_IN.sessionId,
      accessToken: `access-${count}`,
      accessExpiresAt: '2026-11-30T08:10:00Z',
      refreshToken: `refresh-token-number-${count}`,
      refreshExpiresAt: SIGN_IN.refreshExpiresAt,
    });
  };
  const fetchLike: typeof fetch = async (input, init) => {
    if (String(input).endsWith('/auth/refresh')) {
      shown.push(JSON.parse(String(init?.body)).refreshToken);
      return (await behave.refresh?.()) ?? nextTokens();
    }
    const token = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? '';
    return behave.api?.(token) ?? json({ isDone: true });
  };
  const open = (signIn = SIGN_IN) =>
    openSession({
      signIn,
      tokens: null,
      vault: { write: async (one) => void kept.push(one) },
      fetch: fetchLike,
      now: () => NOW,
      onEnd: (end) => ends.push(end),
    });
  return { open, shown, kept, ends, nextTokens };
}

test('S-07 five calls at once and one refused token make one refresh', async () => {
  const { open, shown, kept, ends } = stage({
    api: (token) => (token === 'access-1' ? refusal('unauthorized') : json({ isDone: true })),
  });
  const session = open();
  await Promise.all(Array.from({ length: 5 }, () => session.call(signOut, {})));
  expect(shown).toEqual(['refresh-token-number-0', 'refresh-token-number-1']);
  expect(kept.map(({ refreshToken }) => refreshToken)).toEqual([
    'refresh-token-number-1',
    'refresh-token-number-2',
  ]);
  expect(ends).toEqual([]);
});

test('S-07 a lost reply: the same refresh token is shown again, and nobody is signed out', async () => {
  let isLost = true;
  const { open, shown, ends } = stage({
    refresh: () => {
      if (!isLost) return undefined as never;
      isLost = false;
      throw new TypeError('socket hang up');
    },
  });
  const session = open();
  await expect(session.call(signOut, {})).rejects.toMatchObject({ problem: { status: 0 } });
  expect(await session.call(signOut, {})).toEqual({ isDone: true });
  expect(shown).toEqual(['refresh-token-number-0', 'refresh-token-number-0']);
  expect(ends).toEqual([]);
});

test('S-07 five refused calls whose refresh is lost share it, and so do the five after them', async () => {
  let isLost = true;
  const { open, shown, ends } = stage({
    api: (token) => (token === 'access-1' ? refusal('unauthorized') : json({ isDone: true })),
    refresh: () => {
      if (shown.length !== 2 || !isLost) return undefined as never;
      isLost = false;
      throw new TypeError('socket hang up');
    },
  });
  const session = open();
  const five = () => Promise.allSettled(Array.from({ length: 5 }, () => session.call(signOut, {})));
  expect((await five()).map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
  expect((await five()).map(({ status }) => status)).toEqual(Array(5).fill('fulfilled'));
  expect(shown).toEqual(['refresh-token-number-0', 'refresh-token-number-1', 'refresh-token-number-1']);
  expect(ends).toEqual([]);
});

test.each([500, 502, 429])('a server that answers %i signs nobody out', async (status) => {
  const { open, ends } = stage({ refresh: () => json({}, status) });
  await expect(open().call(getAccount, {})).rejects.toThrow();
  expect(ends).toEqual([]);
});

test('the server’s word ends it, once: removed before its time, expired after it', async () => {
  const removed = stage({ refresh: () => refusal('session_ended') });
  const session = removed.open();
  await expect(session.call(signOut, {})).rejects.toThrow();
  await expect(session.call(signOut, {})).rejects.toThrow();
  expect(removed.ends).toEqual(['removed']);
  const expired = stage({ refresh: () => refusal('session_ended') });
  await expect(
    expired.open({ ...SIGN_IN, refreshExpiresAt: '2026-11-01T00:00:00Z' }).call(signOut, {}),
  ).rejects.toThrow();
  expect(expired.ends).toEqual(['expired']);
});
