import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../connection.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { transaction } from '../transaction.ts';

const EXCLUDED = '23P01';
const UNIQUE = '23505';

let database: TestDatabase;
let app: Database;
const organizationId = randomUUID();
const userId = randomUUID();
beforeAll(async () => {
  database = await createTestDatabase();
  app = openDatabase({ url: database.appUrl, applicationName: 'test' });
  const owner = openDatabase({ url: database.ownerUrl, applicationName: 'test' });
  await owner.pool.query(`INSERT INTO organization (id, slug, name) VALUES ($1, 'one', 'one')`, [
    organizationId,
  ]);
  await owner.close();
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

/** Straight past everything that decides, as the role of the application. */
function insert(from: string, to: string | null, change: { state?: string; userId?: string } = {}) {
  const state = change.state ?? (to === null ? 'open' : 'closed');
  return transaction(app, { organizationId }, (tx) =>
    tx.query(
      `INSERT INTO work_session (organization_id, id, user_id, state, void_reason, raw_started_at, started_at, ended_at, is_provisional,
         updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6, $7, false, now())`,
      [
        organizationId,
        randomUUID(),
        change.userId ?? userId,
        state,
        state === 'voided' ? 'superseded' : null,
        `2026-06-10T${from}Z`,
        to && `2026-06-10T${to}Z`,
      ],
    ),
  );
}

test('no two sessions of a member ever overlap, whatever writes them', async () => {
  await insert('09:00', '12:00');
  await expect(insert('11:59:59.999', '13:00')).rejects.toMatchObject({ code: EXCLUDED });
  await expect(insert('08:00', null)).rejects.toMatchObject({ code: EXCLUDED });
  await insert('12:00', '13:00');
  await insert('09:00', '12:00', { state: 'voided' });
  await insert('09:00', '12:00', { userId: randomUUID() });
});

test('at most one session of a member is open, and an open one has no end', async () => {
  await insert('14:00', null);
  await expect(insert('15:00', null)).rejects.toMatchObject({
    code: expect.stringMatching(`${EXCLUDED}|${UNIQUE}`),
  });
  await expect(insert('13:10', '13:20', { state: 'open' })).rejects.toMatchObject({ code: '23514' });
});
