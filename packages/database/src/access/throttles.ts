import type { ThrottleState } from '@devpulse/domain/access/throttle-rules';
import type { Database } from '../connection.ts';
import { lockInOrder, type Transaction, transaction } from '../transaction.ts';

export type ThrottleUpdate = { key: string; state: ThrottleState };

/**
 * Counts something under some keys: `decide` is given what stands under each, and answers what shall stand there, or rejects, which
 * changes nothing. Callers of one key come one after the other, so that no burst slips past a limit.
 */
export async function countUnderKeys(
  database: Database,
  keys: readonly string[],
  decide: (known: ReadonlyMap<string, ThrottleState>) => ThrottleUpdate[],
): Promise<void> {
  const sorted = [...new Set(keys)].toSorted();
  await transaction(database, { identity: true }, async (tx) => {
    await lockInOrder(tx, sorted);
    await writeStates(tx, decide(await readStates(tx, sorted)));
  });
}

async function readStates(tx: Transaction, keys: readonly string[]): Promise<Map<string, ThrottleState>> {
  const { rows } = await tx.query<ThrottleState & { key: string }>({
    name: 'read_throttles',
    text: `SELECT key, window_start AS "windowStart", failures, last_failure_at AS "lastFailureAt"
      FROM throttle WHERE key = ANY ($1)`,
    values: [keys],
  });
  return new Map(rows.map(({ key, ...state }) => [key, state]));
}

async function writeStates(tx: Transaction, updates: readonly ThrottleUpdate[]): Promise<void> {
  await tx.query({
    name: 'write_throttles',
    text: `INSERT INTO throttle (key, window_start, failures, last_failure_at)
      SELECT key, to_timestamp(window_start / 1000), failures, to_timestamp(last_failure_at / 1000)
      FROM unnest($1::text[], $2::float8[], $3::int[], $4::float8[]) AS u (key, window_start, failures, last_failure_at)
      ON CONFLICT (key) DO UPDATE SET window_start = excluded.window_start, failures = excluded.failures,
        last_failure_at = excluded.last_failure_at`,
    values: [
      updates.map(({ key }) => key),
      updates.map(({ state }) => state.windowStart),
      updates.map(({ state }) => state.failures),
      updates.map(({ state }) => state.lastFailureAt),
    ],
  });
}

/** Forgets what was counted under some keys, and counts one less under others. */
export async function forgiveUnderKeys(
  database: Database,
  { forget, lower }: { forget: readonly string[]; lower: readonly string[] },
): Promise<void> {
  await transaction(database, { identity: true }, async (tx) => {
    await lockInOrder(tx, [...new Set([...forget, ...lower])].toSorted());
    await tx.query({
      name: 'forgive_throttles',
      text: `WITH gone AS (DELETE FROM throttle WHERE key = ANY ($1))
        UPDATE throttle SET failures = greatest(0, failures - 1) WHERE key = ANY ($2)`,
      values: [forget, lower],
    });
  });
}
