import type { SignOfLife } from '@devpulse/domain/attendance/fold-input';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';

/** A device was heard from while a session is open that it knows by this name. */
export async function saveSignOfLife(
  tenant: Tenant,
  sign: { userId: string; deviceId: string; sessionId: string; until: Instant },
): Promise<void> {
  await tenant.query({
    name: 'save_sign_of_life',
    text: `INSERT INTO sign_of_life (organization_id, user_id, device_id, session_id, until)
      VALUES ($1, $2, $3, $4, to_timestamp($5::float8 / 1000))
      ON CONFLICT (organization_id, user_id, device_id, session_id) DO UPDATE SET until = greatest(sign_of_life.until, excluded.until)`,
    values: [sign.userId, sign.deviceId, sign.sessionId, sign.until],
  });
}

export async function readSignsOfLife(
  tenant: Tenant,
  { userId, sessionIds }: { userId: string; sessionIds: readonly string[] },
): Promise<SignOfLife[]> {
  const { rows } = await tenant.query<SignOfLife>({
    name: 'signs_of_life',
    text: `SELECT device_id AS "deviceId", session_id AS "sessionId", until FROM sign_of_life
      WHERE organization_id = $1 AND user_id = $2 AND session_id = ANY ($3::uuid[])`,
    values: [userId, sessionIds],
  });
  return rows;
}
