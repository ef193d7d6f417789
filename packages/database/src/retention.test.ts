import { randomUUID } from 'node:crypto';
import { RETENTION } from '@devpulse/domain/privacy/retention';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expireAlerts } from './analysis/alert-expiry.ts';
import { readPolicy } from './attendance/rules.ts';
import { expireAttendance } from './attendance/upkeep.ts';
import { type Database, openDatabase } from './connection.ts';
import { maintainDeliveryStore } from './delivery-store.ts';
import { inOrganization } from './tenant.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

let instance: TestDatabase;
let owner: Database;
let app: Database;
const [organizationId, other] = [randomUUID(), randomUUID()];
beforeAll(async () => {
  instance = await createTestDatabase();
  owner = openDatabase({ url: instance.ownerUrl, applicationName: 'test' });
  app = openDatabase({ url: instance.appUrl, applicationName: 'test' });
  for (const id of [organizationId, other]) {
    await owner.pool.query(
      'INSERT INTO organization (id, slug, name) VALUES ($1, $1::uuid::text, $1::uuid::text)',
      [id],
    );
  }
});
afterAll(async () => {
  await Promise.all([owner.close(), app.close()]);
  await instance.drop();
});

const reasons = async (table: string, column: string) =>
  (await owner.pool.query<{ name: string }>(`SELECT ${column} AS name FROM ${table} ORDER BY 1`)).rows.map(
    ({ name }) => name,
  );

test('time is kept for as many months as people are told, where the organization chose nothing', async () => {
  const policy = await inOrganization(app, organizationId, (tenant) => readPolicy(tenant, Date.now()));
  expect(policy.retentionMonths).toBe(RETENTION.timeMonths);
  for (const [name, more] of [
    ['kept', '-1 day'],
    ['over', '1 day'],
  ]) {
    await owner.pool.query(
      `INSERT INTO attendance_audit (organization_id, action, reason, at)
       VALUES ($1, 'x', $2, now() - make_interval(months => $3) - $4::interval)`,
      [organizationId, name, RETENTION.timeMonths, more],
    );
  }
  await expireAttendance(app, { organizationId, most: 10 });
  expect(await reasons('attendance_audit', 'reason')).toEqual(['kept']);
});

test('an organization keeps deliveries for as many months as people are told', async () => {
  const { rows } = await owner.pool.query('SELECT DISTINCT retention_months AS months FROM organization');
  expect(rows).toEqual([{ months: RETENTION.deliveryMonths }]);
  const { rows: functions } = await owner.pool.query<{ source: string }>(
    `SELECT prosrc AS source FROM pg_proc WHERE proname = 'expire_raw_deliveries'`,
  );
  expect(functions[0]?.source).toContain(`coalesce(o.retention_months, ${RETENTION.deliveryMonths})`);
  expect(functions[0]?.source).toContain(`interval '${RETENTION.countedDeliveryDays} days'`);
});

test('keys of deliveries go after their days', async () => {
  for (const days of [RETENTION.deliveryKeyDays - 1, RETENTION.deliveryKeyDays + 1]) {
    await owner.pool.query(
      `INSERT INTO delivery_key (guid, event, body_sha256, delivery_id, received_at)
       VALUES ($1::text, 'push', $1::text::bytea, gen_random_uuid(), now() - make_interval(days => $1::int))`,
      [days],
    );
  }
  await maintainDeliveryStore(app, Date.now());
  expect((await owner.pool.query('SELECT 1 FROM delivery_key')).rowCount).toBe(1);
});

test('alerts go some months after they ended, in every organization; those that live stay, however old', async () => {
  const now = Date.now();
  const alert = (of: string, rule: string, ended: string | null) =>
    owner.pool.query(
      `INSERT INTO health_alert (id, organization_id, rule, subject_type, subject_id, deduplication_key, state, since, opened_at,
         evidence, updated_at, resolved_at, resolved_reason)
       VALUES (gen_random_uuid(), $1, $2, 'team', $1, $2, CASE WHEN $3::interval IS NULL THEN 'open' ELSE 'resolved' END,
         now() - interval '3 years', now() - interval '3 years', '{}', now(), now() - $3::interval,
         CASE WHEN $3::interval IS NULL THEN NULL ELSE 'ended' END)`,
      [of, rule, ended],
    );
  await alert(organizationId, 'kept', `${RETENTION.endedAlertMonths} months -1 day`);
  await alert(organizationId, 'over', `${RETENTION.endedAlertMonths} months 1 day`);
  await alert(organizationId, 'live', null);
  await alert(other, 'over too', `${RETENTION.endedAlertMonths} months 1 day`);
  expect(await expireAlerts(app, now)).toBe(2);
  expect(await reasons('health_alert', 'rule')).toEqual(['kept', 'live']);
});
