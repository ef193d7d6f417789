import { RETENTION } from '@devpulse/domain/privacy/retention';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import { transaction } from '../transaction.ts';

const DAY = 86_400_000;

/**
 * Deletes sessions, secrets of links, device codes and counts of failures whose time is over, and logs past their months; takes the address
 * of a sign-in or an approval out of its session when its own time is over, whether the session is alive or not.
 */
export async function forgetWhatIsOver(database: Database, now: Instant): Promise<void> {
  await transaction(database, { identity: true }, async (tx) => {
    const before = (days: number) => [new Date(now - days * DAY)];
    await tx.query(
      'DELETE FROM session WHERE least(revoked_at, idle_expires_at, absolute_expires_at) < $1',
      before(RETENTION.endedSessionDays),
    );
    const secret = before(RETENTION.spentSecretDays);
    await tx.query('DELETE FROM one_time_token WHERE expires_at < $1', secret);
    await tx.query('DELETE FROM device_code WHERE expires_at < $1', secret);
    await tx.query('DELETE FROM throttle WHERE last_failure_at < $1', secret);
    await tx.query(
      'UPDATE session SET ip_address = NULL WHERE created_at < $1 AND ip_address IS NOT NULL',
      before(RETENTION.signInAddressDays),
    );
    await tx.query('SELECT trim_logs()');
  });
}
