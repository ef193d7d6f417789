import { createHash, randomBytes } from 'node:crypto';
import { startTotp } from '@devpulse/contracts/account/factors';
import { getAccount } from '@devpulse/contracts/account/profile';
import { endSession, listDevices, unlinkDevice } from '@devpulse/contracts/account/sessions';
import {
  authorizeDevice,
  decideDeviceCode,
  exchangeCode,
  pollDeviceCode,
  readDeviceCode,
  startDeviceCode,
} from '@devpulse/contracts/auth/device-link';
import { reauthenticate, refreshSession } from '@devpulse/contracts/auth/sign-in';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuthStage, openAuthStage, PASSWORD } from '../../testing/auth-stage.ts';
import type { TestPerson } from '../../testing/people.ts';

const MINUTE = 60_000;
const REDIRECT = 'http://127.0.0.1:49152/callback';
const DEVICE = { name: 'Ann’s laptop', kind: 'desktop', os: 'Linux', appVersion: '1.0.0' };

let stage: AuthStage;
beforeAll(async () => {
  stage = await openAuthStage();
});
afterAll(() => stage?.close());

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const newVerifier = () => randomBytes(32).toString('base64url');
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

async function authorize(as: Pick<TestPerson, 'headers'>, changes: object = {}) {
  const verifier = newVerifier();
  const body = {
    redirectUri: REDIRECT,
    codeChallenge: challengeOf(verifier),
    codeChallengeMethod: 'S256',
    state: 'the state of the program',
    device: DEVICE,
    ...changes,
  };
  const answer = await stage.call(authorizeDevice, { as, body });
  const redirectTo = answer.status === 200 ? new URL(answer.body.redirectTo) : null;
  return { answer, verifier, redirectTo, code: redirectTo?.searchParams.get('code') ?? '' };
}

const exchange = (code: string, codeVerifier: string, redirectUri = REDIRECT) =>
  stage.call(exchangeCode, { body: { code, codeVerifier, redirectUri } });

async function linkedDevice(person: TestPerson) {
  const { code, verifier } = await authorize(person);
  const { body } = await exchange(code, verifier);
  return body;
}

test('a program on this computer signs in with a code, and is a device of the person', async () => {
  const person = await stage.registry.person();
  const { code, verifier, redirectTo } = await authorize(person);
  expect(redirectTo?.origin).toBe('http://127.0.0.1:49152');
  expect(redirectTo?.searchParams.get('state')).toBe('the state of the program');
  const { status, body } = await exchange(code, verifier);
  expect(status).toBe(200);
  expect((await stage.call(getAccount, { as: bearer(body.accessToken) })).body.id).toBe(person.userId);
  const { items } = (await stage.call(listDevices, { as: bearer(body.accessToken) })).body;
  expect(items).toMatchObject([{ ...DEVICE, id: body.deviceId, isCurrent: true }]);
  const mails = await stage.mailsTo(person.email);
  expect(mails.map(({ subject }) => subject)).toEqual(['A device was linked to your account']);
  expect(mails[0]?.text).not.toContain('Ann');
  expect(await stage.logOf(person.userId)).toContain('device.linked');
});

const REFUSED_REQUESTS: Record<string, object> = {
  'the plain method': { codeChallengeMethod: 'plain' },
  'no challenge': { codeChallenge: '' },
  'a verifier for a challenge': { codeChallenge: 'a'.repeat(64) },
  'another host': { redirectUri: 'http://evil.example:49152/callback' },
  'a name for loopback': { redirectUri: 'http://localhost:49152/callback' },
  'a user before the host': { redirectUri: 'http://127.0.0.1:1@evil.example/callback' },
  'another path': { redirectUri: 'http://127.0.0.1:49152/other' },
  'a query': { redirectUri: 'http://127.0.0.1:49152/callback?x=1' },
  https: { redirectUri: 'https://127.0.0.1:49152/callback' },
  'a line break': { redirectUri: `${REDIRECT}\nhttp://evil.example` },
  'a browser as device': { device: { ...DEVICE, kind: 'web' } },
  'a field too many': { device: { ...DEVICE, role: 'owner' } },
};

