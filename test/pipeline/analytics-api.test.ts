import type { AlertView } from '@devpulse/contracts/analytics/alerts';
import type { PlainFigure } from '@devpulse/contracts/analytics/figures';
import type { EvidenceItem } from '@devpulse/contracts/analytics/metrics';
import type { ScoreView } from '@devpulse/contracts/analytics/score';
import { transaction } from '@devpulse/database/transaction';
import { organizationIdFor } from '@devpulse/domain/identity';
import { METRIC_IDS, METRICS, type MetricId } from '@devpulse/domain/metrics/definitions';
import { simulateOrganization } from '@devpulse/github-simulator/organization';
import { fernhill } from '@devpulse/github-simulator/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeScores } from '../../apps/worker/src/analysis/compute-scores.ts';
import { evaluateAlerts } from '../../apps/worker/src/analysis/evaluate-alerts.ts';
import { rollDays } from '../../apps/worker/src/rollup/roll-days.ts';
import { type OwnersApi, openApiOver } from './api-over.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
const organizationId = organizationIdFor(String(fernhill.organization.id));

let pipeline: Pipeline;
let api: OwnersApi;
let slug: string;
let scopes: string[];

beforeAll(async () => {
  pipeline = await openPipeline({ now: () => NOW, timeZone: 'Europe/Berlin', takenAlong: 127 });
  await pipeline.store([...simulateOrganization({ seed: 'api', weeks: 9, now: NOW })]);
  await pipeline.drain();
  await rollDays(pipeline.context);
  await pipeline.rollup(organizationId);
  await computeScores(pipeline.context, { organizationId });
  await pipeline.rollup(organizationId);
  await evaluateAlerts(pipeline.context, { organizationId });
  slug = (await rows<{ slug: string }>('SELECT slug FROM organization'))[0]?.slug ?? '';
  api = await openApiOver(pipeline, { now: () => NOW, organization: { id: organizationId, slug } });
  const teams = await rows<{ id: string; slug: string }>('SELECT id, slug FROM team ORDER BY slug LIMIT 2');
  const repositories = await rows<{ id: string }>('SELECT id FROM repository ORDER BY full_name LIMIT 2');
  scopes = [
    '',
    ...teams.map((team) => `&team=${team.slug}`),
    ...repositories.map(({ id }) => `&repository=${id}`),
  ];
}, 400_000);
afterAll(async () => {
  await api?.close();
  await pipeline?.close();
});

const rows = <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  transaction(
    pipeline.database,
    { organizationId },
    async (tx) => (await tx.query(text, values)).rows as T[],
  );

async function read<T>(url: string): Promise<T> {
  const path = url.startsWith('/api') ? url : `/api/v1/organizations/${slug}${url}`;
  const { status, body, json } = await api.get(path);
  expect([path, status, status === 200 ? '' : body]).toEqual([path, 200, '']);
  return json as T;
}

