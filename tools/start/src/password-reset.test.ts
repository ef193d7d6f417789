import { randomUUID } from 'node:crypto';
import { useOneTimeToken } from '@devpulse/database/access/one-time-tokens';
import { type Database, openDatabase } from '@devpulse/database/connection';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { transaction } from '@devpulse/database/transaction';
import { hashSecret } from '@devpulse/vault/secrets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueResetLink } from './password-reset.ts';

const NOW = Date.parse('2026-11-24T10:00:00Z');
const PUBLIC_URL = 'https://devpulse.example.com';
const userId = randomUUID();
let database: TestDatabase;
let app: Database;
let owner: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  app = openDatabase({ url: database.appUrl, applicationName: 'test' });
  owner = openDatabase({ url: database.ownerUrl, applicationName: 'test' });
  await owner.pool.query('INSERT INTO "user" (id, email, name) VALUES ($1, $2, $2)', [
    userId,
    'ada@example.com',
  ]);
});
afterAll(async () => {
  await Promise.all([app.close(), owner.close()]);
  await database.drop();
});

const issue = (email: string, isWithoutFactors = false) =>
  issueResetLink({ databaseUrl: database.appUrl, publicUrl: PUBLIC_URL, email, isWithoutFactors, now: NOW });
const redeem = (link: string, now: number) =>
  transaction(app, { identity: true }, (tx) => {
    const tokenSha256 = hashSecret(new URL(link).searchParams.get('token') ?? '');
    return useOneTimeToken(tx, { tokenSha256, purpose: 'password_reset', now });
  });

test('a printed link is good once, for its person, for an hour', async () => {
  const link = await issue(' Ada@Example.com ');
  expect(link).toMatch(/^https:\/\/devpulse\.example\.com\/sign-in\/reset\?token=[\w-]{43}$/);
  expect(await redeem(link, NOW + 3_599_000)).toMatchObject({ userId });
  expect(await redeem(link, NOW + 3_599_000)).toBeNull();
  expect(await redeem(await issue('ada@example.com'), NOW + 3_601_000)).toBeNull();
});

test('a second link voids the first, and the person can read that there was one', async () => {
  const first = await issue('ada@example.com');
  await issue('ada@example.com');
  expect(await redeem(first, NOW)).toBeNull();
  const log = await transaction(app, { personId: userId }, (tx) =>
    tx.query('SELECT action FROM audit_entry'),
  );
  expect(log.rows.at(-1)).toEqual({ action: 'password.reset_link_printed' });
});

test('second factors stay, unless they are to go', async () => {
  await owner.pool.query(
    `INSERT INTO totp (user_id, secret_encrypted, confirmed_at) VALUES ($1, 'sealed', now())`,
    [userId],
  );
  await owner.pool.query(`INSERT INTO recovery_code (code_sha256, user_id) VALUES ('code', $1)`, [userId]);
  await owner.pool.query(
    `INSERT INTO passkey (id, user_id, credential_id, public_key, name) VALUES ($1, $1, 'id', 'key', 'Key')`,
    [userId],
  );
  const factors = async () => {
    const { rows } = await owner.pool.query<{ n: number }>(
      `SELECT ((SELECT count(*) FROM totp) + (SELECT count(*) FROM recovery_code) + (SELECT count(*) FROM passkey))::int AS n`,
    );
    return rows[0]?.n;
  };
  await issue('ada@example.com');
  expect(await factors()).toBe(3);
  await issue('ada@example.com', true);
  expect(await factors()).toBe(0);
});

test('an address of nobody is said to be one', async () => {
  await expect(issue('nobody@example.com')).rejects.toThrow(
    'Nobody here has the address nobody@example.com.',
  );
});