test.each(Object.entries(REFUSED_REQUESTS))('a request with %s is refused', async (_name, changes) => {
  const { answer } = await authorize(await stage.registry.person(), changes);
  expect(answer.status).toBe(400);
});

const OTHER_REDIRECTS = {
  port: 'http://127.0.0.1:49153/callback',
  'loopback address': 'http://[::1]:49152/callback',
};

test.each(Object.entries(OTHER_REDIRECTS))(
  'a code for one address is not exchanged under another %s',
  async (_name, redirect) => {
    const { code, verifier } = await authorize(await stage.registry.person());
    expect((await exchange(code, verifier, redirect)).status).toBe(401);
    expect((await exchange(code, verifier)).status).toBe(401);
  },
);

test.each(['http://127.0.0.1:49152/other', 'http://evil.example:49152/callback'])(
  'and never under %s',
  async (redirect) => {
    const { code, verifier } = await authorize(await stage.registry.person());
    expect((await exchange(code, verifier, redirect)).status).toBe(400);
  },
);

test('a wrong verifier uses the code up, so that there is one guess', async () => {
  const person = await stage.registry.person();
  const { code, verifier } = await authorize(person);
  expect((await exchange(code, newVerifier())).status).toBe(401);
  expect((await exchange(code, verifier)).status).toBe(401);
  expect((await stage.call(listDevices, { as: person })).body.items).toEqual([]);
});

test('the challenge is no verifier of itself', async () => {
  const { code, verifier } = await authorize(await stage.registry.person());
  expect((await exchange(code, challengeOf(verifier))).status).toBe(401);
});

test('a code is good for 60 seconds', async () => {
  const person = await stage.registry.person();
  const [inTime, late] = [await authorize(person), await authorize(person)];
  stage.advance(59_999);
  expect((await exchange(inTime.code, inTime.verifier)).status).toBe(200);
  stage.advance(1);
  expect((await exchange(late.code, late.verifier)).status).toBe(401);
});

test('a second use ends the session of the first, and no other', async () => {
  const person = await stage.registry.person();
  const bystander = await linkedDevice(person);
  const { code, verifier } = await authorize(person);
  const first = (await exchange(code, verifier)).body;
  expect((await stage.call(getAccount, { as: bearer(first.accessToken) })).status).toBe(200);
  expect((await exchange(code, newVerifier())).status).toBe(401);

  expect((await stage.call(getAccount, { as: bearer(first.accessToken) })).status).toBe(401);
  const refreshed = await stage.call(refreshSession, { body: { refreshToken: first.refreshToken } });
  expect(refreshed.status).toBe(401);
  expect((await stage.call(getAccount, { as: bearer(bystander.accessToken) })).status).toBe(200);
  expect((await stage.call(getAccount, { as: person })).status).toBe(200);
  const { rows } = await stage.registry.pool.query('SELECT revoked_reason FROM session WHERE id = $1', [
    first.sessionId,
  ]);
  expect(rows[0].revoked_reason).toBe('code_reuse');
  expect(await stage.logOf(person.userId)).toContain('session.code_reuse');
});

test('of many exchanges of one code at once, at most one is answered, and its session is ended', async () => {
  const { code, verifier } = await authorize(await stage.registry.person());
  const answers = await Promise.all(Array.from({ length: 6 }, () => exchange(code, verifier)));
  const linked = answers.filter(({ status }) => status === 200);
  expect(linked).toHaveLength(1);
  const token = linked[0]?.body.accessToken ?? '';
  expect((await stage.call(getAccount, { as: bearer(token) })).status).toBe(401);
});

test('unlinking ends the device’s session at once: its next request and its refresh are refused', async () => {
  const person = await stage.registry.person();
  const device = await linkedDevice(person);
  expect((await stage.call(getAccount, { as: bearer(device.accessToken) })).status).toBe(200);
  const params = { device: device.deviceId };
  expect((await stage.call(unlinkDevice, { as: person, params })).status).toBe(200);
  expect((await stage.call(getAccount, { as: bearer(device.accessToken) })).status).toBe(401);
  const refreshed = await stage.call(refreshSession, { body: { refreshToken: device.refreshToken } });
  expect(refreshed.status).toBe(401);
});

