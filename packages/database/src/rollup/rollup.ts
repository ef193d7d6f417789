import { DEFINITION_VERSION } from '@devpulse/domain/metrics/daily-metrics';
import { firstDayOfWindows } from '@devpulse/domain/metrics/scope-summary';
import type { Instant } from '@devpulse/domain/time/instant';
import { addDays, type LocalDay, localDayOf } from '@devpulse/domain/time/local-day';
import type { ChangeNotice } from '../change-feed.ts';
import { announceChange } from '../change-notices.ts';
import type { Database } from '../connection.ts';
import { lockInOrder, type Transaction, transaction } from '../transaction.ts';
import { computeDays } from './compute-days.ts';
import { keptRowsOf } from './kept-rows.ts';
import { readRollupRules } from './rollup-rules.ts';
import { beginVersion, swapVersion } from './versions.ts';
import { refreshWindows } from './windows.ts';

/** Days that one statement recomputes; the newest first, since people look at those. */
const DAYS_AT_ONCE = 64;
/** Scores look back on 26 weeks of outcomes, and on service levels of at most ten working days before. */
const SCORED_DAYS = 26 * 7 + 28;

export type RollupWork = {
  organizationId: string;
  now: Instant;
  /** The version of the definitions that this process computes. */
  version?: number | undefined;
};

/**
 * Recomputes the newest dirty days of an organization and tells the dashboards. Marks that are set meanwhile stay for the next call.
 * Answers the days; none when nothing is left to do. While what is read is of an older version of the definitions, the days go beside
 * it, unseen, until all of them are there.
 */
export async function recomputeDirtyDays(
  database: Database,
  { organizationId, now, version = DEFINITION_VERSION }: RollupWork,
): Promise<LocalDay[]> {
  return transaction(database, { organizationId }, async (tx) => {
    // Its work is planned with what it is about, and compiling it would take longer than doing it.
    await tx.query(
      "SET LOCAL statement_timeout = '5min'; SET LOCAL jit = off; SET LOCAL work_mem = '64MB'; SET LOCAL enable_mergejoin = off; SET LOCAL plan_cache_mode = force_custom_plan",
    );
    await lockInOrder(tx, [`rollup:${organizationId}`]);
    const begun = await beginVersion(tx, { organizationId, now, version });
    if (begun === null) return [];
    const marks = await readMarks(tx, organizationId);
    // Read after the marks: a change of settings that marked any of these days is among them.
    const rules = await readRollupRules(tx, organizationId, marks.days.toSorted()[0]);
    if (rules === null) return [];
    const today = localDayOf(now, rules.calendar.zone);
    const work = { organizationId, version, today, now, kept: keptRowsOf(database) };
    if (marks.days.length === 0) {
      if (begun === 'beside') await swapVersion(tx, work);
      if (begun === 'beside') await announce(tx, work, { days: [], receivedAt: null });
      return [];
    }
    const first = firstDayOfWindows(today);
    const isInWindows = marks.days.some((day) => first <= day && day <= today);
    // A window says what stands now, so the running day is computed with the first days after midnight, opened or not.
    const isOpened = (rules.rolledThrough ?? '') >= today;
    const days = isInWindows && !isOpened ? [...marks.days, today] : marks.days;
    const changed = await computeDays(tx, rules, { days, now, version });
    await tx.query('DELETE FROM dirty_day WHERE id = ANY($1::bigint[])', [marks.ids]);
    if (begun === 'beside') return marks.days;
    if (isInWindows) await refreshWindows(tx, { ...work, days }, changed);
    // A nightly confirmation that finds everything as it was leaves the scores as they are.
    const isConfirmed = changed.length === 0 && marks.receivedAt === null;
    await announce(tx, { ...work, isConfirmed }, marks);
    return marks.days;
  });
}

type Announced = { organizationId: string; today: LocalDay; now: Instant; isConfirmed?: boolean };

/** Raises the counter that answers are told apart by, notes that scores are old, and tells every process. No days: all of them. */
async function announce(
  tx: Transaction,
  { organizationId, today, now, isConfirmed = false }: Announced,
  { days, receivedAt }: Pick<ChangeNotice, 'days' | 'receivedAt'>,
): Promise<void> {
  const first = addDays(today, -SCORED_DAYS);
  const scored = days.filter((day) => first <= day && day < today).sort();
  const isScored = !isConfirmed && (days.length === 0 || scored.length > 0);
  await announceChange(tx, {
    organizationId,
    now,
    days,
    receivedAt,
    scores: isScored ? { from: scored[0] ?? null } : null,
  });
}

type Marks = { ids: string[]; days: LocalDay[]; receivedAt: Instant | null };

async function readMarks(tx: Transaction, organizationId: string): Promise<Marks> {
  const { rows } = await tx.query<{ day: LocalDay; ids: string[]; received_at: Instant | null }>(
    `SELECT day, array_agg(id) AS ids, max(received_at) AS received_at FROM dirty_day
     WHERE organization_id = $1 GROUP BY day ORDER BY day DESC LIMIT ${DAYS_AT_ONCE}`,
    [organizationId],
  );
  const received = rows.flatMap((row) => (row.received_at === null ? [] : [row.received_at]));
  return {
    ids: rows.flatMap((row) => row.ids),
    days: rows.map((row) => row.day),
    receivedAt: received.length > 0 ? Math.max(...received) : null,
  };
}
