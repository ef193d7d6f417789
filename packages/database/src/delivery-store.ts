import { RETENTION } from '@devpulse/domain/privacy/retention';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from './connection.ts';

const WEEKS_AHEAD = 4;
const YEARS_AHEAD = 2;

/** One deletion holds its rows this briefly; one upkeep deletes no more than this many of them, and the next goes on. */
const EXPIRED_AT_ONCE = 1_000;
const MOST_DELETIONS = 200;

/**
 * Makes the partitions of the coming weeks and years and forgets the keys of deliveries that can no longer be repeated. `now` tells the
 * year.
 */
export async function maintainDeliveryStore(database: Database, now: Instant): Promise<void> {
  const year = new Date(now).getUTCFullYear();
  await database.pool.query('SELECT ensure_raw_delivery_partitions($1)', [WEEKS_AHEAD]);
  await database.pool.query('SELECT ensure_daily_metrics_partitions($1, $2)', [year, year + YEARS_AHEAD]);
  await database.pool.query(
    `DELETE FROM delivery_key WHERE received_at < now() - interval '${RETENTION.deliveryKeyDays} days'`,
  );
}

/** Deletes bodies of deliveries that their organizations keep no longer. Answers how many went one by one, beside whole weeks. */
export async function expireDeliveries(database: Database): Promise<number> {
  let expired = 0;
  for (let round = 0; round < MOST_DELETIONS; round += 1) {
    const { rows } = await database.pool.query<{ expired: number }>(
      'SELECT expire_raw_deliveries($1) AS expired',
      [EXPIRED_AT_ONCE],
    );
    const deleted = rows[0]?.expired ?? 0;
    expired += deleted;
    if (deleted < EXPIRED_AT_ONCE) break;
  }
  return expired;
}
