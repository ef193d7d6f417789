import type { Instant } from '@devpulse/domain/time/instant';
import { lockInOrder, type Transaction } from '../transaction.ts';

const PLACES = 4;
/** Longer than any request takes; the place of a process that was killed is free again after it. */
const HELD_SECONDS = 30;

/** One of the four places of a holder; false when all are taken. Needs a system transaction. */
export async function takeSlot(
  tx: Transaction,
  place: { holder: string; takenBy: string; now: Instant },
): Promise<boolean> {
  await lockHolder(tx, place.holder);
  const { rowCount } = await tx.query({
    name: 'take_github_slot',
    text: `INSERT INTO github_slot AS s (holder, slot, taken_by, expires_at)
      SELECT $1, free.slot, $2, to_timestamp($3::float8 / 1000 + ${HELD_SECONDS})
      FROM generate_series(1, ${PLACES}) AS free (slot)
      WHERE NOT EXISTS (SELECT 1 FROM github_slot t
        WHERE t.holder = $1 AND t.slot = free.slot AND t.expires_at > to_timestamp($3::float8 / 1000))
      LIMIT 1
      ON CONFLICT (holder, slot) DO UPDATE SET taken_by = excluded.taken_by, expires_at = excluded.expires_at`,
    values: [place.holder, place.takenBy, place.now],
  });
  return rowCount === 1;
}

/**
 * Gives a place back, unless it has passed to another meanwhile. Until the transaction ends nobody else changes the places and, by the
 * way of leaving, the budgets of the holder. Needs a system transaction.
 */
export async function freeSlot(tx: Transaction, place: { holder: string; takenBy: string }): Promise<void> {
  await lockHolder(tx, place.holder);
  await tx.query({
    name: 'free_github_slot',
    text: 'DELETE FROM github_slot WHERE holder = $1 AND taken_by = $2',
    values: [place.holder, place.takenBy],
  });
}

function lockHolder(tx: Transaction, holder: string): Promise<void> {
  return lockInOrder(tx, [`github_slot ${holder}`]);
}
