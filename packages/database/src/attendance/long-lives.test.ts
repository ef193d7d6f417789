import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../connection.ts';
import { inOrganization, Tenant } from '../tenant.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import type { Transaction } from '../transaction.ts';
import { readCurrentSessions, readSessionsNamed, readSessionsTouching } from './stored-sessions.ts';
import { readTold } from './told.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-06-20T12:00:00Z');
const [organizationId, userId] = [randomUUID(), randomUUID()];
const names = Array.from({ length: 20 }, () => randomUUID());
const around = { from: NOW - 9 * 24 * HOUR, to: NOW };

let database: TestDatabase;
let app: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  app = openDatabase({ url: database.appUrl, applicationName: 'test' });
  const owner = openDatabase({ url: database.ownerUrl, applicationName: 'test' });
  await owner.pool.query(`INSERT INTO organization (id, slug, name) VALUES ($1, 'long', 'long')`, [
    organizationId,
  ]);
  await owner.pool.query(
    `INSERT INTO work_session (organization_id, user_id, updated_at, id, aliases, links, state, started_at, ended_at, raw_started_at,
       raw_ended_at, end_reason, is_provisional, version)
     SELECT $1, $2, now(), gen_random_uuid(), '{}', '[]', 'closed', t, t + interval '3 hours', t, t + interval '3 hours', 'member', false, 1
     FROM generate_series($3::timestamptz - interval '1000 days', $3::timestamptz, interval '12 hours') AS t`,
    [organizationId, userId, new Date(NOW)],
  );
  await owner.pool.query('VACUUM (ANALYZE) work_session');
  await owner.close();
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

type Plan = { [key: string]: unknown; Plans?: Plan[] };

/** How many sessions a statement looks at, found or not, the way it is run once it is planned for whatever it is asked with. */
async function sessionsLookedAt(ask: (tenant: Tenant) => Promise<unknown>): Promise<number> {
  const asked: { text: string; values: unknown[] }[] = [];
  const query = async (statement: { text: string; values: unknown[] }) => {
    asked.push(statement);
    return { rows: [] };
  };
  await ask(new Tenant({ query } as unknown as Transaction, organizationId));
  const [{ text, values } = { text: '', values: [] }] = asked;
  return inOrganization(
    app,
    organizationId,
    async ({ transaction }) => {
      await transaction.query(`PREPARE asked AS ${text}`);
      const { rows } = await transaction.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE asked (${values.map(literal)})`,
      );
      await transaction.query('DEALLOCATE asked');
      return looked(rows[0]?.['QUERY PLAN'][0].Plan ?? {});
    },
    { identity: true, isPlannedOnce: true },
  );
}

const literal = (value: unknown): string => `'${Array.isArray(value) ? `{${value}}` : value}'`;

const looked = ({ Plans = [], ...node }: Plan): number =>
  (node['Relation Name'] === 'work_session' ? visited(node) : 0) +
  Plans.reduce((sum, plan) => sum + looked(plan), 0);

const visited = (node: Plan): number =>
  ['Actual Rows', 'Rows Removed by Filter', 'Rows Removed by Index Recheck'].reduce(
    (sum, name) => sum + Number(node[name] ?? 0) * Number(node['Actual Loops']),
    0,
  );

const STATEMENTS: Record<string, (tenant: Tenant) => Promise<unknown>> = {
  'what an upload is folded with': (tenant) => readTold(tenant, { userId, ...around, names }),
  'sessions of some days': (tenant) => readSessionsTouching(tenant, { userId, ...around }),
  'sessions under some names': (tenant) => readSessionsNamed(tenant, { userId, names }),
  'what a clock shows': (tenant) => readCurrentSessions(tenant, { userId, since: around.from }),
};

test.each(Object.entries(STATEMENTS))(
  'of the 2,001 sessions of three years a statement looks at those that it is about: %s',
  async (_, ask) => expect(await sessionsLookedAt(ask)).toBeLessThan(100),
);
