import { randomUUID } from 'node:crypto';
import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Tenant } from '../tenant.ts';

/** Minutes for each weekday, Monday first, from a day on; of the organization where there is no member. */
export type TargetRow = { userId: string | null; effectiveFrom: LocalDay; minutes: number[] };

/** Targets of the organization and of these people, oldest first. */
export async function readTargetRows(tenant: Tenant, userIds: readonly string[]): Promise<TargetRow[]> {
  const { rows } = await tenant.query<TargetRow>({
    text: `SELECT user_id AS "userId", effective_from AS "effectiveFrom", minutes FROM attendance_target
      WHERE organization_id = $1 AND (user_id IS NULL OR user_id = ANY ($2::uuid[])) ORDER BY effective_from`,
    values: [userIds],
  });
  return rows;
}

/** Null takes the targets of that day away. */
export async function saveTarget(
  tenant: Tenant,
  target: {
    userId: string | null;
    effectiveFrom: LocalDay;
    minutes: readonly number[] | null;
    by: string;
    now: Instant;
  },
): Promise<void> {
  const { userId, effectiveFrom, minutes } = target;
  await tenant.query(
    minutes === null
      ? {
          text: `DELETE FROM attendance_target WHERE organization_id = $1 AND user_id IS NOT DISTINCT FROM $2 AND effective_from = $3`,
          values: [userId, effectiveFrom],
        }
      : {
          text: `INSERT INTO attendance_target (id, organization_id, user_id, effective_from, minutes, set_by, set_at)
            VALUES ($2, $1, $3, $4, $5, $6, to_timestamp($7::float8 / 1000))
            ON CONFLICT (organization_id, user_id, effective_from) DO UPDATE SET minutes = excluded.minutes, set_by = excluded.set_by,
              set_at = excluded.set_at`,
          values: [randomUUID(), userId, effectiveFrom, minutes, target.by, target.now],
        },
  );
}
