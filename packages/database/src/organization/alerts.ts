import { randomUUID } from 'node:crypto';
import type { AlertRuleId } from '@devpulse/domain/alerts/rules';
import type { AlertDecision, StoredAlert } from '@devpulse/domain/alerts/stored-alert';
import type { Instant } from '@devpulse/domain/time/instant';
import { ALERT_COLUMNS, type AlertRow, storedAlert } from '../analysis/alert-rows.ts';
import type { Tenant } from '../tenant.ts';

/** An alert, which neither a person nor an evaluation changes until the transaction ends; null when there is none of this id. */
export async function lockAlert(tenant: Tenant, alertId: string): Promise<StoredAlert | null> {
  const { rows } = await tenant.query<AlertRow>({
    text: `SELECT ${ALERT_COLUMNS} FROM health_alert a WHERE a.organization_id = $1 AND a.id = $2 FOR UPDATE`,
    values: [alertId],
  });
  return rows[0] === undefined ? null : storedAlert(rows[0]);
}

export async function saveAlertDecision(
  tenant: Tenant,
  decided: { alertId: string; decision: AlertDecision; by: string; now: Instant },
): Promise<void> {
  const { state, snoozedUntil } = decided.decision;
  await tenant.query({
    text: `UPDATE health_alert SET state = $3, snoozed_until = $4, decided_by = $5, decided_at = $6, updated_at = $6
      WHERE organization_id = $1 AND id = $2`,
    values: [
      decided.alertId,
      state,
      snoozedUntil === null ? null : new Date(snoozedUntil),
      decided.by,
      new Date(decided.now),
    ],
  });
}

export type RuleSettingChange = {
  /** Null sets it for the organization. */
  teamId: string | null;
  rule: AlertRuleId;
  /** Undefined leaves it as it is; null goes back to what is inherited. */
  isEnabled: boolean | null | undefined;
  target: number | null | undefined;
  by: string;
  now: Instant;
};

/** Sets a rule for the organization or a team. One of which nothing is set any more has no row. */
export async function saveRuleSetting(tenant: Tenant, change: RuleSettingChange): Promise<void> {
  const { teamId, rule, isEnabled, target } = change;
  await tenant.query({
    text: `INSERT INTO alert_setting AS s (id, organization_id, team_id, rule, is_enabled, target, set_by, set_at)
      VALUES ($2, $1, $3, $4, $5, $7, $9, $10)
      ON CONFLICT (organization_id, team_id, rule) DO UPDATE SET
        is_enabled = CASE WHEN $6 THEN excluded.is_enabled ELSE s.is_enabled END,
        target = CASE WHEN $8 THEN excluded.target ELSE s.target END, set_by = excluded.set_by, set_at = excluded.set_at`,
    values: [
      randomUUID(),
      teamId,
      rule,
      isEnabled ?? null,
      isEnabled !== undefined,
      target ?? null,
      target !== undefined,
      change.by,
      new Date(change.now),
    ],
  });
  await tenant.query({
    text: `DELETE FROM alert_setting WHERE organization_id = $1 AND rule = $2 AND is_enabled IS NULL AND target IS NULL`,
    values: [rule],
  });
}

/** Has the daily mail sent to a member, or no longer. */
export async function saveDigest(
  tenant: Tenant,
  { userId, isOn, now }: { userId: string; isOn: boolean; now: Instant },
): Promise<void> {
  await tenant.query(
    isOn
      ? {
          text: `INSERT INTO digest_subscription (organization_id, user_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
          values: [userId, new Date(now)],
        }
      : {
          text: 'DELETE FROM digest_subscription WHERE organization_id = $1 AND user_id = $2',
          values: [userId],
        },
  );
}

export async function hasDigest(tenant: Tenant, userId: string): Promise<boolean> {
  const { rowCount } = await tenant.query({
    text: 'SELECT 1 FROM digest_subscription WHERE organization_id = $1 AND user_id = $2',
    values: [userId],
  });
  return rowCount === 1;
}

/** Names of members by id; of somebody who has left there is none. */
export async function readMemberNames(
  tenant: Tenant,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map();
  const { rows } = await tenant.query<{ id: string; name: string }>({
    text: `SELECT u.id, u.name FROM membership m JOIN "user" u ON u.id = m.user_id
      WHERE m.organization_id = $1 AND m.user_id = ANY ($2::uuid[])`,
    values: [[...new Set(userIds)]],
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
