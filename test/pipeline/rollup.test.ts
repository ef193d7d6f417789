import { CHANGE_CHANNEL, type ChangeNotice } from '@devpulse/database/change-feed';
import { markDirty } from '@devpulse/database/projection/dirty-days';
import { readDailyMetrics } from '@devpulse/database/read/daily-metrics';
import { readWindow, readWindows } from '@devpulse/database/read/windows';
import { inOrganization } from '@devpulse/database/tenant';
import { organizationIdFor } from '@devpulse/domain/identity';
import type { ScopeType } from '@devpulse/domain/metrics/daily-metrics';
import { summarizeScope, WINDOW_DAYS } from '@devpulse/domain/metrics/scope-summary';
import { addDays } from '@devpulse/domain/time/local-day';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeDailyMetrics } from '../../apps/worker/src/rollup/compute-daily-metrics.ts';
import { rollDays } from '../../apps/worker/src/rollup/roll-days.ts';
import { fewDeliveries } from './few-deliveries.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

const ACCOUNT = 77;
const organizationId = organizationIdFor(String(ACCOUNT));
const NOON = Date.parse('2026-03-20T12:00:00Z');
const DAY = 86_400_000;
/** The last four pull requests stay open. */
const deliveries = fewDeliveries({ accountId: ACCOUNT, pullRequests: 12 }).slice(0, -4);