type Page<Item> = { total: number; items: Item[]; nextCursor: string | null };
async function readAll<Item extends { id: string }>(
  url: string,
  limit = 50,
): Promise<{ total: number; items: Item[] }> {
  const items: Item[] = [];
  let total = 0;
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page<Item> = await read(`${url}&limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    items.push(...page.items);
    total = page.total;
    cursor = page.nextCursor;
  }
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  return { total, items };
}

/** Metrics whose figure counts something else than pull requests. */
const COUNTS_OTHERS: readonly MetricId[] = [
  'commits',
  'additions',
  'deletions',
  'reviews_submitted',
  'pull_requests_reviewed',
  'review_requests',
  'review_requests_answered',
  'review_requests_answered_in_target',
];

describe('over the sample organization', () => {
  it.each(['range=30d', 'range=7d', 'range=custom&from=2026-10-12&to=2026-10-30'])(
    'each figure of %s says what is behind it, and its evidence is exactly that',
    async (range) => {
      let counted = 0;
      for (const scope of scopes) {
        const { figures } = await read<{ figures: PlainFigure[] }>(`/metrics?${range}${scope}`);
        expect(figures.map(({ metric }) => metric)).toEqual(METRIC_IDS);
        for (const { metric, n, evidence, withheld } of figures) {
          if (withheld !== null) {
            expect([METRICS[metric].isAboutPeople, scope.startsWith('&team')]).toEqual([true, true]);
            continue;
          }
          expect(evidence === null).toBe(!METRICS[metric].hasEvidence);
          if (evidence === null) continue;
          const { total, items } = await readAll<EvidenceItem>(evidence);
          expect([scope, metric, items.length]).toEqual([scope, metric, total]);
          if (!COUNTS_OTHERS.includes(metric)) expect([scope, metric, total]).toEqual([scope, metric, n]);
          else expect(total).toBeLessThanOrEqual(n);
          counted += items.length;
        }
      }
      expect(counted).toBeGreaterThan(100);
    },
    120_000,
  );

  it('pages of any size hold the same pull requests in the same order', async () => {
    const url = '/metrics/cycle_time/pull-requests?range=90d';
    const whole = await readAll<EvidenceItem>(url, 200);
    expect(whole.items.length).toBeGreaterThan(50);
    expect(await readAll<EvidenceItem>(url, 7)).toEqual(whole);
    const times = whole.items.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('a trend adds up to its figure, and a distribution holds all of it', async () => {
    const trend = await read<{ figure: PlainFigure; points: { n: number }[] }>(
      '/metrics/merged/trend?range=90d&bucket=week',
    );
    expect(trend.points.reduce((sum, { n }) => sum + n, 0)).toBe(trend.figure.n);
    const spread = await read<{
      n: number;
      bars: { n: number }[];
      quantiles: { q: number; seconds: number }[];
    }>('/metrics/cycle_time/distribution?range=90d');
    const { figures } = await read<{ figures: PlainFigure[] }>('/metrics?range=90d');
    const cycle = figures.find(({ metric }) => metric === 'cycle_time');
    expect(spread.bars.reduce((sum, { n }) => sum + n, 0)).toBe(spread.n);
    expect([spread.n, spread.quantiles.find(({ q }) => q === 0.5)?.seconds]).toEqual([
      cycle?.n,
      cycle?.value,
    ]);
  });

  it('the export holds what the figures say, day by day', async () => {
    const { rows: days } = await read<{ rows: Record<string, number>[] }>('/daily-metrics?range=30d');
    const { figures } = await read<{ figures: PlainFigure[] }>('/metrics?range=30d');
    const sumOf = (column: string) => days.reduce((sum, day) => sum + (day[column] ?? 0), 0);
    const figureOf = (metric: MetricId) => figures.find((one) => one.metric === metric)?.n;
    expect(days).toHaveLength(30);
    expect([sumOf('merged'), sumOf('reviews_submitted'), sumOf('cycle_working_n')]).toEqual([
      figureOf('merged'),
      figureOf('reviews_submitted'),
      figureOf('cycle_time'),
    ]);
  });

  it('lists of teams and repositories say what their pages say, by name', async () => {
    for (const kind of ['teams', 'repositories']) {
      const { items } = await read<{ items: { id: string; name: string; figures: PlainFigure[] }[] }>(
        `/delivery/${kind}?days=30`,
      );
      expect(items.length).toBeGreaterThan(1);
      const names = items.map(({ name }) => name);
      expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
      for (const { id, figures } of items.slice(0, 3)) {
        const page = await read<{ figures: PlainFigure[] }>(`/delivery/${kind}/${id}?range=30d`);
        for (const figure of figures)
          expect(page.figures.find(({ metric }) => metric === figure.metric)).toMatchObject({ ...figure });
      }
    }
  });

  it('the pull requests of a score’s parts add up to the score', async () => {
    let scored = 0;
    for (const scope of scopes) {
      const score = await read<ScoreView>(`/score?${scope.slice(1)}`);
      expect(score.day).toBe('2026-11-19');
      if (score.value === null) continue;
      scored += 1;
      const points = score.parts.reduce((sum, part) => sum + (part.points ?? 0), 0);
      expect(points).toBeCloseTo(Math.round(score.value * 10) / 10, 6);
      for (const { part, n, numerator, denominator, evidence } of score.parts) {
        const { items } = await readAll<{
          id: string;
          outcome: string;
          openDays: number;
          olderDays: number;
          revertWeight: number;
        }>(evidence);
        const of = (...outcomes: string[]) => items.filter(({ outcome }) => outcomes.includes(outcome));
        const sum = (name: 'openDays' | 'olderDays' | 'revertWeight') =>
          items.reduce((all, one) => all + one[name], 0);
        if (part === 'promise_kept')
          expect([of('hit').length, of('hit', 'miss').length]).toEqual([numerator, denominator]);
        if (part === 'predictability') expect(of('counted').length).toBeGreaterThanOrEqual(n);
        if (part === 'flow') {
          expect(sum('olderDays')).toBeCloseTo(numerator ?? Number.NaN, 6);
          expect(sum('openDays')).toBeCloseTo(denominator ?? Number.NaN, 6);
        }
        if (part === 'stability') {
          expect(sum('revertWeight')).toBeCloseTo(numerator ?? Number.NaN, 6);
          expect(of('hit', 'half', 'miss')).toHaveLength(denominator ?? -1);
        }
      }
    }
    expect(scored).toBeGreaterThan(1);
    const { points } = await read<{ points: { day: string }[] }>('/score/history?days=182');
    expect(points.at(-1)?.day).toBe('2026-11-19');
  });

  it('alerts are listed page by page, those that hold longest first', async () => {
    const { total, items } = await readAll<AlertView>('/alerts?', 3);
    expect(items.length).toBe(total);
    expect(items.length).toBeGreaterThan(3);
    const since = items.map((one) => Date.parse(one.since));
    expect(since).toEqual([...since].sort((a, b) => a - b));
    expect(items.some(({ subject }) => subject.url?.includes('/pull/'))).toBe(true);
  });
});
