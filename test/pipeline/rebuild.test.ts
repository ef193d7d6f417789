import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  deliveries,
  openRebuildStage,
  organizationId,
  PULL_REQUESTS,
  type RebuildStage,
} from './rebuild-stage.ts';

const UNTOLD = '00000000-0000-4000-8000-000000000001';

/** Something wrong in each derived table, beside rows that are missing and rows that nothing has told. */
const CORRUPTIONS = [
  `UPDATE pull_request SET merged_at = merged_at + interval '3 days', cycle_working = 1, facts = jsonb_set(facts, '{reviewCount}', '9') WHERE number = 2`,
  `UPDATE pull_request SET reverted_at = now(), reverted_by_id = id, author_contributor_id = NULL WHERE number = 3`,
  `DELETE FROM pull_request WHERE number = 4`,
  `UPDATE timeline_entry SET at = at - interval '1 day' WHERE kind = 'merged' AND pull_request_id = (SELECT id FROM pull_request WHERE number = 5)`,
  `DELETE FROM timeline_entry WHERE kind = 'review_submitted' AND pull_request_id = (SELECT id FROM pull_request WHERE number = 6)`,
  `INSERT INTO timeline_entry SELECT organization_id, pull_request_id, 'closed:1', 'closed', at, actor_id, '{}' FROM timeline_entry
     WHERE kind = 'opened' AND pull_request_id = (SELECT id FROM pull_request WHERE number = 7)`,
  `UPDATE review SET state = 'commented', is_counted = false WHERE pull_request_id = (SELECT id FROM pull_request WHERE number = 8)`,
  `INSERT INTO review SELECT '${UNTOLD}', organization_id, pull_request_id, repository_id, 1, reviewer_account_id, reviewer_contributor_id, state,
     submitted_at, dismissed_at, is_counted FROM review LIMIT 1`,
  `DELETE FROM review_request WHERE reviewer_account_id = 13`,
  `UPDATE review_request SET answered_at = NULL WHERE reviewer_account_id = 12`,
  `UPDATE push SET pushed_at = pushed_at - interval '2 days', pusher_contributor_id = NULL WHERE ref = 'refs/heads/change-9'`,
  `INSERT INTO push SELECT '${UNTOLD}', organization_id, repository_id, repository_github_id, ref, 'x', 'y', is_forced, is_created, is_deleted,
     pusher_account_id, pusher_contributor_id, is_counted, pushed_at, distinct_commits, earliest_authored_at FROM push LIMIT 1`,
  `INSERT INTO pull_request (OWN_COLUMNS) SELECT OWN_COLUMNS FROM (
     SELECT (jsonb_populate_record(p, jsonb_build_object('id', '${UNTOLD}', 'number', 99))).* FROM pull_request p WHERE number = 10) AS untold`,
  `UPDATE daily_metrics SET merged = merged + 1 WHERE merged > 0 AND scope_type = 'team'`,
  `DELETE FROM daily_metrics WHERE day = (SELECT min(day) FROM daily_metrics)`,
  `INSERT INTO daily_metrics (organization_id, day, scope_type, scope_id, definition_version, opened, computed_at)
     SELECT organization_id, day, 'team', '${UNTOLD}', definition_version, 1, now() FROM daily_metrics LIMIT 1`,
  `UPDATE window_metrics SET figures = '{}' WHERE days = 30`,
  `UPDATE score SET matured = 1000, value = 99.9, low = 99, high = 100, confidence = 'high'`,
];

