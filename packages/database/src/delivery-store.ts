import type { Database } from './connection.ts';

const WEEKS_AHEAD = 4;
/** GitHub repeats a delivery for 3 days, GitHub Enterprise Server for 7; keys live a week longer than either. */
const KEY_DAYS = 14;

/** Makes the weekly partitions of the coming weeks and forgets the keys of deliveries that can no longer be repeated. */
export async function maintainDeliveryStore(database: Database): Promise<void> {
  await database.pool.query('SELECT ensure_raw_delivery_partitions($1)', [WEEKS_AHEAD]);
  await database.pool.query(
    `DELETE FROM delivery_key WHERE received_at < now() - interval '${KEY_DAYS} days'`,
  );
}
