import { createPublicKey, verify } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  accessTo,
  appOn,
  claimsOf,
  newPrivateKey,
  openStandIn,
  type SeenRequest,
  type StandIn,
} from './testing/stand-in.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const anything = { schema: z.unknown() };
const keys = { newest: newPrivateKey(), older: newPrivateKey() };
let standIn: StandIn;

afterEach(() => standIn.close());

/** As GitHub judges: signed by a key that it knows, begun, not ended, and good for ten minutes at most. */
function isGood(request: SeenRequest, known: readonly string[], now: number): boolean {
  const [head, claims, signature = ''] = request.authorization.replace('Bearer ', '').split('.');
  const { iat, exp } = claimsOf(request);
  const isSigned = known.some((key) =>
    verify(
      'sha256',
      Buffer.from(`${head}.${claims}`),
      createPublicKey(key),
      Buffer.from(signature, 'base64url'),
    ),
  );
  return isSigned && iat <= now / 1_000 && exp > now / 1_000 && exp - now / 1_000 <= 600;
}

async function openGithub({
  known = Object.values(keys),
  now = NOW,
}: {
  known?: string[];
  now?: number;
} = {}) {
  standIn = await openStandIn(
    (request) => (isGood(request, known, now) ? { json: {} } : { status: 401, json: { message: 'JWT' } }),
    () => now,
  );
  return accessTo(standIn, { now: () => NOW }).app(appOn(standIn, [keys.newest, keys.older]));
}

describe('an App', () => {
  test('proves itself from a minute ago to nine minutes ahead, by the newest key', async () => {
    const app = await openGithub();
    await app.rest('GET', '/app', anything);
    const [request] = standIn.seen as [SeenRequest];
    expect(claimsOf(request)).toEqual({ iss: '42', iat: NOW / 1_000 - 60, exp: NOW / 1_000 + 540 });
    expect(isGood(request, [keys.newest], NOW)).toBe(true);
  });

  test('takes the next key where GitHub does not know the newest', async () => {
    const app = await openGithub({ known: [keys.older] });
    await app.rest('GET', '/app', anything);
    expect(standIn.seen.map((request) => isGood(request, [keys.older], NOW))).toEqual([false, true]);
  });

  test('is refused when no key does, after one try with each', async () => {
    const app = await openGithub({ known: [newPrivateKey()] });
    await expect(app.rest('GET', '/app', anything)).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(standIn.seen).toHaveLength(2);
  });

  test('is refused without a key, or with none that can sign, before anything is asked', async () => {
    await openGithub();
    for (const privateKeys of [[], ['-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----']]) {
      const asking = accessTo(standIn).app(appOn(standIn, privateKeys)).rest('GET', '/app', anything);
      await expect(asking).rejects.toMatchObject({ kind: 'unauthorized' });
      await expect(asking).rejects.not.toThrow(/secret/);
    }
    expect(standIn.seen).toHaveLength(0);
  });

  test.each([5, -5])(
    'with a clock that is %i minutes off is in after one refusal at most, and from then on at once',
    async (minutes) => {
      const app = await openGithub({ now: NOW - minutes * 60_000 });
      await app.rest('GET', '/app', anything);
      expect(standIn.seen.length).toBeLessThanOrEqual(2);
      const before = standIn.seen.length;
      await app.rest('GET', '/app', anything);
      expect(standIn.seen.length - before).toBe(1);
    },
  );
});

test('how far GitHub’s clock is ahead is told with every answer', async () => {
  const skews: number[] = [];
  standIn = await openStandIn(
    () => ({ json: {} }),
    () => NOW + 90_000,
  );
  const observer = {
    onRequest: () => undefined,
    onBudget: () => undefined,
    onSkew: ({ milliseconds }: { milliseconds: number }) => void skews.push(milliseconds),
  };
  const client = accessTo(standIn, { now: () => NOW, observer }).app(appOn(standIn));
  const { answeredAt } = await client.rest('GET', '/app', anything);
  expect(skews).toEqual([90_500]);
  expect(answeredAt).toBe(NOW + 90_500);
});
