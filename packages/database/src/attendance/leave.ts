import type { LeaveKind, LeavePortion } from '@devpulse/domain/attendance/totals';
import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Tenant } from '../tenant.ts';

export type LeaveRow = {
  userId: string;
  day: LocalDay;
  kind: LeaveKind;
  portion: LeavePortion;
  setAt: Instant;
};

/** Days of leave of these people, first and last day included. */
export async function readLeave(
  tenant: Tenant,
  of: { userIds: readonly string[]; from: LocalDay; to: LocalDay },
): Promise<LeaveRow[]> {
  const { rows } = await tenant.query<LeaveRow>({
    text: `SELECT user_id AS "userId", day, kind, portion, set_at AS "setAt" FROM leave_day
      WHERE organization_id = $1 AND user_id = ANY ($2::uuid[]) AND day BETWEEN $3 AND $4 ORDER BY user_id, day`,
    values: [of.userIds, of.from, of.to],
  });
  return rows;
}

/** Null takes the day away. */
export async function saveLeave(
  tenant: Tenant,
  leave: {
    userId: string;
    day: LocalDay;
    kind: LeaveKind | null;
    portion: LeavePortion;
    by: string;
    now: Instant;
  },
): Promise<void> {
  const { userId, day, kind } = leave;
  await tenant.query(
    kind === null
      ? {
          text: 'DELETE FROM leave_day WHERE organization_id = $1 AND user_id = $2 AND day = $3',
          values: [userId, day],
        }
      : {
          text: `INSERT INTO leave_day (organization_id, user_id, day, kind, portion, set_by, set_at)
            VALUES ($1, $2, $3, $4, $5, $6, to_timestamp($7::float8 / 1000))
            ON CONFLICT (organization_id, user_id, day) DO UPDATE SET kind = excluded.kind, portion = excluded.portion,
              set_by = excluded.set_by, set_at = excluded.set_at`,
          values: [userId, day, kind, leave.portion, leave.by, leave.now],
        },
  );
}

/** Holidays of the organization's calendar. */
export async function readHolidays(tenant: Tenant): Promise<LocalDay[]> {
  const { rows } = await tenant.query<{ holidays: LocalDay[] }>({
    text: 'SELECT holidays::text[] AS holidays FROM organization WHERE id = $1',
  });
  return rows[0]?.holidays ?? [];
}