describe('a rollup', () => {
  let pipeline: Pipeline;
  let now = NOON;
  const notices: ChangeNotice[] = [];
  beforeAll(async () => {
    pipeline = await openPipeline({ now: () => now });
    const listener = await pipeline.database.pool.connect();
    listener.on('notification', ({ payload }) => notices.push(JSON.parse(payload ?? '')));
    await listener.query(`LISTEN ${CHANGE_CHANNEL}`);
    listener.release();
    await pipeline.store(deliveries);
    await pipeline.drain();
    await rollDays(pipeline.context);
    await pipeline.rollup(organizationId);
  });
  afterAll(() => pipeline.close());

  const query = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await inOrganization(pipeline.database, organizationId, (tenant) => tenant.query<Row>({ text, values })))
      .rows;
  const windows = () =>
    query<{ scope: string; day: string; at: number; last: string }>(
      `SELECT scope_type || ' ' || scope_id || ' ' || days AS scope, last_day AS last, computed_at AS at
       FROM window_metrics WHERE organization_id = $1 ORDER BY 1`,
    );
  const organization = async () =>
    (
      await query<{ count: number; dirty: number | null; version: number }>(
        `SELECT change_count::int AS count, scores_dirty_since AS dirty, metrics_version AS version
         FROM organization WHERE id = $1`,
      )
    )[0];
  const scopes = () =>
    query<{ type: ScopeType; id: string }>(
      'SELECT DISTINCT scope_type AS type, scope_id AS id FROM daily_metrics WHERE organization_id = $1',
    );
  const again = (days: string[], version?: number) =>
    inOrganization(pipeline.database, organizationId, (tenant) =>
      markDirty(tenant.transaction, organizationId, { days, receivedAt: null }),
    ).then(() => computeDailyMetrics(pipeline.context, { organizationId }, version));

  it('keeps a window of each length for every scope but people, equal to what its daily rows say', async () => {
    const of = (await scopes()).filter(({ type }) => type !== 'contributor');
    expect(of.length).toBeGreaterThan(1);
    expect(await windows()).toHaveLength(of.length * WINDOW_DAYS.length);
    for (const { type, id } of of) {
      const scope = { organizationId, scopeType: type, scopeId: id };
      const rows = await readDailyMetrics(pipeline.database, {
        ...scope,
        from: '2020-01-01',
        to: '2030-01-01',
      });
      for (const days of WINDOW_DAYS) {
        const { window } = await readWindow(pipeline.database, { ...scope, days });
        expect(window?.lastDay).toBe('2026-03-20');
        expect(window?.summary).toEqual(summarizeScope(rows, { today: '2026-03-20', days }));
      }
    }
    const whole = await readWindow(pipeline.database, {
      organizationId,
      scopeType: 'organization',
      scopeId: organizationId,
      days: 90,
    });
    expect(whole.window?.summary.figures.merged.value).toBeGreaterThan(0);
    expect(whole).toMatchObject({
      definitionVersion: 1,
      score: null,
      scoreBefore: null,
      alerts: { open: 0, acknowledged: 0, snoozed: 0 },
    });
    const lines = await readWindows(pipeline.database, { organizationId, scopeType: 'repository', days: 90 });
    expect(lines.map((line) => line.scopeId)).toEqual(
      of
        .filter(({ type }) => type === 'repository')
        .map(({ id }) => id)
        .sort(),
    );
    expect(lines[0]?.summary).not.toHaveProperty('series');
  });

  it('that finds nothing new writes no row, and counts up all the same', async () => {
    const [before, count] = [await windows(), (await organization())?.count ?? 0];
    const rows = await query('SELECT max(computed_at) FROM daily_metrics WHERE organization_id = $1');
    now += 60_000;
    notices.length = 0;
    await again(['2026-03-20']);
    expect(await windows()).toEqual(before);
    expect(await query('SELECT max(computed_at) FROM daily_metrics WHERE organization_id = $1')).toEqual(
      rows,
    );
    expect((await organization())?.count).toBe(count + 1);
    await expect.poll(() => notices).toMatchObject([{ organizationId, changeCount: count + 1 }]);
  });

  it('rewrites the windows of the scopes that it changed, and of no other', async () => {
    const before = await windows();
    const [open] = await query<{ id: string; repository: string }>(
      `SELECT id, repository_id AS repository FROM pull_request WHERE organization_id = $1 AND open_until = 'infinity' AND is_counted LIMIT 1`,
    );
    const others = await query<{ id: string }>(
      'SELECT DISTINCT repository_id AS id FROM pull_request WHERE organization_id = $1 AND is_counted AND repository_id <> $2',
      [open?.repository],
    );
    await query('UPDATE pull_request SET additions = additions + 1 WHERE organization_id = $1 AND id = $2', [
      open?.id,
    ]);
    await query(
      `UPDATE pull_request SET state = 'merged', merged_at = $3, closed_at = $3, open_until = $3, waiting_during = '{}', in_review_during = '{}',
         approved_during = '{}', draft_during = '{}' WHERE organization_id = $1 AND id = $2`,
      [open?.id, new Date(NOON)],
    );
    now += 60_000;
    await again(['2026-03-20']);
    const rewritten = (await windows()).filter(({ at }) => at === now).map(({ scope }) => scope);
    expect(rewritten).toHaveLength(2 * WINDOW_DAYS.length);
    expect(rewritten.join()).toContain(`repository ${open?.repository}`);
    for (const { id } of others) expect(rewritten.join()).not.toContain(id);
    expect(await windows()).toHaveLength(before.length);
  });

  it('rewrites every window when a new local day begins', async () => {
    // One team has had something, and has nothing on the day that begins.
    await query(
      `INSERT INTO daily_metrics (organization_id, day, scope_type, scope_id, definition_version, merged, sketches, computed_at)
       VALUES ($1, '2026-01-20', 'team', $1, 1, 1, '{}', now())`,
    );
    now = NOON + DAY;
    await rollDays(pipeline.context);
    await pipeline.rollup(organizationId);
    const all = await windows();
    expect(all.filter(({ scope }) => scope.startsWith('team'))).toHaveLength(WINDOW_DAYS.length);
    expect(new Set(all.map(({ last }) => last))).toEqual(new Set(['2026-03-21']));
    expect(new Set(all.map(({ at }) => at))).toEqual(new Set([now]));
  });

  it('makes the scores old only for days before today that they look back on', async () => {
    const forget = () => query('UPDATE organization SET scores_dirty_since = NULL WHERE id = $1');
    const today = '2026-03-21';
    const isDirtyAfter = async (day: string) => {
      await forget();
      await inOrganization(pipeline.database, organizationId, (tenant) =>
        markDirty(tenant.transaction, organizationId, { days: [day], receivedAt: now }),
      );
      await pipeline.rollup(organizationId);
      return (await organization())?.dirty !== null;
    };
    expect(await isDirtyAfter(today)).toBe(false);
    expect(await isDirtyAfter(addDays(today, -1))).toBe(true);
    expect(await isDirtyAfter(addDays(today, -182))).toBe(true);
    expect(await isDirtyAfter(addDays(today, -300))).toBe(false);
  });

  it('computes a newer version beside the old one, which is read whole until all of it is there', async () => {
    const read = () =>
      readDailyMetrics(pipeline.database, {
        organizationId,
        scopeType: 'organization',
        scopeId: organizationId,
        from: '2020-01-01',
        to: '2030-01-01',
      });
    now = NOON + 100 * DAY;
    await rollDays(pipeline.context);
    await pipeline.rollup(organizationId);
    const before = await read();
    const wanted = (version: number) =>
      before.map(({ computedAt: _, ...row }) => ({ ...row, definitionVersion: version }));
    expect(before.length).toBeGreaterThan(64);
    const versionsSeen = new Set<string>();
    const original = pipeline.context.logger.debug.bind(pipeline.context.logger);
    const seen: Promise<void>[] = [];
    pipeline.context.logger.debug = (() => {
      seen.push(
        read().then((rows) => {
          versionsSeen.add(`${rows[0]?.definitionVersion} ${rows.length}`);
        }),
      );
    }) as typeof original;
    now += 60_000;
    await computeDailyMetrics(pipeline.context, { organizationId }, 2);
    pipeline.context.logger.debug = original;
    await Promise.all(seen);
    expect(seen.length).toBeGreaterThan(1);
    expect([...versionsSeen].every((one) => one.endsWith(` ${before.length}`))).toBe(true);
    expect((await read()).map(({ computedAt: _, ...row }) => row)).toEqual(wanted(2));
    expect(
      await query('SELECT DISTINCT definition_version AS v FROM daily_metrics WHERE organization_id = $1'),
    ).toEqual([{ v: 2 }]);
    expect(
      await query('SELECT DISTINCT definition_version AS v FROM window_metrics WHERE organization_id = $1'),
    ).toEqual([{ v: 2 }]);
    expect(
      await query('SELECT definition_version AS v, day FROM definition_change WHERE organization_id = $1'),
    ).toEqual([{ v: 2, day: '2026-06-28' }]);
    expect((await organization())?.version).toBe(2);
  });

  it('of an older process leaves a newer version alone', async () => {
    await again(['2026-03-20'], 1);
    expect(await query('SELECT day FROM dirty_day WHERE organization_id = $1')).toEqual([
      { day: '2026-03-20' },
    ]);
    await computeDailyMetrics(pipeline.context, { organizationId }, 2);
    expect(await query('SELECT day FROM dirty_day WHERE organization_id = $1')).toEqual([]);
  });

  it('takes away what no fact bears out any more, and the windows of a scope that has nothing left', async () => {
    await query('UPDATE pull_request SET is_counted = false WHERE organization_id = $1');
    await query('UPDATE review SET is_counted = false WHERE organization_id = $1');
    await query('UPDATE review_request SET is_counted = false WHERE organization_id = $1');
    await query('UPDATE push SET is_counted = false WHERE organization_id = $1');
    const days = await query<{ day: string }>(
      'SELECT DISTINCT day FROM daily_metrics WHERE organization_id = $1',
    );
    await again(
      days.map(({ day }) => day),
      2,
    );
    expect(await scopes()).toEqual([]);
    expect(await windows()).toEqual([]);
  });

  it('of an organization without facts swaps at once', async () => {
    await computeDailyMetrics(pipeline.context, { organizationId }, 3);
    expect((await organization())?.version).toBe(3);
  });
});
