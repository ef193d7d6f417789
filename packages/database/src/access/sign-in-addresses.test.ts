import { randomUUID } from 'node:crypto';
import { RETENTION } from '@devpulse/domain/privacy/retention';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from '../connection.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { transaction } from '../transaction.ts';
import { insertDeviceCode } from './device-codes.ts';
import { forgetWhatIsOver } from './expiry.ts';
import { insertSession, revokeSessions, rotateFamily } from './sessions.ts';

const DAY = 86_400_000;
const SIGNED_IN = Date.parse('2026-03-01T09:00:00Z');
const ADDRESS = '203.0.113.7';
const after = (days: number) => SIGNED_IN + days * DAY;

let instance: TestDatabase;
let owner: Database;
let app: Database;
let userId: string;
beforeAll(async () => {
  instance = await createTestDatabase();
  owner = openDatabase({ url: instance.ownerUrl, applicationName: 'test' });
  app = openDatabase({ url: instance.appUrl, applicationName: 'test' });
});
beforeEach(async () => {
  userId = randomUUID();
  await owner.pool.query(
    `INSERT INTO "user" (id, email, name) VALUES ($1, $1::uuid::text || '@example.com', 'A')`,
    [userId],
  );
});
afterAll(async () => {
  await Promise.all([owner.close(), app.close()]);
  await instance.drop();
});

/** A session that lives for longer than any address is kept. */
async function signIn(deviceId: string | null = null): Promise<string> {
  const id = randomUUID();
  await transaction(app, { identity: true }, (tx) =>
    insertSession(
      tx,
      {
        id,
        userId,
        deviceId,
        kind: deviceId === null ? 'web' : 'desktop',
        methods: ['pwd'],
        ipAddress: ADDRESS,
        userAgent: 'Firefox',
        now: SIGNED_IN,
        idleExpiresAt: after(365),
        absoluteExpiresAt: after(365),
      },
      Buffer.from(id),
    ),
  );
  return id;
}

const rotate = (sessionId: string, now: number) =>
  transaction(app, { identity: true }, (tx) =>
    rotateFamily(tx, {
      sessionId,
      generation: 1,
      nextTokenSha256: Buffer.from(`next of ${sessionId}`),
      now,
      idleExpiresAt: after(365),
      ipAddress: '203.0.113.99',
      userAgent: 'Firefox',
    }),
  );

async function stored(id: string) {
  const { rows } = await owner.pool.query(
    `SELECT ip_address AS "ipAddress", user_agent AS "userAgent", device_id AS "deviceId", methods FROM session WHERE id = $1`,
    [id],
  );
  return rows[0];
}

test('the figure that people are told', () => {
  expect(RETENTION.signInAddressDays).toBe(90);
});

test('the address of a sign-in goes after 90 days, of a session that lives too; all else stays', async () => {
  const id = await signIn();
  await forgetWhatIsOver(app, after(89));
  expect(await stored(id)).toMatchObject({ ipAddress: ADDRESS });
  await forgetWhatIsOver(app, after(91));
  expect(await stored(id)).toEqual({
    ipAddress: null,
    userAgent: 'Firefox',
    deviceId: null,
    methods: ['pwd'],
  });
});

test('so does that of the approval of a device', async () => {
  const deviceId = randomUUID();
  await owner.pool.query(
    `INSERT INTO device (id, user_id, kind, name, os, app_version) VALUES ($1, $2, 'desktop', 'Laptop', 'linux', '1')`,
    [deviceId, userId],
  );
  const id = await signIn(deviceId);
  await forgetWhatIsOver(app, after(89));
  expect(await stored(id)).toMatchObject({ ipAddress: ADDRESS, deviceId });
  await forgetWhatIsOver(app, after(91));
  expect(await stored(id)).toMatchObject({ ipAddress: null, deviceId, userAgent: 'Firefox' });
});

test('a session that ended goes 30 days later, and its address no later than 90 days after the sign-in', async () => {
  const id = await signIn();
  const end = { userId, only: id, reason: 'signed_out', now: after(80) } as const;
  await transaction(app, { identity: true }, (tx) => revokeSessions(tx, end));
  await forgetWhatIsOver(app, after(91));
  expect(await stored(id)).toMatchObject({ ipAddress: null });
  await forgetWhatIsOver(app, after(80 + RETENTION.endedSessionDays + 1));
  expect(await stored(id)).toBeUndefined();
});

test('a session that is used keeps its newest address, and none any more once that of its sign-in is gone', async () => {
  const [young, old] = [await signIn(), await signIn()];
  await rotate(young, after(89));
  expect(await stored(young)).toMatchObject({ ipAddress: '203.0.113.99' });
  await forgetWhatIsOver(app, after(91));
  await rotate(old, after(91));
  expect(await stored(old)).toMatchObject({ ipAddress: null, userAgent: 'Firefox' });
});

test('what a device was asked from goes with its code, a day after that is over', async () => {
  const code = {
    deviceCodeSha256: Buffer.from('device'),
    userCodeSha256: Buffer.from('person'),
    device: { name: 'Laptop' },
    ipAddress: ADDRESS,
    requestedAt: SIGNED_IN,
    expiresAt: SIGNED_IN + 600_000,
  };
  await transaction(app, { identity: true }, (tx) => insertDeviceCode(tx, code));
  const held = async () => (await owner.pool.query('SELECT 1 FROM device_code')).rowCount;
  await forgetWhatIsOver(app, after(RETENTION.spentSecretDays));
  expect(await held()).toBe(1);
  await forgetWhatIsOver(app, after(RETENTION.spentSecretDays + 1));
  expect(await held()).toBe(0);
});

test('addresses that are due are found by their age', async () => {
  const { rows } = await owner.pool.query<{ indexdef: string }>(
    `SELECT indexdef FROM pg_indexes WHERE tablename = 'session' AND indexdef LIKE '%(created_at)%'`,
  );
  expect(rows.map(({ indexdef }) => indexdef)).toEqual([expect.stringContaining('(ip_address IS NOT NULL)')]);
});
