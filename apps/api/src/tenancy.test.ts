import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRegistry, type Registry } from '../testing/people.ts';
import { fingerprint } from '../testing/sweep/fingerprint.ts';
import { switchSecurity } from '../testing/sweep/row-level-security.ts';
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
    await switchSecurity(registry.pool, false);
    try {
      const wrong = await wrongCells();
      expect(wrong.length).toBeGreaterThan(10);
      console.log(`Tenancy: ${wrong.length} foreign cells wrong with both layers off`);
    } finally {
      await switchSecurity(registry.pool, true);
      restore();
    }
  }, 120_000);
});
