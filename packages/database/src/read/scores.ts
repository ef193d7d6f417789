import type { ScopeType } from '@devpulse/domain/metrics/daily-metrics';
import type { DatedTarget } from '@devpulse/domain/score/targets';
import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { ScoreDetail } from '../analysis/scores.ts';
import type { Database } from '../connection.ts';
import { datedTargets } from '../rollup/rollup-rules.ts';
import { transaction } from '../transaction.ts';
import type { StoredScore } from './windows.ts';

type Scope = { organizationId: string; scopeType: ScopeType; scopeId: string };

/** With which a score is compared: 28 days before it. */
export type ComparedScore = { score: StoredScore; before: StoredScore | null };

export type WholeScore = ComparedScore & {
  definitionVersion: number;
  detail: ScoreDetail;
  computedAt: Instant;
  /** Every change of the targets of the organization and, where the scope is one, of the team. */
  targets: DatedTarget[];
};

const COLUMNS = ['day', 'value', 'low', 'high', 'confidence', 'matured'];
const scoreOf = (row: string) =>
  `json_build_object(${COLUMNS.map((name) => `'${name}', ${row}.${name}`).join(', ')})`;
const BEFORE = `LEFT JOIN score b ON b.organization_id = $1 AND b.scope_type = s.scope_type AND b.scope_id = s.scope_id
    AND b.definition_version = s.definition_version AND b.day = s.day - 28`;
const COMPARED = `${scoreOf('s')} AS score, CASE WHEN b.day IS NOT NULL THEN ${scoreOf('b')} END AS before`;

export const READ_SCORE = `SELECT ${COMPARED}, s.definition_version AS "definitionVersion", s.detail, s.computed_at AS "computedAt",
    ${datedTargets('$1', '(g.team_id IS NULL OR g.team_id = $3)')} AS targets
  FROM (SELECT * FROM score s WHERE s.organization_id = $1 AND s.scope_type = $2 AND s.scope_id = $3
      AND ($4::date IS NULL OR s.day = $4)
    ORDER BY s.definition_version DESC, s.day DESC LIMIT 1) AS s
  ${BEFORE}`;

/** The score of a day, of the last that has one where none is named, with everything that it is made of; null where there is none. */
export async function readScore(
  dashboard: Database,
  query: Scope & { day: LocalDay | null },
): Promise<WholeScore | null> {
  return transaction(dashboard, { organizationId: query.organizationId }, async (tx) => {
    const { rows } = await tx.query<WholeScore>({
      name: 'read_score',
      text: READ_SCORE,
      values: [query.organizationId, query.scopeType, query.scopeId, query.day],
    });
    return rows[0] ?? null;
  });
}

export type ScorePoint = Pick<StoredScore, 'day' | 'value' | 'low' | 'high'> & { definitionVersion: number };

export const READ_SCORE_HISTORY = `SELECT DISTINCT ON (s.day) s.day, s.value, s.low, s.high,
    s.definition_version AS "definitionVersion"
  FROM score s
  WHERE s.organization_id = $1 AND s.scope_type = $2 AND s.scope_id = $3 AND s.day >= $4
  ORDER BY s.day, s.definition_version DESC`;

/** One for each day that has a score, oldest first; of several definitions the newest. */
export async function readScoreHistory(
  dashboard: Database,
  query: Scope & { from: LocalDay },
): Promise<ScorePoint[]> {
  return transaction(dashboard, { organizationId: query.organizationId }, async (tx) => {
    const { rows } = await tx.query<ScorePoint>({
      name: 'read_score_history',
      text: READ_SCORE_HISTORY,
      values: [query.organizationId, query.scopeType, query.scopeId, query.from],
    });
    return rows;
  });
}

export const READ_SCORES_OF_SCOPES = `SELECT s.scope_id AS "scopeId", ${COMPARED}
  FROM score s ${BEFORE}
  WHERE s.organization_id = $1 AND s.scope_type = $2
    AND (s.definition_version, s.day) = (SELECT l.definition_version, l.day FROM score l WHERE l.organization_id = $1
      AND l.scope_type = 'organization' AND l.scope_id = $1 ORDER BY l.definition_version DESC, l.day DESC LIMIT 1)`;

/** The scores of every scope of a type at the end of the last day that has any. */
export async function readScoresOfScopes(
  dashboard: Database,
  query: { organizationId: string; scopeType: 'team' | 'repository' },
): Promise<Map<string, ComparedScore>> {
  return transaction(dashboard, { organizationId: query.organizationId }, async (tx) => {
    const { rows } = await tx.query<ComparedScore & { scopeId: string }>({
      name: 'read_scores_of_scopes',
      text: READ_SCORES_OF_SCOPES,
      values: [query.organizationId, query.scopeType],
    });
    return new Map(rows.map(({ scopeId, ...scores }) => [scopeId, scores]));
  });
}
