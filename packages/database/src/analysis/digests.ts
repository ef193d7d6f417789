import type { StoredAlert } from '@devpulse/domain/alerts/stored-alert';
import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Tenant } from '../tenant.ts';
import { ALERT_COLUMNS, type AlertRow, storedAlert } from './alert-rows.ts';

export type Subscriber = {
  userId: string;
  email: string;
  /** When the last digest was made; null before the first one. */
  toldAt: Instant | null;
};

/**
 * Members who want the daily mail and are not dealt with for a day yet; nobody else deals with them until the transaction ends, and whom
 * somebody else deals with is left out. Who subscribed after `before` waits for the next day.
 */
export async function claimSubscribers(
  tenant: Tenant,
  { day, before }: { day: LocalDay; before: Instant },
): Promise<Subscriber[]> {
  const { rows } = await tenant.query<Subscriber>({
    text: `SELECT s.user_id AS "userId", u.email, s.told_at AS "toldAt"
      FROM digest_subscription s JOIN "user" u ON u.id = s.user_id AND u.disabled_at IS NULL
      WHERE s.organization_id = $1 AND coalesce(s.sent_through < $2, true) AND s.created_at < $3
      ORDER BY s.user_id FOR UPDATE OF s SKIP LOCKED`,
    values: [day, new Date(before)],
  });
  return rows;
}

/** Notes that a day is dealt with for these, whether there was anything to tell or not. */
export async function recordDigests(
  tenant: Tenant,
  told: { userIds: readonly string[]; day: LocalDay; now: Instant },
): Promise<void> {
  await tenant.query({
    text: `UPDATE digest_subscription SET sent_through = $3, told_at = $4
      WHERE organization_id = $1 AND user_id = ANY ($2::uuid[])`,
    values: [told.userIds, told.day, new Date(told.now)],
  });
}

/** What digests are made of: alerts that live, those that ended since, the names of teams and of the organization. */
export async function readDigestMaterial(
  tenant: Tenant,
  since: Instant,
): Promise<{ alerts: StoredAlert[]; organization: string; teamNames: Record<string, string> }> {
  const { rows } = await tenant.query<AlertRow>({
    text: `SELECT ${ALERT_COLUMNS} FROM health_alert a WHERE a.organization_id = $1
        AND (a.state <> 'resolved' OR a.resolved_at > $2) ORDER BY a.id`,
    values: [new Date(since)],
  });
  const { rows: names } = await tenant.query<{
    organization: string;
    teamNames: Record<string, string> | null;
  }>({
    text: `SELECT o.name AS organization, (SELECT json_object_agg(t.id, t.name) FROM team t WHERE t.organization_id = $1) AS "teamNames"
      FROM organization o WHERE o.id = $1`,
  });
  const { organization = '', teamNames = null } = names[0] ?? {};
  return { alerts: rows.map(storedAlert), organization, teamNames: teamNames ?? {} };
}
