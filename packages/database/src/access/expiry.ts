import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import { transaction } from '../transaction.ts';

const DAY = 86_400_000;
/** Sessions that have ended are kept this long for who asks what happened; secrets and counts that are over, a day. */
const SESSIONS_KEPT_MS = 30 * DAY;
const SECRETS_KEPT_MS = DAY;

/** Deletes sessions, secrets of links, device codes and counts of failures whose time is over, and logs past their 12 months. */
export async function forgetWhatIsOver(database: Database, now: Instant): Promise<void> {
  await transaction(database, { identity: true }, async (tx) => {
    const before = (keptMs: number) => [new Date(now - keptMs)];
    await tx.query(
      'DELETE FROM session WHERE least(revoked_at, idle_expires_at, absolute_expires_at) < $1',
      before(SESSIONS_KEPT_MS),
    );
    await tx.query('DELETE FROM one_time_token WHERE expires_at < $1', before(SECRETS_KEPT_MS));
    await tx.query('DELETE FROM device_code WHERE expires_at < $1', before(SECRETS_KEPT_MS));
    await tx.query('DELETE FROM throttle WHERE last_failure_at < $1', before(SECRETS_KEPT_MS));
    await tx.query('SELECT trim_logs()');
  });
}
