import { randomUUID } from 'node:crypto';
import type { ScopeType } from '@devpulse/domain/metrics/daily-metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../connection.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { readOpenPullRequests } from './pull-requests.ts';

const organizationId = randomUUID();
const [repository, other, author, stranger, team] = Array.from({ length: 5 }, () => randomUUID()) as [
  string,
  string,
  string,
  string,
  string,
];
const TODAY = '2026-11-20';
const NUMBERS = { mine: [1, 2, 3, 4, 5, 6], others: [7, 8] };

let test: TestDatabase;
let owner: Database;
let dashboard: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  owner = openDatabase({ url: test.ownerUrl, applicationName: 'test' });
  dashboard = openDatabase({ url: test.dashboardUrl, applicationName: 'test', maxConnections: 1 });
  const insert = (text: string, ...values: unknown[]) =>
    owner.pool.query(`INSERT INTO ${text}`, [organizationId, ...values]);
  await insert(`organization (id, slug, name) VALUES ($1, 'fernhill', 'Fernhill')`);
  for (const [index, id] of [repository, other].entries())
    await insert(
      `repository (id, organization_id, github_id, full_name, web_url, is_private, is_archived, seen_at)
       VALUES ($2, $1, $3, $4, 'https://example.com', false, false, now())`,
      id,
      index,
      `fernhill/${index}`,
    );
  for (const id of [author, stranger]) await insert('contributor (id, organization_id) VALUES ($2, $1)', id);
  await insert(`team (id, organization_id, slug, name) VALUES ($2, $1, 'web', 'Web')`, team);
  // In the team since the third was ready.
  await insert(
    `team_membership (organization_id, team_id, contributor_id, starts_at) VALUES ($1, $2, $3, '2026-10-03')`,
    team,
    author,
  );
  for (const number of NUMBERS.mine) await addOpen(number, { by: author, in: repository });
  for (const number of NUMBERS.others) await addOpen(number, { by: stranger, in: other });
  await insert(
    `daily_metrics (organization_id, day, scope_type, scope_id, definition_version, open_ready, open_draft, sketches, computed_at)
     VALUES ($1, '2026-11-19', 'organization', $1, 1, 40, 2, '{}', now()), ($1, '2026-11-21', 'organization', $1, 1, 0, 0, '{}', now())`,
  );
});
afterAll(async () => {
  await Promise.all([owner.close(), dashboard.close()]);
  await test.drop();
});

async function addOpen(number: number, of: { by: string; in: string }): Promise<void> {
  await owner.pool.query(
    `INSERT INTO pull_request (id, organization_id, repository_id, github_id, number, author_contributor_id, snapshot, facts, title,
       head_ref, state, is_draft, is_counted, opened_at, ready_at, draft_during, waiting_during, in_review_during, approved_during,
       open_until, definition_version)
     VALUES ($1, $2, $3, $4::bigint, $4::int, $5, '{}', '{}', 'A change', 'change', 'open', false, true, '2026-09-01', $6::timestamptz, '{}',
       tstzmultirange(tstzrange($6, NULL)), '{}', '{}', 'infinity', 1)`,
    [randomUUID(), organizationId, of.in, number, of.by, new Date(Date.UTC(2026, 9, number))],
  );
}

const read = async (
  scopeType: ScopeType,
  scopeId: string,
  { most, oldest }: { most: number; oldest: number },
) => {
  const { total, items } = await readOpenPullRequests(dashboard, {
    organizationId,
    scopeType,
    scopeId,
    most,
    oldest,
    today: TODAY,
  });
  return { total, numbers: items.map((item) => item.number) };
};

describe('what is open', () => {
  it('is read whole, oldest first, while it is little', async () => {
    const all = { most: 8, oldest: 3 };
    expect(await read('organization', organizationId, all)).toEqual({
      total: 8,
      numbers: [1, 2, 3, 4, 5, 6, 7, 8],
    });
    expect(await read('repository', other, all)).toEqual({ total: 2, numbers: [7, 8] });
    expect(await read('contributor', author, all)).toEqual({ total: 6, numbers: NUMBERS.mine });
  });

  it('of a team is what its people had ready while they were in it', async () => {
    expect(await read('team', team, { most: 8, oldest: 3 })).toEqual({ total: 4, numbers: [3, 4, 5, 6] });
    expect((await read('team', team, { most: 2, oldest: 1 })).numbers).toEqual([3]);
  });

  it('of much are the oldest, and as many in all as the last day that has begun says', async () => {
    const few = { most: 4, oldest: 2 };
    expect(await read('organization', organizationId, few)).toEqual({ total: 42, numbers: [1, 2] });
    // Without a row there are at least those that were seen.
    expect(await read('repository', repository, few)).toEqual({ total: 5, numbers: [1, 2] });
  });
});
