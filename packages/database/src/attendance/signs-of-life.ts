import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import { milliseconds } from './sql.ts';

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

/** SQL for what is known of the sessions of these names of the member `$2`, as JSON. */
export const signsOfLife = (
  names: string,
): string => `(SELECT json_agg(json_build_object('deviceId', g.device_id,
    'sessionId', g.session_id, 'until', ${milliseconds('g.until')}))
  FROM sign_of_life g WHERE g.organization_id = $1 AND g.user_id = $2 AND g.session_id = ANY (${names}))`;
