import { createHmac } from 'node:crypto';
import { base64url, type CryptoKey, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { AuthWorld, bearer } from '../../testing/auth-world.ts';
import { fingerprint } from '../../testing/sweep/fingerprint.ts';
import { ACCESS_TOKEN_AUDIENCE, ACCESS_TOKEN_TYPE } from '../platform/access/access-tokens.ts';
import { KeyRing } from '../platform/access/key-ring.ts';

let world: AuthWorld;
beforeAll(async () => {
  world = await AuthWorld.open();
});
afterAll(() => world.close());

const encode = (part: object) => base64url.encode(JSON.stringify(part));

/** Makes tokens that are right but for what a test gets wrong. */
async function forge() {
  const person = await world.personWithPassword();
  const session = await world.tokens(person.email);
  const { kid, key } = await world.api.app.get(KeyRing).signingKey();
  const now = Math.floor(world.clock.now / 1000);
  const header = { alg: 'EdDSA', typ: ACCESS_TOKEN_TYPE, kid };
  const claims: JWTPayload = {
    iss: world.api.parts.environment.PUBLIC_URL,
    aud: ACCESS_TOKEN_AUDIENCE,
    sub: person.userId,
    sid: session.sessionId,
    iat: now,
    exp: now + 600,
  };
  const sign = (wrong: { header?: object; claims?: JWTPayload; key?: CryptoKey } = {}): Promise<string> =>
    new SignJWT({ ...claims, ...wrong.claims })
      .setProtectedHeader({ ...header, ...wrong.header })
      .sign(wrong.key ?? key);
  return { session, header, claims, sign, now };
}

async function attacks(): Promise<Record<string, string>> {
  const { session, header, claims, sign, now } = await forge();
  const { rows } = await world.registry.pool.query<{ public_jwk: { x: string } }>(
    'SELECT public_jwk FROM signing_key',
  );
  const publicKey = Buffer.from(rows[0]?.public_jwk.x ?? '', 'base64url');
  const own = await generateKeyPair('EdDSA', { extractable: true });
  const ownJwk = { kty: 'OKP', crv: 'Ed25519', x: 'AAAA' };
  const hmacBase = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
  const right = await sign();
  const [head, payload = '', signature] = right.split('.');
  const flipped = Buffer.from(payload, 'base64url');
  flipped[flipped.length - 3] = (flipped[flipped.length - 3] ?? 0) ^ 1;
  return {
    'alg none': `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`,
    'HS256 with the public key': `${hmacBase}.${createHmac('sha256', publicKey).update(hmacBase).digest('base64url')}`,
    'unknown kid': await sign({ header: { kid: crypto.randomUUID() }, key: own.privateKey }),
    'key in the header (jwk)': await sign({ header: { jwk: ownJwk }, key: own.privateKey }),
    'key by address (jku)': await sign({ header: { jku: 'https://evil.example/keys' }, key: own.privateKey }),
    expired: await sign({ claims: { iat: now - 1_300, exp: now - 700 } }),
    'not yet valid': await sign({ claims: { nbf: now + 120 } }),
    'wrong audience': await sign({ claims: { aud: 'another-api' } }),
    'wrong issuer': await sign({ claims: { iss: 'https://evil.example' } }),
    'wrong type': await sign({ header: { typ: 'JWT' } }),
    'refresh token as access token': session.refreshToken,
    'id token as access token': await sign({ header: { typ: 'JWT' }, claims: { nonce: 'n', aud: 'client' } }),
    'one bit flipped': `${head}.${flipped.toString('base64url')}.${signature}`,
    'another key under the known kid': await sign({ key: own.privateKey }),
    'no session': await sign({ claims: { sid: undefined } }),
  };
}

test('forged tokens are refused alike, and nothing is written (C01)', async () => {
  const { sign } = await forge();
  const right = await world.send('GET', '/api/v1/account', { headers: bearer(await sign()) });
  expect(right.status).toBe(200);

  const forged = await attacks();
  const missing = await world.send('GET', '/api/v1/account');
  const before = { ...(await fingerprint(world.registry.pool)), throttle: await world.count('throttle') };
  const bodies = new Set([JSON.stringify({ ...missing.body, requestId: null })]);
  for (const [name, token] of Object.entries(forged)) {
    for (const [method, url] of [
      ['GET', '/api/v1/account'],
      ['DELETE', '/api/v1/account/sessions'],
    ] as const) {
      const answer = await world.send(method, url, { headers: bearer(token) });
      expect({ name, status: answer.status }).toEqual({ name, status: 401 });
      bodies.add(JSON.stringify({ ...answer.body, requestId: null }));
    }
  }
  expect(bodies.size).toBe(1);
  const after = { ...(await fingerprint(world.registry.pool)), throttle: await world.count('throttle') };
  expect(after).toEqual(before);
  console.log(
    `C01: ${Object.keys(forged).length} kinds of forged tokens, all 401 with one body, 0 rows changed`,
  );
});

test('a token of another instance’s key, and one whose person is another’s, is refused', async () => {
  const { sign } = await forge();
  const other = await world.personWithPassword();
  const stolen = await sign({ claims: { sub: other.userId } });
  expect((await world.send('GET', '/api/v1/account', { headers: bearer(stolen) })).status).toBe(401);
});

test('a token that has just been believed ends at its end all the same', async () => {
  const { sign, now } = await forge();
  world.clock.now = now * 1_000;
  const almostOver = await sign({ claims: { iat: now - 629, exp: now - 29 } });
  const ask = async () =>
    (await world.send('GET', '/api/v1/account', { headers: bearer(almostOver) })).status;
  expect(await ask()).toBe(200);
  world.clock.now += 1_500;
  expect(await ask()).toBe(401);
});

test('tokens of the key before the last one count as long as they live, not longer', async () => {
  const person = await world.personWithPassword();
  const old = await world.tokens(person.email);
  const isIn = async (token: string) =>
    (await world.send('GET', '/api/v1/account', { headers: bearer(token) })).status === 200;
  await world.registry.pool.query(`UPDATE signing_key SET created_at = created_at - interval '90 days'`);
  world.clock.now += 61_000;
  const kidOf = (token: string): unknown =>
    JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;
  const fresh = await vi.waitFor(async () => {
    const next = await world.tokens(person.email);
    expect(kidOf(next.accessToken)).not.toBe(kidOf(old.accessToken));
    return next;
  });
  expect(await isIn(old.accessToken)).toBe(true);
  expect(await isIn(fresh.accessToken)).toBe(true);
  world.clock.now += 21 * 60_000;
  await isIn(old.accessToken);
  await vi.waitFor(async () => {
    const { kid } = await world.api.app.get(KeyRing).signingKey();
    expect(kid).toBe(kidOf(fresh.accessToken));
    expect(await world.api.app.get(KeyRing).verifyingKey(String(kidOf(old.accessToken)))).toBe(null);
  });
});
