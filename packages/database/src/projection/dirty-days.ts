import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Database } from '../connection.ts';
import { type Transaction, transaction } from '../transaction.ts';

/** Marks days for recomputation, in the transaction of the facts that made them so. */
export async function markDirty(
  tx: Transaction,
  organizationId: string,
  marks: { days: readonly LocalDay[]; receivedAt: Instant | null },
): Promise<void> {
  if (marks.days.length === 0) return;
  await tx.query({
    name: 'mark_dirty',
    text: `INSERT INTO dirty_day (organization_id, day, received_at)
           SELECT $1, day, to_timestamp($3::float8 / 1000) FROM unnest($2::date[]) AS day`,
    values: [organizationId, marks.days, marks.receivedAt],
  });
}

/** Organizations with days that have waited since before `before`: nobody was told of them, or the telling was lost. */
export async function findForgottenDirtyDays(database: Database, before: Date): Promise<string[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<{ organization_id: string }>(
      'SELECT DISTINCT organization_id FROM dirty_day WHERE marked_at < $1',
      [before],
    );
    return rows.map((row) => row.organization_id);
  });
}
