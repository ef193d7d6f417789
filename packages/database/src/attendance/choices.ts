import type { IdleChoice } from '@devpulse/domain/attendance/rules';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';

export type MemberChoices = IdleChoice & { isOn: boolean; zoneMode: 'automatic' | 'chosen' };

export async function readChoices(tenant: Tenant, userId: string): Promise<MemberChoices> {
  const { rows } = await tenant.query<MemberChoices>({
    text: `SELECT idle_threshold_minutes AS "thresholdMinutes", is_detection_on AS "isOn", zone_mode AS "zoneMode"
      FROM attendance_member WHERE organization_id = $1 AND user_id = $2`,
    values: [userId],
  });
  return rows[0] ?? { thresholdMinutes: null, isOn: true, zoneMode: 'automatic' };
}

export async function saveChoices(
  tenant: Tenant,
  { userId, choices, now }: { userId: string; choices: MemberChoices; now: Instant },
): Promise<void> {
  await tenant.query({
    text: `INSERT INTO attendance_member (organization_id, user_id, idle_threshold_minutes, is_detection_on, zone_mode, set_at)
      VALUES ($1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000))
      ON CONFLICT (organization_id, user_id) DO UPDATE SET idle_threshold_minutes = excluded.idle_threshold_minutes,
        is_detection_on = excluded.is_detection_on, zone_mode = excluded.zone_mode, set_at = excluded.set_at`,
    values: [userId, choices.thresholdMinutes, choices.isOn, choices.zoneMode, now],
  });
}
