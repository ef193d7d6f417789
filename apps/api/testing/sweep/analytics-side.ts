import { randomUUID } from 'node:crypto';
import type { Registry, TestOrganization } from '../people.ts';

/** What analyses have found of a side, by the ids that routes name. */
export type AnalyticsSide = { alert: string };

const YESTERDAY = `(now() - interval '1 day')::date`;

/** An alert that everybody sees who sees delivery, and a score of a team that had not enough to be one. */
export async function createAnalyticsSide(
  { pool }: Registry,
  { id: organizationId }: TestOrganization,
  { teamId, repository }: { teamId: string; repository: string },
): Promise<AnalyticsSide> {
  const alert = randomUUID();
  const found = {
    unit: 'working_seconds',
    target: 144_000,
    value: 200_000,
    evidence: { ids: {}, figures: {}, instants: {} },
    text: { headline: 'No merge and no review', about: 'fernhill/checkout-api', target: 'target 5 days' },
    personText: null,
    managersFrom: null,
  };
  await pool.query(
    `INSERT INTO health_alert (id, organization_id, rule, subject_type, subject_id, deduplication_key, repository_id, state, since,
       opened_at, evidence, updated_at)
     VALUES ($1, $2, 'inactivity', 'repository', $3, $4, $3, 'open', now(), now(), $5, now())`,
    [alert, organizationId, repository, `inactivity:repository:${repository}`, JSON.stringify(found)],
  );
  const detail = {
    kind: 'not_enough_data',
    reason: 'too_few_matured',
    needed: 20,
    window: { from: '2026-01-01', to: '2026-07-02', weeks: 26, startsAt: 0, endsAt: 1 },
    serviceLevels: [],
    n: 0,
    absentParts: [],
    exclusions: [],
  };
  await pool.query(
    `INSERT INTO score (organization_id, scope_type, scope_id, day, definition_version, matured, detail, evidence, computed_at)
     VALUES ($1, 'team', $2, ${YESTERDAY}, 1, 0, $3, '{}', now())`,
    [organizationId, teamId, JSON.stringify(detail)],
  );
  return { alert };
}
