import { createHash } from 'node:crypto';
import { getAccount } from '@devpulse/contracts/account/profile';
import { endSession, listDevices } from '@devpulse/contracts/account/sessions';
import {
  decideDeviceCode,
  pollDeviceCode,
  readDeviceCode,
  startDeviceCode,
} from '@devpulse/contracts/auth/device-link';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuthStage, bearer, openAuthStage } from '../../testing/auth-stage.ts';
import { DEVICE, deviceLinkingOn, newVerifier } from '../../testing/device-linking.ts';
import type { TestPerson } from '../../testing/people.ts';

const MINUTE = 60_000;

let stage: AuthStage;
beforeAll(async () => {
  stage = await openAuthStage();
});
afterAll(() => stage?.close());

const { authorize, linkedDevice } = deviceLinkingOn(() => stage);

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
  expect(begun.verificationUri).toBe('http://localhost:3000/device');
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
