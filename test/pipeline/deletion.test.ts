import { type Database, openDatabase } from '@devpulse/database/connection';
import { purgeOrganization } from '@devpulse/database/organization/deletion';
import { organizationIdFor } from '@devpulse/domain/identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillTables } from '../../apps/api/testing/sweep/fill-tables.ts';
import { expireAccess } from '../../apps/worker/src/access/expire-access.ts';
import { fewDeliveries } from './few-deliveries.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

const [OURS, THEIRS] = [71, 72].map((account) => organizationIdFor(String(account))) as [string, string];

describe('an organization whose 30 days are over', () => {
  let pipeline: Pipeline;
  let owner: Database;
  let tables: string[];
  beforeAll(async () => {
    pipeline = await openPipeline({ now: () => Date.now() });
    owner = openDatabase({ url: pipeline.ownerUrl, applicationName: 'test' });
    for (const accountId of [71, 72]) await pipeline.store(fewDeliveries({ accountId, pullRequests: 6 }));
    await pipeline.drain();
    const { rows } = await owner.pool.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id'
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
    );
    tables = rows.map(({ name }) => name);
    for (const id of [OURS, THEIRS]) {
      await addTeam(id);
      // their keys do not hold the organization, so two rows that are alike cannot be
      await fillTables(
        owner.pool,
        id,
        tables.filter((name) => id === OURS || !['invitation', 'github_app'].includes(name)),
      );
    }
  });
  afterAll(async () => {
    await owner.close();
    await pipeline.close();
  });

  /** What hangs on a team goes with it, so the team is one that is there. */
  const addTeam = async (organizationId: string) => {
    const { rows } = await owner.pool.query<{ id: string }>(
      `INSERT INTO team (id, organization_id, slug, name) VALUES (gen_random_uuid(), $1, 'x', 'X') RETURNING id`,
      [organizationId],
    );
    const values = [organizationId, rows[0]?.id];
    await owner.pool.query(
      `INSERT INTO team_membership (organization_id, team_id, contributor_id, starts_at)
       SELECT $1, $2, id, now() FROM contributor WHERE organization_id = $1 LIMIT 1`,
      values,
    );
    await owner.pool.query(
      'INSERT INTO team_manager (organization_id, team_id, user_id) VALUES ($1, $2, gen_random_uuid())',
      values,
    );
  };
  const counts = async (organizationId: string): Promise<Record<string, number>> => {
    const found: Record<string, number> = {};
    for (const table of tables) {
      const { rows } = await owner.pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM ${table} WHERE organization_id = $1`,
        [organizationId],
      );
      found[table] = rows[0]?.n ?? 0;
    }
    const self = await owner.pool.query('SELECT 1 FROM organization WHERE id = $1', [organizationId]);
    return { ...found, organization: self.rowCount ?? 0 };
  };
  const setDue = (organizationId: string, offset: string) =>
    owner.pool.query('UPDATE organization SET deletion_due_at = now() + $2::interval WHERE id = $1', [
      organizationId,
      offset,
    ]);

  it('stays as long as they are not', async () => {
    const before = await counts(OURS);
    expect(Object.entries(before).filter(([, n]) => n === 0)).toEqual([]);
    expect(Object.keys(before).length).toBeGreaterThan(20);
    await expireAccess(pipeline.context);
    await setDue(OURS, '1 minute');
    await expireAccess(pipeline.context);
    expect(await purgeOrganization(pipeline.database, OURS)).toBe(false);
    expect(await counts(OURS)).toEqual(before);
  });

  it('leaves no row in any table, and the other organization has all of its own', async () => {
    const theirs = await counts(THEIRS);
    await setDue(OURS, '-1 minute');
    await expireAccess({ ...pipeline.context, now: () => Date.now() + 1_000 });
    expect(Object.entries(await counts(OURS)).filter(([, n]) => n > 0)).toEqual([]);
    expect(await counts(THEIRS)).toEqual(theirs);
    expect(await purgeOrganization(pipeline.database, OURS)).toBe(false);
  });

  it('takes in nothing that GitHub goes on to send', async () => {
    const [, ...work] = fewDeliveries({ accountId: 71, pullRequests: 7 });
    await pipeline.store(work);
    await pipeline.drain();
    const { organization, pull_request: pullRequests } = await counts(OURS);
    expect([organization, pullRequests]).toEqual([0, 0]);
  });
});