describe('a rebuild', () => {
  let stage: RebuildStage;
  beforeAll(async () => {
    stage = await openRebuildStage();
  });
  afterAll(() => stage?.pipeline.close());

  it('of what is right changes nothing, and says what it was made of', async () => {
    const { before, after, pullRequests, isRedefined, deliveriesMeanwhile } = await stage.rebuild();
    expect(after).toEqual(before);
    expect(pullRequests).toEqual({ raw: PULL_REQUESTS, both: 0, timeline: 0, swept: 0 });
    expect([isRedefined, deliveriesMeanwhile]).toEqual([false, 0]);
    for (const { rows } of Object.values({ ...after, target: { rows: 1 } })) expect(rows).toBeGreaterThan(0);
  });

  it.each(CORRUPTIONS.map((text, index) => [index, text]))(
    'rights what is wrong: %i',
    async (_index, text) => {
      const wanted = await stage.sums();
      const [columns] = await stage.rows<{ list: string }>(
        `SELECT string_agg(column_name, ', ') AS list FROM information_schema.columns
       WHERE table_name = 'pull_request' AND column_name <> 'open_class'`,
      );
      await stage.asOwner(text.replaceAll('OWN_COLUMNS', columns?.list ?? ''));
      expect(await stage.sums()).not.toEqual(wanted);
      const { after } = await stage.rebuild();
      expect(after).toEqual(wanted);
    },
  );

  it('can be stopped anywhere and begun again', async () => {
    const wanted = await stage.sums();
    for (const [step, done] of [
      ['deliveries read', 1],
      ['pull requests', 1],
      ['pull requests', 7],
      ['days', 1],
      ['scores', 1],
    ] as const) {
      await stage.asOwner('UPDATE pull_request SET merged_at = NULL, facts = facts WHERE number IN (1, 5)');
      const stopped = stage.rebuild((at, count) => {
        if (at === step && count >= done) throw new Error('stopped');
      });
      await expect(stopped).rejects.toThrow('stopped');
    }
    expect((await stage.rebuild()).after).toEqual(wanted);
  });

  it('is never seen half-done', async () => {
    const read = async () => {
      const rows = await stage.rows<{ line: string }>(
        `SELECT jsonb_build_array((SELECT jsonb_agg(to_jsonb(d) - 'computed_at' ORDER BY day, scope_type, scope_id) FROM daily_metrics d),
           (SELECT jsonb_agg(to_jsonb(w) - 'computed_at' ORDER BY scope_type, scope_id, days) FROM window_metrics w),
           (SELECT jsonb_agg(p.id ORDER BY p.id) FROM pull_request p), (SELECT jsonb_agg(v.id ORDER BY v.id) FROM review v),
           (SELECT jsonb_agg(q.id ORDER BY q.id) FROM review_request q), (SELECT jsonb_agg(h.id ORDER BY h.id) FROM push h),
           (SELECT jsonb_agg(to_jsonb(s) - 'computed_at' ORDER BY day, scope_id) FROM score s))::text AS line`,
      );
      return createHash('md5')
        .update(rows[0]?.line ?? '')
        .digest('hex');
    };
    const seen = [await read()];
    let isDone = false;
    const rebuilding = stage.rebuild().finally(() => {
      isDone = true;
    });
    while (!isDone) seen.push(await read());
    await rebuilding;
    expect(seen.length).toBeGreaterThan(2);
    expect(new Set(seen).size).toBe(1);
  });

  it('leaves what deliveries tell meanwhile', async () => {
    const other = await openRebuildStage();
    const late = deliveries.slice(-6, -3).map(({ event, body }, index) => ({
      event,
      body: body
        .replaceAll('2026-03-03', '2026-03-05')
        .replaceAll('2026-03-02', '2026-03-05')
        .replaceAll('"review":{"id":70', `"review":{"id":${8 + index}0`),
    }));
    let told: Promise<void> | null = null;
    const { after, deliveriesMeanwhile } = await stage.rebuild((step) => {
      if (step === 'deliveries read') told ??= stage.tell(late);
    });
    await told;
    await stage.pipeline.rollup(organizationId);
    await other.tell(late);
    await other.pipeline.rollup(organizationId);
    const [facts, wanted] = [await stage.sums(), await other.sums()];
    expect(deliveriesMeanwhile).toBeGreaterThanOrEqual(0);
    expect(after.timeline_entry.rows).toBeGreaterThan(0);
    for (const table of ['timeline_entry', 'pull_request', 'review', 'push', 'daily_metrics'] as const)
      expect([table, facts[table]]).toEqual([table, wanted[table]]);
    await other.pipeline.close();
  });
});
