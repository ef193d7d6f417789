import { type Database, openDatabase } from '@devpulse/database/connection';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { type TransactionScope, transaction } from '@devpulse/database/transaction';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRegistry, type Registry } from '../testing/people.ts';
import { fillTables } from '../testing/sweep/fill-tables.ts';
import { fingerprint } from '../testing/sweep/fingerprint.ts';
import { CELLS, createStage, isAsExpected, nameOf, runCell, type Stage } from '../testing/sweep/run-cells.ts';
import { removeOrganizationFilters } from '../testing/sweep/without-filter.ts';
import { startTestApiOver, type TestApi } from '../testing/test-api.ts';

let database: TestDatabase;
let api: TestApi;
let registry: Registry;
let stage: Stage;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApiOver(database);
  registry = await openRegistry(api, database.ownerUrl);
  stage = await createStage(registry);
});
afterAll(async () => {
  await registry?.close();
  await api?.close();
  await database?.drop();
});

/** Calls of members for what is not theirs. */
const foreignCells = CELLS.filter(
  ({ expected, target, isStale }) => expected === 404 && target.startsWith('foreign') && !isStale,
);

async function wrongCells(): Promise<string[]> {
  const wrong: string[] = [];
  for (const cell of foreignCells) {
    const answer = await runCell(api, registry, stage, cell);
    if (!isAsExpected(answer)) wrong.push(`${nameOf(cell)}: ${answer.status}`);
  }
  return wrong;
}

async function tenantTables(): Promise<string[]> {
  const { rows } = await registry.pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

async function switchSecurity(isOn: boolean): Promise<void> {
  const { rows } = await registry.pool.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> '_prisma_migrations'`,
  );
  for (const { name } of rows) {
    await registry.pool.query(`ALTER TABLE ${name} ${isOn ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`);
  }
}

describe('with the organization forgotten in every statement', () => {
  test('row-level security alone shows and changes nothing that is foreign', async () => {
    const { restore, changed } = removeOrganizationFilters();
    try {
      const before = await fingerprint(registry.pool);
      expect(await wrongCells()).toEqual([]);
      expect(await fingerprint(registry.pool)).toEqual(before);
      expect(changed()).toBeGreaterThan(50);
      console.log(`Tenancy: ${foreignCells.length} foreign cells right with ${changed()} filters removed`);
    } finally {
      restore();
    }
  }, 120_000);

  test('and without row-level security too, the walls are gone: the tests above can fail', async () => {
    const { restore } = removeOrganizationFilters();
    await switchSecurity(false);
    try {
      const wrong = await wrongCells();
      expect(wrong.length).toBeGreaterThan(10);
      console.log(`Tenancy: ${wrong.length} foreign cells wrong with both layers off`);
    } finally {
      await switchSecurity(true);
      restore();
    }
  }, 120_000);
});

describe('every table × every scope, without any filter', () => {
  let app: Database;

  beforeAll(async () => {
    app = openDatabase({ url: database.appUrl, applicationName: 'test', maxConnections: 1 });
  });
  afterAll(() => app.close());

  const foreignRows = (table: string, scope: TransactionScope, ours: string | null) =>
    transaction(app, scope, async (tx) => {
      const text = `SELECT count(*)::int AS n FROM "${table}" WHERE organization_id IS DISTINCT FROM $1::uuid`;
      const { rows } = await tx.query<{ n: number }>(text, [ours]);
      return rows[0]?.n ?? 0;
    });

  /** Opened by design: logs to their upkeep, an invitation to its secret, a person's own memberships to that person. */
  const OPENED: Record<string, readonly string[]> = {
    system: ['installation', 'dirty_day', 'raw_delivery', 'audit_entry', 'person_view'],
    identity: ['invitation', 'audit_entry'],
    person: ['membership', 'audit_entry'],
  };

  test('one tenant sees one tenant; no scope, system work and identity work see none', async () => {
    const tables = await tenantTables();
    expect(tables.length).toBeGreaterThan(18);
    await fillTables(registry.pool, stage.world.theirs.organization.id, tables);
    const ours = stage.world.ours.organization.id;
    const scopes = {
      tenant: { organizationId: ours },
      'tenant and identity': { organizationId: ours, identity: true },
      none: {},
      system: { system: true },
      identity: { identity: true },
      person: { personId: stage.world.callers.owner.userId },
    };
    const leaks: string[] = [];
    for (const table of tables) {
      for (const [name, scope] of Object.entries(scopes)) {
        const isOpened = Object.entries(OPENED).some(
          ([kind, opened]) => name.includes(kind) && opened.includes(table),
        );
        const seen = await foreignRows(table, scope, name.startsWith('tenant') ? ours : null);
        if (seen > 0 && !isOpened) leaks.push(`${table} in scope ${name}: ${seen}`);
      }
    }
    expect(leaks).toEqual([]);
    console.log(
      `Tenancy: ${tables.length} tables × ${Object.keys(scopes).length} scopes show nothing foreign`,
    );
  });
});
