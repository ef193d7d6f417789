import type { AlertRuleId } from '@devpulse/domain/alerts/rules';
import type { AlertState, StoredAlert } from '@devpulse/domain/alerts/stored-alert';
import type { Instant } from '@devpulse/domain/time/instant';
import { ALERT_COLUMNS, type AlertRow, storedAlert } from '../analysis/alert-rows.ts';
import type { AlertGap } from '../analysis/alert-work.ts';
import type { Database } from '../connection.ts';
import { transaction } from '../transaction.ts';

/** Which alerts a reader sees, by the audience of their rules; see `alertView`, which says the same of one alert. */
export type AlertReach = {
  /** Rules whose alerts the reader sees all of. */
  rules: readonly AlertRuleId[];
  /** Rules of which those of a team are seen by who may see the team; null: every team. */
  teamRules: readonly AlertRuleId[];
  teamIds: readonly string[] | null;
  /** Rules about a person: the reader’s own, and others’ once they are told (`teamIds` of those that are managed; null: every team). */
  personRules: readonly AlertRuleId[];
  sharedRules: readonly AlertRuleId[];
  contributorId: string | null;
  toldTeamIds: readonly string[] | null;
};

export type AlertPage = {
  organizationId: string;
  reach: AlertReach;
  /** Null: all that are not resolved. */
  state: AlertState | null;
  rule: AlertRuleId | null;
  teamId: string | null;
  now: Instant;
  after: { at: Instant; id: string } | null;
  limit: number;
};

export type ListedAlert = {
  alert: StoredAlert;
  decidedBy: string | null;
  decidedAt: Instant | null;
  /** On GitHub; null for what is not there. */
  url: string | null;
};

const SEEN = `(a.rule = ANY ($6::text[])
    OR (a.rule = ANY ($7::text[]) AND a.team_id IS NOT NULL AND ($8::uuid[] IS NULL OR a.team_id = ANY ($8)))
    OR (a.rule = ANY ($9::text[]) AND a.subject_id = $11)
    OR (a.rule = ANY ($10::text[]) AND (a.subject_id IS DISTINCT FROM $11) AND ($12::uuid[] IS NULL OR a.team_id = ANY ($12))
      AND (a.state = 'acknowledged' OR (a.state <> 'resolved' AND (a.evidence->>'managersFrom')::float8 <= $5::float8))))`;
const ASKED = `a.organization_id = $1 AND a.state = ANY ($2::text[]) AND ($3::text IS NULL OR a.rule = $3)
  AND ($4::uuid IS NULL OR a.team_id = $4) AND ${SEEN}`;

export const READ_ALERTS = `SELECT ${ALERT_COLUMNS}, a.decided_by AS "decidedBy", a.decided_at AS "decidedAt",
    CASE WHEN p.id IS NOT NULL THEN r.web_url || '/pull/' || p.number ELSE r.web_url END AS url
  FROM health_alert a
  LEFT JOIN pull_request p ON a.subject_type = 'pull_request' AND p.organization_id = $1 AND p.id = a.subject_id
  LEFT JOIN repository r ON r.organization_id = $1
    AND r.id = CASE a.subject_type WHEN 'pull_request' THEN p.repository_id WHEN 'repository' THEN a.subject_id END
  WHERE ${ASKED} AND ($13::float8 IS NULL OR (a.since, a.id) > (to_timestamp($13::float8 / 1000), $14::uuid))
  ORDER BY a.since, a.id LIMIT $15`;

const LIVE: readonly AlertState[] = ['open', 'acknowledged', 'snoozed'];

/** Alerts that a reader sees, those that hold longest first, and how many there are in all. */
export async function readAlerts(
  dashboard: Database,
  page: AlertPage,
): Promise<{
  total: number;
  items: ListedAlert[];
  evaluatedAt: Instant | null;
  gaps: AlertGap[];
}> {
  const asked = askedOf(page);
  return transaction(dashboard, { organizationId: page.organizationId }, async (tx) => {
    const { rows } = await tx.query<AlertRow & Omit<ListedAlert, 'alert'>>({
      name: 'read_alerts',
      text: READ_ALERTS,
      values: [...asked, page.after?.at ?? null, page.after?.id ?? null, page.limit],
    });
    const { rows: sums } = await tx.query<{
      total: string;
      evaluatedAt: Instant | null;
      gaps: AlertGap[];
    }>({
      name: 'count_alerts',
      text: `SELECT (SELECT count(*) FROM health_alert a WHERE ${ASKED}) AS total, o.alerts_evaluated_at AS "evaluatedAt",
          o.alert_gaps AS gaps FROM organization o WHERE o.id = $1`,
      values: asked,
    });
    const { total = '0', evaluatedAt = null, gaps = [] } = sums[0] ?? {};
    return {
      total: Number(total),
      items: rows.map(({ decidedBy, decidedAt, url, ...row }) => ({
        alert: storedAlert(row),
        decidedBy,
        decidedAt,
        url,
      })),
      evaluatedAt,
      gaps,
    };
  });
}

function askedOf({ organizationId, reach, state, rule, teamId, now }: AlertPage): unknown[] {
  return [
    organizationId,
    state === null ? LIVE : [state],
    rule,
    teamId,
    now,
    reach.rules,
    reach.teamRules,
    reach.teamIds,
    reach.personRules,
    reach.sharedRules,
    reach.contributorId,
    reach.toldTeamIds,
  ];
}

/** How many alerts are open for each scope of a type; those about a person are that person’s and counted for nobody. */
export async function readOpenAlertCounts(
  dashboard: Database,
  query: { organizationId: string; scopeType: 'team' | 'repository'; rules: readonly AlertRuleId[] },
): Promise<Map<string, number>> {
  return transaction(dashboard, { organizationId: query.organizationId }, async (tx) => {
    const { rows } = await tx.query<{ scopeId: string; count: number }>({
      name: 'read_open_alert_counts',
      text: `SELECT CASE $2 WHEN 'team' THEN a.team_id ELSE a.repository_id END AS "scopeId", count(*)::int AS count
        FROM health_alert a
        WHERE a.organization_id = $1 AND a.state = 'open' AND a.subject_type <> 'contributor' AND a.rule = ANY ($3::text[])
        GROUP BY 1`,
      values: [query.organizationId, query.scopeType, query.rules],
    });
    return new Map(rows.map(({ scopeId, count }) => [scopeId, count]));
  });
}
