import { SCORE_VERSION, type Score } from '@devpulse/domain/score/delivery-reliability-score';
import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Tenant } from '../tenant.ts';
import type { ComputedScore } from './score-day.ts';

/** Ids of each kind that a row keeps; of larger scopes the API reads them anew. */
const KEPT_IDS = 100;

export type ScoreEvidence = { hits: readonly string[]; misses: readonly string[]; isWhole: boolean };
/** Everything of a score but the lists of pull requests. */
export type ScoreDetail = WithoutLists<Score>;
type WithoutLists<One> = One extends Score ? Omit<One, 'hits' | 'misses'> : never;

/**
 * Makes a day's scores those that were computed: rows that differ are written, rows of scopes that have none any more go, and what is
 * equal stays untouched. People's own are kept nowhere. Answers whether anything changed.
 */
export async function saveScores(
  tenant: Tenant,
  { day, now, scores }: { day: LocalDay; now: Instant; scores: readonly ComputedScore[] },
): Promise<boolean> {
  const rows = scores.map(({ score, ...scope }) => ({ ...scope, ...columnsOf(score) }));
  const { rowCount } = await tenant.query({
    name: 'save_scores',
    text: SAVE,
    values: [
      SCORE_VERSION,
      day,
      new Date(now),
      rows.map((row) => row.scopeType),
      rows.map((row) => row.scopeId),
      rows.map((row) => row.value),
      rows.map((row) => row.low),
      rows.map((row) => row.high),
      rows.map((row) => row.confidence),
      rows.map((row) => row.matured),
      rows.map((row) => JSON.stringify(row.detail)),
      rows.map((row) => JSON.stringify(row.evidence)),
    ],
  });
  return (rowCount ?? 0) > 0;
}

const VALUES = ['value', 'low', 'high', 'confidence', 'matured', 'detail', 'evidence'];
const listOf = (row: string) => VALUES.map((name) => `${row}.${name}`).join(', ');

const SAVE = `WITH computed AS (
    SELECT * FROM unnest($5::text[], $6::uuid[], $7::float8[], $8::float8[], $9::float8[], $10::text[], $11::int[], $12::jsonb[], $13::jsonb[])
      AS c (scope_type, scope_id, ${VALUES.join(', ')})),
  gone AS (
    DELETE FROM score s WHERE s.organization_id = $1 AND s.definition_version = $2 AND s.day = $3
      AND NOT EXISTS (SELECT 1 FROM computed c WHERE c.scope_type = s.scope_type AND c.scope_id = s.scope_id)
    RETURNING s.scope_id),
  written AS (
    INSERT INTO score AS s (organization_id, definition_version, day, computed_at, scope_type, scope_id, ${VALUES.join(', ')})
    SELECT $1, $2, $3, $4, c.scope_type, c.scope_id, ${listOf('c')} FROM computed c
    ON CONFLICT (organization_id, scope_type, scope_id, definition_version, day) DO UPDATE SET
      computed_at = excluded.computed_at, ${VALUES.map((name) => `${name} = excluded.${name}`).join(', ')}
    WHERE (${listOf('s')}) IS DISTINCT FROM (${listOf('excluded')})
    RETURNING s.scope_id)
  SELECT scope_id FROM gone UNION ALL SELECT scope_id FROM written`;

function columnsOf(score: Score) {
  if (score.kind === 'not_enough_data') {
    const evidence: ScoreEvidence = { hits: [], misses: [], isWhole: true };
    return {
      value: null,
      low: null,
      high: null,
      confidence: null,
      matured: score.n,
      detail: score,
      evidence,
    };
  }
  const { hits, misses, ...detail } = score;
  const { value, confidence, interval } = score;
  const isWhole = hits.length <= KEPT_IDS && misses.length <= KEPT_IDS;
  const evidence: ScoreEvidence = {
    hits: hits.slice(0, KEPT_IDS),
    misses: misses.slice(0, KEPT_IDS),
    isWhole,
  };
  return { value, low: interval.low, high: interval.high, confidence, matured: score.n, detail, evidence };
}
