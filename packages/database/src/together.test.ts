import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from './connection.ts';
import { inOrganization, inOrganizationAsking, type Tenant } from './tenant.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';
import { together } from './together.ts';

let test: TestDatabase;
let app: Database;
let organizationId: string;

beforeAll(async () => {
  test = await createTestDatabase();
  app = openDatabase({ url: test.appUrl, applicationName: 'test', maxConnections: 1 });
});
beforeEach(() => {
  organizationId = randomUUID();
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

const leave = (userId: string, kind: string) => ({
  name: 'jot_leave',
  text: `INSERT INTO leave_day (organization_id, user_id, day, kind, portion, set_at)
    VALUES ($1, $2, '2026-06-10', $3, 'whole', now())`,
  values: [userId, kind],
});
const target = (minutes: number) => ({
  name: 'jot_target',
  text: `INSERT INTO attendance_target (id, organization_id, effective_from, minutes, set_at)
    VALUES (gen_random_uuid(), $1, '2026-01-01', array_fill($2::int, ARRAY[7]), now())`,
  values: [minutes],
});
const last = (answer: string) => ({
  name: 'jot_last',
  text: 'SELECT $1::uuid AS id, $2::text AS said',
  values: [answer],
});

const stored = (tenant: Tenant) =>
  Promise.all([
    tenant.query({ text: 'SELECT user_id AS "userId", kind FROM leave_day WHERE organization_id = $1' }),
    tenant.query({ text: 'SELECT minutes[1] AS minutes FROM attendance_target WHERE organization_id = $1' }),
  ]).then((results) => results.map(({ rows }) => rows));

it('does all of them, each with its own values, and answers the last', async () => {
  const [one, other] = [randomUUID(), randomUUID()];
  await inOrganization(app, organizationId, async (tenant) => {
    const { rows } = await tenant.query(together([leave(one, 'sick'), target(480), last('done')]));
    expect(rows).toEqual([{ id: organizationId, said: 'done' }]);
    await tenant.query(together([leave(other, 'vacation')]));
  });
  const [days, targets] = await inOrganization(app, organizationId, stored);
  expect(days).toEqual([
    { userId: one, kind: 'sick' },
    { userId: other, kind: 'vacation' },
  ]);
  expect(targets).toEqual([{ minutes: 480 }]);
});

it('does none of them when one fails', async () => {
  const write = (minutes: number) =>
    inOrganization(app, organizationId, (tenant) =>
      tenant.query(together([leave(randomUUID(), 'sick'), target(minutes), last('done')])),
    );
  await expect(write(-1)).rejects.toMatchObject({ code: '23514' });
  expect(await inOrganization(app, organizationId, stored)).toEqual([[], []]);
  await write(60);
  const [days] = await inOrganization(app, organizationId, stored);
  expect(days).toHaveLength(1);
});

it('is refused where one of them names no organization', async () => {
  const nobody = { name: 'nobody', text: 'DELETE FROM leave_day', values: [] };
  const all = inOrganization(app, organizationId, (tenant) =>
    tenant.query(together([nobody, leave(randomUUID(), 'sick'), last('done')])),
  );
  await expect(all).rejects.toThrow('Not a statement about one organization');
});

/** Ends with a write; `failing` with two, of which the second fails. */
const endWith = (failing: boolean) =>
  inOrganizationAsking(app, organizationId, {
    ask: () => [],
    work: async (tenant) =>
      tenant.ending('taken', [leave(randomUUID(), 'sick'), ...(failing ? [target(-1)] : [])]),
  });

it('a transaction that ends with its last writes answers once they are kept', async () => {
  expect(await endWith(false)).toBe('taken');
  const [days] = await inOrganization(app, organizationId, stored);
  expect(days).toHaveLength(1);
});

it('and keeps nothing, and says why, when one of them fails', async () => {
  await expect(endWith(true)).rejects.toMatchObject({ code: '23514' });
  expect(await inOrganization(app, organizationId, stored)).toEqual([[], []]);
});

it('what a transaction holds is held by nobody else until it has ended', async () => {
  const second = openDatabase({ url: test.appUrl, applicationName: 'test', maxConnections: 1 });
  const order: string[] = [];
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
  const first = inOrganization(
    app,
    organizationId,
    async () => {
      begin();
      await mayEnd;
      order.push('first');
    },
    { lock: 'a member' },
  );
  await begun;
  const waiting = inOrganization(second, organizationId, async () => order.push('second'), {
    lock: 'a member',
  });
  const other = openDatabase({ url: test.appUrl, applicationName: 'test', maxConnections: 1 });
  await inOrganization(other, organizationId, async () => order.push('of another'), { lock: 'another' });
  end();
  await Promise.all([first, waiting]);
  expect(order).toEqual(['of another', 'first', 'second']);
  await Promise.all([second.close(), other.close()]);
});
