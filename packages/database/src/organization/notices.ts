import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';

export type NoticeKind =
  | 'individual_views_on'
  | 'individual_views_off'
  | 'deletion_requested'
  | 'deletion_cancelled'
  | 'ownership_transferred'
  | 'presence_shared'
  | 'presence_hidden'
  | 'session_times_shown'
  | 'session_times_hidden'
  | 'correction_approved'
  | 'correction_declined'
  | 'attendance_locked'
  | 'attendance_unlocked'
  | 'leave_noted'
  | 'target_set';

/** Leaves a notice with every member; answers their addresses, for a mail that says the same. */
export async function tellMembers(
  tenant: Tenant,
  notice: { kind: NoticeKind; actorUserId: string; at: Instant },
): Promise<{ email: string }[]> {
  await tenant.query({
    text: `INSERT INTO notice (id, organization_id, user_id, kind, actor_user_id, at)
           SELECT gen_random_uuid(), $1, m.user_id, $2, $3, to_timestamp($4::float8 / 1000)
           FROM membership m WHERE m.organization_id = $1`,
    values: [notice.kind, notice.actorUserId, notice.at],
  });
  const { rows } = await tenant.query<{ email: string }>({
    text: `SELECT u.email FROM membership m JOIN "user" u ON u.id = m.user_id
           WHERE m.organization_id = $1 ORDER BY u.email`,
  });
  return rows;
}

/** Leaves a notice with one member, about something of theirs. */
export async function tellMember(
  tenant: Tenant,
  notice: { userId: string; kind: NoticeKind; actorUserId: string; at: Instant },
): Promise<void> {
  await tenant.query({
    text: `INSERT INTO notice (id, organization_id, user_id, kind, actor_user_id, at)
           SELECT gen_random_uuid(), $1, m.user_id, $3, $4, to_timestamp($5::float8 / 1000)
           FROM membership m WHERE m.organization_id = $1 AND m.user_id = $2`,
    values: [notice.userId, notice.kind, notice.actorUserId, notice.at],
  });
}

export type NoticeRow = {
  id: string;
  kind: NoticeKind;
  actor: string | null;
  at: Instant;
  isRead: boolean;
};

const SHOWN = 200;

/** What a member was told, newest first. */
export async function listNotices(tenant: Tenant, userId: string): Promise<NoticeRow[]> {
  const { rows } = await tenant.query<NoticeRow>({
    text: `SELECT n.id, n.kind, a.name AS actor, n.at, n.read_at IS NOT NULL AS "isRead"
           FROM notice n
           LEFT JOIN membership m ON m.organization_id = $1 AND m.user_id = n.actor_user_id
           LEFT JOIN "user" a ON a.id = m.user_id
           WHERE n.organization_id = $1 AND n.user_id = $2 ORDER BY n.at DESC, n.id DESC LIMIT ${SHOWN}`,
    values: [userId],
  });
  return rows;
}

export async function countUnreadNotices(tenant: Tenant, userId: string): Promise<number> {
  const { rows } = await tenant.query<{ n: number }>({
    name: 'count_unread_notices',
    text: `SELECT count(*)::int AS n FROM notice WHERE organization_id = $1 AND user_id = $2 AND read_at IS NULL`,
    values: [userId],
  });
  return rows[0]?.n ?? 0;
}

export async function markNoticesRead(
  tenant: Tenant,
  reading: { userId: string; at: Instant },
): Promise<void> {
  await tenant.query({
    text: `UPDATE notice SET read_at = to_timestamp($3::float8 / 1000)
           WHERE organization_id = $1 AND user_id = $2 AND read_at IS NULL`,
    values: [reading.userId, reading.at],
  });
}