test('another process learns of an unlinking within five seconds', async () => {
  const person = await stage.registry.person();
  const device = await linkedDevice(person);
  expect((await stage.call(getAccount, { as: bearer(device.accessToken) })).status).toBe(200);
  await stage.registry.pool.query('UPDATE device SET revoked_at = now() WHERE id = $1', [device.deviceId]);
  stage.advance(5_000);
  expect((await stage.call(getAccount, { as: bearer(device.accessToken) })).status).toBe(401);
});

test('linking gives no factor: a device is as recently authenticated as the session that let it in', async () => {
  const person = await stage.personWithPassword();
  const stale = await stage.registry.session(person.userId, {
    authenticatedAt: new Date(stage.now() - 6 * MINUTE),
  });
  const { code, verifier } = await authorize(stale);
  const device = bearer((await exchange(code, verifier)).body.accessToken);
  expect((await stage.call(startTotp, { as: device })).body.code).toBe('reauthentication_required');
  await stage.call(reauthenticate, { as: device, body: { password: PASSWORD } });
  expect((await stage.call(startTotp, { as: device })).status).toBe(200);
});

test('a device lets no other device in, and an ended session none', async () => {
  const person = await stage.registry.person();
  const device = await linkedDevice(person);
  expect((await authorize(bearer(device.accessToken))).answer.status).toBe(403);

  const other = await stage.registry.session(person.userId);
  const { code, verifier } = await authorize(other);
  await stage.call(endSession, { as: person, params: { session: other.sessionId } });
  expect((await exchange(code, verifier)).status).toBe(401);
});

async function startCode(kind = 'cli') {
  const { body } = await stage.call(startDeviceCode, {
    body: { device: { ...DEVICE, kind } },
    from: '203.0.113.7',
  });
  return body;
}

const poll = (deviceCode: string) => stage.call(pollDeviceCode, { body: { deviceCode } });
const read = (as: Pick<TestPerson, 'headers'>, userCode: string) =>
  stage.call(readDeviceCode, { as, body: { userCode } });
const decide = (as: Pick<TestPerson, 'headers'>, userCode: string, isAllowed = true) =>
  stage.call(decideDeviceCode, { as, body: { userCode, isAllowed } });

