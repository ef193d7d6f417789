import { startTotp } from '@devpulse/contracts/account/factors';
import { getAccount } from '@devpulse/contracts/account/profile';
import { endSession, listDevices, unlinkDevice } from '@devpulse/contracts/account/sessions';
import { reauthenticate, refreshSession } from '@devpulse/contracts/auth/sign-in';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuthStage, bearer, openAuthStage, PASSWORD } from '../../testing/auth-stage.ts';
import { challengeOf, DEVICE, deviceLinkingOn, newVerifier, REDIRECT } from '../../testing/device-linking.ts';

const MINUTE = 60_000;

let stage: AuthStage;
beforeAll(async () => {
  stage = await openAuthStage();
});
afterAll(() => stage?.close());

const { authorize, exchange, linkedDevice } = deviceLinkingOn(() => stage);

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
