import type { Database } from '@devpulse/database/connection';
import { markDaysSince, markDirty } from '@devpulse/database/projection/dirty-days';
import { recomputeDirtyDays } from '@devpulse/database/rollup/rollup';
import { transaction } from '@devpulse/database/transaction';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import { CALENDAR, ORGANIZATION_ID } from './population.ts';

const OF = { organizationId: ORGANIZATION_ID };

/** Marks every day there is and recomputes them as the worker does, without its rests. Answers how many days. */
export async function rollUpEverything(
  database: Database,
  say: (line: string) => void = () => {},
): Promise<number> {
  await transaction(database, OF, (tx) =>
    markDaysSince(tx, ORGANIZATION_ID, {
      since: Number.NEGATIVE_INFINITY,
      zone: CALENDAR.zone,
      now: Date.now(),
    }),
  );
  return rollUpMarked(database, say);
}

export async function rollUpDays(database: Database, days: readonly LocalDay[]): Promise<void> {
  await transaction(database, OF, (tx) => markDirty(tx, ORGANIZATION_ID, { days, receivedAt: Date.now() }));
  await rollUpMarked(database);
}

async function rollUpMarked(database: Database, say: (line: string) => void = () => {}): Promise<number> {
  for (let count = 0; ; ) {
    const days = await recomputeDirtyDays(database, { ...OF, now: Date.now() });
    if (days.length === 0) return count;
    count += days.length;
    if (count % 256 === 0) say(`${count} days rolled up`);
  }
}
