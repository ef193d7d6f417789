import { type Database, openDatabase } from '@devpulse/database/connection';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { type TransactionScope, transaction } from '@devpulse/database/transaction';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRegistry, type Registry } from '../testing/people.ts';
import { readRouteTable } from '../testing/route-table.ts';
import { fillTables } from '../testing/sweep/fill-tables.ts';
import { fingerprint } from '../testing/sweep/fingerprint.ts';
import { switchSecurity, tenantTables } from '../testing/sweep/row-level-security.ts';
import {
  CELLS,
  type CellAnswer,
  createStage,
  isAsExpected,
  nameOf,
  runCell,
  SWEPT_ROUTES,
} from '../testing/sweep/run-cells.ts';
import { SAMPLES } from '../testing/sweep/samples.ts';
import { startTestApiOver, type TestApi } from '../testing/test-api.ts';

/** Served beside the contracts, open to anyone, each with tests of its own. */
const OPEN = ['/api/v1/github/webhooks', '/live', '/ready', '/metrics', '/api/v1/openapi.json'];

let database: TestDatabase;
let api: TestApi;
let registry: Registry;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApiOver(database);
  registry = await openRegistry(api, database.ownerUrl);
});
afterAll(async () => {
  await registry?.close();
  await api?.close();
  await database?.drop();
});

const wrong = (answers: readonly CellAnswer[]) =>
  answers
    .filter((answer) => !isAsExpected(answer))
    .map(
      ({ cell, status, code }) => `${nameOf(cell)}: expected ${cell.expected}, got ${status} ${code ?? ''}`,
    );

describe('every route × every caller × own, foreign and missing ids', () => {
  test('nothing is served that the sweep does not know, and everything it knows is served', () => {
    const served = readRouteTable(api.app).map(({ path }) => path);
    const known = [...SWEPT_ROUTES.map(({ path }) => path), ...OPEN];
    expect([...new Set(served)].sort()).toEqual([...new Set(known)].sort());
    expect(SWEPT_ROUTES.filter(({ id }) => SAMPLES[id] === undefined)).toEqual([]);
  });

  test('what is refused is refused as the table says, and changes not a row', async () => {
    const stage = await createStage(registry);
    const refused = CELLS.filter(({ expected }) => expected !== 'passed');
    const before = await fingerprint(registry.pool);
    const answers: CellAnswer[] = [];
    for (const cell of refused) {
      answers.push(await runCell(api, registry, stage, cell));
      if (cell.isStale)
        await registry.pool.query(
          `DELETE FROM session WHERE authenticated_at < now() - interval '5 minutes'`,
        );
    }
    expect(wrong(answers)).toEqual([]);
    expect(await fingerprint(registry.pool)).toEqual(before);
    expect(differingPairs(answers)).toEqual([]);
    console.log(`Sweep: ${refused.length} cells refused, the database unchanged`);
  }, 180_000);

  test('what is allowed is let through', async () => {
    const passed = CELLS.filter(({ expected }) => expected === 'passed');
    const answers: CellAnswer[] = [];
    let stage = await createStage(registry);
    for (const cell of passed) {
      // what changes something gets a world of its own, so that no cell leans on another
      if (cell.route.method !== 'GET') stage = await createStage(registry);
      answers.push(await runCell(api, registry, stage, cell));
      if (cell.route.access === 'anyone') await registry.pool.query('DELETE FROM throttle');
    }
    expect(wrong(answers)).toEqual([]);
    console.log(
      `Sweep: ${passed.length} cells let through, ${CELLS.length} cells of ${SWEPT_ROUTES.length} routes in all`,
    );
  }, 300_000);

  test('and the log of all of it holds no address, no name and no token (P16)', () => {
    const log = api.logLines.join('');
    expect(log.length).toBeGreaterThan(10_000);
    for (const canary of ['@example.com', 'Bearer ', 'eyJ', 'dpr_', 'correct horse', 'Tara Target']) {
      expect([canary, log.includes(canary)]).toEqual([canary, false]);
    }
    expect(api.reported).toEqual([]);
  });
});

/** Pairs of a foreign and a missing id that one could tell apart. */
function differingPairs(answers: readonly CellAnswer[]): string[] {
  const without = ({ body }: CellAnswer) => JSON.stringify({ ...(body as object), requestId: null });
  return answers
    .filter(({ cell, status }) => cell.target.startsWith('foreign') && status === 404)
    .flatMap((foreign) => {
      const target = foreign.cell.target.replace('foreign', 'missing');
      const missing = answers.find(
        ({ cell }) =>
          cell.route === foreign.cell.route &&
          cell.caller === foreign.cell.caller &&
          cell.target === target &&
          !cell.isStale,
      );
      return missing === undefined || without(missing) === without(foreign) ? [] : [nameOf(foreign.cell)];
    });
}

describe('the second wall: every table × every scope, without any filter', () => {
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

  /** What work with GitHub has to look through, before it knows whose delivery or turn it is. */
  const GITHUB = [
    'github_app',
    'github_app_key',
    'github_webhook_secret',
    'github_token',
    'repository_import',
    'repository_poll',
  ];
  /** Opened by design: logs to their upkeep, an invitation to its secret, a person's own memberships to that person. */
  const OPENED: Record<string, readonly string[]> = {
    system: ['installation', 'dirty_day', 'raw_delivery', 'audit_entry', 'person_view', ...GITHUB],
    identity: ['invitation', 'audit_entry'],
    person: ['membership', 'audit_entry'],
  };

  test('one tenant sees one tenant; no scope, system work and identity work see none', async () => {
    const stage = await createStage(registry);
    const tables = await tenantTables(registry.pool);
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
    await switchSecurity(registry.pool, false);
    const unhidden = await Promise.all(tables.map((table) => foreignRows(table, {}, ours)));
    await switchSecurity(registry.pool, true);
    expect(tables.filter((_, index) => unhidden[index] === 0)).toEqual([]);
    console.log(`Sweep: ${tables.length} tables × ${Object.keys(scopes).length} scopes show nothing foreign`);
  });
});