test('a device without a browser shows a code; the person types it, sees what asks and from where, and lets it in', async () => {
  const person = await stage.registry.person();
  const begun = await startCode();
  expect(begun.userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
  expect(begun.verificationUri).toBe('http://127.0.0.1:3000/device');
  expect((await poll(begun.deviceCode)).body.status).toBe('pending');

  const seen = await read(person, begun.userCode.toLowerCase().replace('-', ' '));
  expect(seen.body).toMatchObject({ device: { name: DEVICE.name }, ipAddress: '203.0.113.7' });
  expect((await decide(person, begun.userCode)).status).toBe(200);
  stage.advance(5_000);
  const { body } = await poll(begun.deviceCode);
  expect(body.status).toBe('linked');
  const account = await stage.call(getAccount, { as: bearer(body.session?.accessToken ?? '') });
  expect(account.body.id).toBe(person.userId);
  expect((await stage.mailsTo(person.email)).map(({ subject }) => subject)).toEqual([
    'A device was linked to your account',
  ]);

  stage.advance(5_000);
  expect((await poll(begun.deviceCode)).body).toEqual({ status: 'expired', session: null, deviceId: null });
  expect((await stage.call(listDevices, { as: person })).body.items).toHaveLength(1);
});

test('a device that asks more often than every five seconds is told to slow down, and learns nothing by it', async () => {
  const person = await stage.registry.person();
  const begun = await startCode();
  expect((await poll(begun.deviceCode)).body.status).toBe('pending');
  await read(person, begun.userCode);
  await decide(person, begun.userCode);
  stage.advance(4_999);
  expect((await poll(begun.deviceCode)).body.status).toBe('slow_down');
  stage.advance(4_999);
  expect((await poll(begun.deviceCode)).body.status).toBe('slow_down');
  stage.advance(5_000);
  expect((await poll(begun.deviceCode)).body.status).toBe('linked');
});

test('of many polls at once, one is handed the session', async () => {
  const person = await stage.registry.person();
  const begun = await startCode();
  await read(person, begun.userCode);
  await decide(person, begun.userCode);
  const answers = await Promise.all(Array.from({ length: 6 }, () => poll(begun.deviceCode)));
  expect(answers.filter(({ body }) => body.status === 'linked')).toHaveLength(1);
  expect((await stage.call(listDevices, { as: person })).body.items).toHaveLength(1);
});

test('one decision per code: what was denied stays denied', async () => {
  const person = await stage.registry.person();
  const begun = await startCode();
  await read(person, begun.userCode);
  expect((await decide(person, begun.userCode, false)).body).toEqual({ isAllowed: false });
  expect((await decide(person, begun.userCode)).status).toBe(404);
  expect((await read(person, begun.userCode)).status).toBe(404);
  expect((await poll(begun.deviceCode)).body.status).toBe('denied');
});

test('codes are over after ten minutes, for who decides and for who polls', async () => {
  const person = await stage.registry.person();
  const [unread, allowed] = [await startCode(), await startCode()];
  await read(person, allowed.userCode);
  await decide(person, allowed.userCode);
  stage.advance(10 * MINUTE);
  expect((await read(person, unread.userCode)).status).toBe(404);
  expect((await poll(unread.deviceCode)).body.status).toBe('expired');
  expect((await poll(allowed.deviceCode)).body.status).toBe('expired');
});

test('five codes typed in ten minutes are what a person has; right ones of their own buy no more', async () => {
  const person = await stage.registry.person();
  for (let turn = 0; turn < 2; turn += 1) {
    expect((await read(person, (await startCode()).userCode)).status).toBe(200);
  }
  for (let turn = 0; turn < 3; turn += 1) expect((await read(person, 'BCDF-GHJK')).status).toBe(404);
  const { userCode } = await startCode();
  expect((await read(person, userCode)).status).toBe(429);
  stage.advance(10 * MINUTE);
  expect((await read(person, (await startCode()).userCode)).status).toBe(200);
});

test('deciding is no way to guess: a code that this person has not read is as unknown as any', async () => {
  const [person, other] = [await stage.registry.person(), await stage.registry.person()];
  const begun = await startCode();
  const blind = await decide(person, begun.userCode);
  const unknown = await decide(person, 'BCDF-GHJK');
  expect(blind.status).toBe(404);
  expect({ ...blind.body, requestId: null }).toEqual({ ...unknown.body, requestId: null });
  await read(other, begun.userCode);
  expect((await decide(person, begun.userCode)).status).toBe(404);
  expect((await decide(other, begun.userCode)).status).toBe(200);
});

test('a device lets no other device in by a code either, and an unknown device code is refused', async () => {
  const device = bearer((await linkedDevice(await stage.registry.person())).accessToken);
  const begun = await startCode();
  expect((await read(device, begun.userCode)).status).toBe(403);
  expect((await decide(device, begun.userCode)).status).toBe(403);
  expect((await poll(newVerifier())).status).toBe(401);
});

test('a session that let a device in and was ended before the device asked lets nothing in', async () => {
  const person = await stage.registry.person();
  const thief = await stage.registry.session(person.userId);
  const begun = await startCode();
  await read(thief, begun.userCode);
  await decide(thief, begun.userCode);
  await stage.call(endSession, { as: person, params: { session: thief.sessionId } });
  expect((await poll(begun.deviceCode)).body.status).toBe('denied');
  expect((await stage.call(listDevices, { as: person })).body.items).toEqual([]);
});

test('neither codes nor letters are kept in clear', async () => {
  const begun = await startCode();
  const { code } = await authorize(await stage.registry.person());
  const { rows } = await stage.registry.pool.query(
    `SELECT (SELECT json_agg(d) FROM device_code d)::text || (SELECT json_agg(t) FROM one_time_token t)::text AS kept`,
  );
  const hex = (text: string) => Buffer.from(text).toString('hex');
  const plain = begun.userCode.replace('-', '');
  for (const secret of [begun.deviceCode, plain, code]) {
    expect(rows[0].kept).not.toContain(secret);
    expect(rows[0].kept).not.toContain(hex(secret));
  }
  const unkeyed = createHash('sha256').update(plain).digest('hex');
  expect(rows[0].kept).not.toContain(unkeyed);
});
