import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';

export type PresenceRow = {
  userId: string;
  state: 'open' | 'on_break';
  startedAt: Instant;
  lastHeardAt: Instant | null;
};

/** Who of these people has a session open, and when anything was last heard of a device of theirs. */
export async function readPresence(
  tenant: Tenant,
  userIds: readonly string[],
): Promise<Map<string, PresenceRow>> {
  const { rows } = await tenant.query<PresenceRow>({
    text: `SELECT s.user_id AS "userId", s.state, s.started_at AS "startedAt",
        (SELECT max(d.last_heard_at) FROM attendance_device d WHERE d.organization_id = $1 AND d.user_id = s.user_id) AS "lastHeardAt"
      FROM work_session s WHERE s.organization_id = $1 AND s.user_id = ANY ($2::uuid[]) AND s.ended_at IS NULL AND s.state <> 'voided'`,
    values: [userIds],
  });
  return new Map(rows.map((row) => [row.userId, row]));
}
