import { METRICS, type MetricDefinition, type MetricId } from '@devpulse/domain/metrics/definitions';
import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Database } from '../connection.ts';
import { snakeCase } from '../rollup/measures.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { VERSION_READ } from './daily-metrics.ts';
import { type EvidenceNeed, valuesOfNeeds } from './evidence-needs.ts';
import { type EvidenceScopeType, evidenceShape, type Shape } from './evidence-shapes.ts';
import { PULL_REQUEST_IDENTITY } from './pull-requests.ts';

export type EvidenceRow = {
  id: string;
  repository: string;
  number: number;
  title: string;
  url: string;
  author: string | null;
  state: 'open' | 'closed' | 'merged';
  at: Instant;
  workingSeconds: number | null;
  elapsedSeconds: number | null;
};

export type EvidenceQuery = {
  organizationId: string;
  scopeType: EvidenceScopeType;
  scopeId: string;
  metric: MetricId;
  /** The days of the figure, `to` exclusive, and the instants at which they begin and end. */
  days: { from: LocalDay; to: LocalDay };
  from: Instant;
  to: Instant;
  now: Instant;
  /** The last item of the page before. */
  before: { at: Instant; id: string } | null;
  limit: number;
};

/**
 * A page of the pull requests behind a figure, newest first, and how many there are in all: what the stored days say, so that it is the
 * figure’s own number. Throws RangeError for a metric that has none.
 */
export async function readEvidence(
  dashboard: Database,
  query: EvidenceQuery,
): Promise<{ total: number; items: EvidenceRow[] }> {
  const isNow = query.to > query.now;
  const shape = evidenceShape(query.metric, { scopeType: query.scopeType, isNow });
  const { metric, scopeType } = query;
  const name = `${metric}_${scopeType}_${isNow ? 'now' : 'past'}`;
  const base: unknown[] = [query.organizationId, query.scopeId, new Date(query.from), new Date(query.to)];
  return transaction(dashboard, { organizationId: query.organizationId }, async (tx) => {
    const needs = await valuesOfNeeds(tx, shape.needs, query);
    const { rows } = await tx.query<EvidenceRow>({
      name: `evidence_${name}`,
      text: evidenceStatement(shape),
      values: [...base, query.before?.at ?? null, query.before?.id ?? null, query.limit, ...needs],
    });
    const total = shape.isCounted
      ? await countItems(tx, shape, { name, values: [...base, ...needs] })
      : await readTotal(tx, query);
    return { total, items: rows };
  });
}

/** The statement of a page. $1 organization · $2 scope · $3, $4 the range · $5, $6 the item before the page · $7 its size · from $8 on what the shape needs */
export function evidenceStatement(shape: Shape): string {
  return `SELECT ${PULL_REQUEST_IDENTITY}, a.login AS author, p.state, e.at,
      e.working::float8 AS "workingSeconds", e.elapsed::float8 AS "elapsedSeconds"
    FROM (SELECT * FROM (${shape.items(parameterFrom(8, shape))}) AS e
      WHERE ($5::float8 IS NULL OR (e.at, e.id) < (to_timestamp($5::float8 / 1000), $6::uuid))
      ORDER BY e.at DESC, e.id DESC LIMIT $7) AS e
    JOIN pull_request p ON p.organization_id = $1 AND p.id = e.id
    JOIN repository r ON r.organization_id = $1 AND r.id = p.repository_id
    LEFT JOIN github_account a ON a.organization_id = $1 AND a.github_id = p.author_account_id
    ORDER BY e.at DESC, e.id DESC`;
}

const parameterFrom =
  (first: number, { needs }: Shape) =>
  (need: EvidenceNeed) =>
    `$${first + needs.indexOf(need)}`;

async function countItems(
  tx: Transaction,
  shape: Shape,
  { name, values }: { name: string; values: unknown[] },
): Promise<number> {
  const { rows } = await tx.query<{ total: string }>({
    name: `count_${name}`,
    text: `SELECT count(*) AS total FROM (${shape.items(parameterFrom(5, shape))}) AS e`,
    values,
  });
  return Number(rows[0]?.total ?? 0);
}

/** Lines and commits are of the pull requests that were merged. */
const IS_OF_MERGED: ReadonlySet<MetricId> = new Set(['commits', 'additions', 'deletions']);

function totalOf(metric: MetricId): string {
  const { source }: MetricDefinition = METRICS[IS_OF_MERGED.has(metric) ? 'merged' : metric];
  return source.kind === 'duration'
    ? `(sketches->'${source.duration}_working'->>'n')::bigint`
    : snakeCase(source.column);
}

async function readTotal(tx: Transaction, query: EvidenceQuery): Promise<number> {
  const { rows } = await tx.query<{ total: string }>({
    name: `evidence_total_${query.metric}`,
    text: `SELECT coalesce(sum(${totalOf(query.metric)}), 0) AS total FROM daily_metrics
      WHERE organization_id = $1 AND scope_type = $2 AND scope_id = $3 AND definition_version = ${VERSION_READ}
        AND day >= $4 AND day < $5`,
    values: [query.organizationId, query.scopeType, query.scopeId, query.days.from, query.days.to],
  });
  return Number(rows[0]?.total ?? 0);
}
