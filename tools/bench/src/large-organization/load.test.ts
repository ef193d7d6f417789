import { type Database, openDatabase } from '@devpulse/database/connection';
import { clockOf } from '@devpulse/database/projection/clocks';
import { savePullRequests } from '@devpulse/database/projection/pull-requests';
import { savePushes } from '@devpulse/database/projection/pushes';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { transaction } from '@devpulse/database/transaction';
import { DEFINITION_VERSION } from '@devpulse/domain/metrics/daily-metrics';
import { workingSecondsSince2000 } from '@devpulse/domain/time/working-calendar';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { percentile } from '../report.ts';
import { livesOf } from './lives.ts';
import { loadLargeOrganization } from './load.ts';
import { ORGANIZATION_ID } from './population.ts';
import { type Folded, foldLife } from './rows.ts';

const SAMPLE = { seed: 'sample', pullRequests: 300, now: Date.parse('2026-11-20T15:00:00Z') };
const TABLES = ['pull_request', 'review', 'review_request', 'push'];

let stage: TestDatabase;
let owner: pg.Client;
let database: Database;

beforeAll(async () => {
  stage = await createTestDatabase();
  owner = new pg.Client({ connectionString: stage.ownerUrl });
  await owner.connect();
  database = openDatabase({ url: stage.appUrl, applicationName: 'test', maxConnections: 2 });
  await loadLargeOrganization(stage.ownerUrl, SAMPLE);
});

afterAll(async () => {
  await database.close();
  await owner.end();
  await stage.drop();
});

async function rowsOf(table: string): Promise<unknown[]> {
  const { rows } = await owner.query(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY id`);
  return rows;
}

function foldedSample(): Folded[] {
  const { population, lives } = livesOf(SAMPLE);
  return [...lives()].map(({ beginning, life }) => foldLife(beginning, life, population.accounts));
}

/** As the worker writes one. */
async function project({ id, beginning, life, facts, calendar }: Folded): Promise<void> {
  const { author, repository, number } = beginning;
  await transaction(database, { organizationId: ORGANIZATION_ID }, async (tx) => {
    const pushes = life.pushes.map((push) => ({
      repositoryGithubId: repository.githubId,
      ref: `refs/heads/${life.snapshot.base.headRef}`,
      before: push.beforeSha,
      after: push.afterSha,
      isForced: push.forced,
      isCreated: push.created,
      isDeleted: false,
      pusherId: author.id,
      isCounted: author.type !== 'Bot',
      pushedAt: push.at,
      distinctCommits: push.commits,
      earliestAuthoredAt: push.earliestAuthoredAt,
    }));
    await savePushes(tx, ORGANIZATION_ID, pushes);
    const record = {
      ...{
        id,
        organizationId: ORGANIZATION_ID,
        repositoryId: repository.id,
        githubId: life.githubId,
        number,
      },
      ...{ authorId: author.id, authorContributorId: author.contributorId, snapshot: life.snapshot, facts },
      readyWorkingOffset: facts.readyAt === null ? null : workingSecondsSince2000(calendar, facts.readyAt),
      clock: clockOf(calendar),
      definitionVersion: DEFINITION_VERSION,
    };
    await savePullRequests(tx, ORGANIZATION_ID, [{ record, before: null }]);
  });
}

describe('loadLargeOrganization', () => {
  it('writes what the worker would write of the same lives', async () => {
    const loaded = await Promise.all(TABLES.map(rowsOf));
    expect(loaded.map((rows) => rows.length > 200)).toEqual([true, true, true, true]);
    await owner.query(`TRUNCATE ${TABLES.join(', ')}`);
    for (const folded of foldedSample()) await project(folded);
    // What was reverted before its revert was known is kept by another verb.
    await owner.query(`UPDATE pull_request p SET reverted_at = v.merged_at, reverted_by_id = v.id FROM pull_request v
      WHERE v.repository_id = p.repository_id AND v.reverts_number = p.number AND v.state = 'merged'`);
    for (const [index, table] of TABLES.entries()) expect(await rowsOf(table)).toEqual(loaded[index]);
  });

  it('makes the same organization of the same seed, and another of another', () => {
    const first = JSON.stringify([...livesOf(SAMPLE).lives()]);
    expect(JSON.stringify([...livesOf(SAMPLE).lives()])).toBe(first);
    expect(JSON.stringify([...livesOf({ ...SAMPLE, seed: 'other' }).lives()])).not.toBe(first);
  });

  it('is as slow and as large as the published distributions say', () => {
    const { population, lives } = livesOf({ ...SAMPLE, pullRequests: 4_000 });
    const facts = [...lives()].map(
      ({ beginning, life }) => foldLife(beginning, life, population.accounts).facts,
    );
    const merged = facts.filter((fact) => fact.state === 'merged');
    const hours = (name: 'cycle' | 'pickup') =>
      percentile(
        merged.flatMap((fact) => fact.durations[name]?.elapsed ?? []),
        0.5,
      ) / 3_600;
    expect(facts).toHaveLength(4_000);
    expect(merged.length / facts.length).toBeCloseTo(0.85, 1);
    expect(hours('cycle')).toBeGreaterThan(15);
    expect(hours('cycle')).toBeLessThan(21);
    expect(hours('pickup')).toBeLessThan(5);
    expect(facts.every((fact) => fact.openedAt <= SAMPLE.now && (fact.mergedAt ?? 0) <= SAMPLE.now)).toBe(
      true,
    );
  });
});
