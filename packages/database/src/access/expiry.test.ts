import { randomUUID } from 'node:crypto';
import { RETENTION } from '@devpulse/domain/privacy/retention';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../connection.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { forgetWhatIsOver } from './expiry.ts';

let test: TestDatabase;
let owner: Database;
let app: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  owner = openDatabase({ url: test.ownerUrl, applicationName: 'test' });
  app = openDatabase({ url: test.appUrl, applicationName: 'test' });
});
afterAll(async () => {
  await Promise.all([owner.close(), app.close()]);
  await test.drop();
});

const names = async (text: string) =>
  (await owner.pool.query<{ name: string }>(text)).rows.map((row) => row.name);

it('forgets sessions, secrets and logs whose time is over, and nothing that is not', async () => {
  const userId = randomUUID();
  await owner.pool.query(`INSERT INTO "user" (id, email, name) VALUES ($1, 'a@example.com', 'A')`, [userId]);
  const session = (name: string, idle: string, revoked: string | null) =>
    owner.pool.query(
      `INSERT INTO session (id, user_id, kind, authenticated_at, user_agent, idle_expires_at, absolute_expires_at, revoked_at, revoked_reason)
       VALUES (gen_random_uuid(), $1, 'web', now(), $2, now() + $3::interval, now() + interval '90 days',
         now() + $4::interval, CASE WHEN $4 IS NULL THEN NULL ELSE 'signed_out' END)`,
      [userId, name, idle, revoked],
    );
  await session('live', '1 day', null);
  await session('ended of late', '1 day', '-29 days');
  await session('ended long ago', '1 day', '-31 days');
  await session('idle long ago', '-31 days', null);
  for (const [name, at] of [
    ['over', '-2 days'],
    ['of late', '-1 hour'],
  ] as const) {
    await owner.pool.query(
      `INSERT INTO one_time_token (token_sha256, purpose, expires_at) VALUES ($1, 'federation', now() + $2::interval)`,
      [Buffer.from(name), at],
    );
    await owner.pool.query(
      `INSERT INTO throttle (key, window_start, failures, last_failure_at) VALUES ($1, now(), 1, now() + $2::interval)`,
      [name, at],
    );
  }
  await owner.pool.query('INSERT INTO organization (id, slug, name) VALUES ($1, $2, $2)', [userId, 'o']);
  for (const age of [`${RETENTION.logMonths} months -1 day`, `${RETENTION.logMonths} months 1 day`]) {
    await owner.pool.query(
      `INSERT INTO audit_entry (organization_id, action, at) VALUES ($1, $2::text, now() - $2::text::interval)`,
      [userId, age],
    );
    await owner.pool.query(
      `INSERT INTO person_view (organization_id, viewer_role, what, at) VALUES ($1, 'owner', $2::text, now() - $2::text::interval)`,
      [userId, age],
    );
  }
  await forgetWhatIsOver(app, Date.now());
  expect(await names('SELECT user_agent AS name FROM session ORDER BY 1')).toEqual(['ended of late', 'live']);
  expect(await names(`SELECT convert_from(token_sha256, 'UTF8') AS name FROM one_time_token`)).toEqual([
    'of late',
  ]);
  expect(await names('SELECT key AS name FROM throttle')).toEqual(['of late']);
  expect(await names('SELECT action AS name FROM audit_entry')).toEqual([
    `${RETENTION.logMonths} months -1 day`,
  ]);
  expect(await names('SELECT what AS name FROM person_view')).toEqual([
    `${RETENTION.logMonths} months -1 day`,
  ]);
});
