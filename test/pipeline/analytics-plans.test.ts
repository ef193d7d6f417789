import { evidenceStatement } from '@devpulse/database/read/evidence';
import { valuesOfNeeds } from '@devpulse/database/read/evidence-needs';
import { evidenceShape } from '@devpulse/database/read/evidence-shapes';
import { refreshStatistics } from '@devpulse/database/statistics';
import { transaction } from '@devpulse/database/transaction';
import { organizationIdFor } from '@devpulse/domain/identity';
import type { MetricId } from '@devpulse/domain/metrics/definitions';
import { simulateOrganization } from '@devpulse/github-simulator/organization';
import { fernhill } from '@devpulse/github-simulator/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPipeline, type Pipeline } from './pipeline.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
const organizationId = organizationIdFor(String(fernhill.organization.id));

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await openPipeline({ now: () => NOW, timeZone: 'Europe/Berlin', takenAlong: 127 });
  await pipeline.store([...simulateOrganization({ seed: 'plans', weeks: 5, now: NOW })]);
  await pipeline.drain();
}, 400_000);
afterAll(() => pipeline?.close());

const rows = <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  transaction(
    pipeline.database,
    { organizationId },
    async (tx) => (await tx.query(text, values)).rows as T[],
  );

describe('with two hundred times as many pull requests', () => {
  const SHIFTED = /^(opened|ready|first_commit|first_review|approved|closed|merged|reverted)_at$/;

  beforeAll(async () => {
    const columns = await rows<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = 'pull_request'::regclass AND attnum > 0 AND NOT attisdropped
       AND attgenerated = ''`,
    );
    const names = columns.map(({ name }) => `"${name}"`).join(', ');
    const values = columns.map(({ name }) => {
      if (name === 'id') return 'gen_random_uuid()';
      if (name === 'github_id') return 'p.github_id + n::bigint * 1000000000';
      return SHIFTED.test(name) || name === 'open_until'
        ? `p.${name} - n * interval '7 days'`
        : `p."${name}"`;
    });
    await rows(
      `INSERT INTO pull_request (${names}) SELECT ${values.join(', ')} FROM pull_request p, generate_series(1, 200) AS n
       WHERE p.open_until <> 'infinity'`,
    );
    await refreshStatistics(pipeline.database);
  }, 120_000);

  const from = new Date('2026-10-21T22:00:00Z');
  const planOf = async (metric: MetricId, scopeType: 'organization' | 'team' | 'repository', to: Date) => {
    const isNow = to.getTime() > NOW;
    const shape = evidenceShape(metric, { scopeType, isNow });
    const [scope] = await rows<{ id: string }>(
      {
        organization: 'SELECT id FROM organization',
        team: 'SELECT id FROM team ORDER BY slug LIMIT 1',
        repository: 'SELECT id FROM repository ORDER BY full_name LIMIT 1',
      }[scopeType],
    );
    const needs = await transaction(pipeline.database, { organizationId }, (tx) =>
      valuesOfNeeds(tx, shape.needs, {
        organizationId,
        days: { from: '2026-10-22', to: to.toISOString().slice(0, 10) },
        to: to.getTime(),
        now: NOW,
      }),
    );
    const plan = await rows<{ 'QUERY PLAN': string }>(
      `EXPLAIN (ANALYZE, BUFFERS, COSTS off, TIMING off) ${evidenceStatement(shape)}`,
      [organizationId, scope?.id, from, to, null, null, 51, ...needs],
    );
    return plan.map((line) => line['QUERY PLAN']).join('\n');
  };

  it.each([
    ['merged', 'organization'],
    ['cycle_time', 'team'],
    ['merged', 'repository'],
    ['closed_unmerged', 'organization'],
    ['reviews_submitted', 'organization'],
    ['waiting_for_review', 'team'],
    ['first_reviews_in_target', 'organization'],
    ['older_than_target', 'organization'],
    ['review_requests_answered_in_target', 'organization'],
  ] as const)(
    'a page of %s of one %s is read by an index, now and as of a past day',
    async (metric, scope) => {
      const [{ count } = { count: 0 }] = await rows<{ count: number }>(
        'SELECT count(*)::int AS count FROM pull_request',
      );
      expect(count).toBeGreaterThan(10_000);
      for (const to of [new Date('2026-11-20T23:00:00Z'), new Date('2026-11-10T23:00:00Z')]) {
        const plan = await planOf(metric, scope, to);
        expect(plan).not.toMatch(/Seq Scan on (pull_request|review)\b/);
        const pages = Number(/Buffers: shared hit=(\d+)/.exec(plan)?.[1] ?? 0);
        expect(pages).toBeLessThan(6_000);
      }
    },
  );
});
