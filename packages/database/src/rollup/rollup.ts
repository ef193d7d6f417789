import { DEFINITION_VERSION } from '@devpulse/domain/metrics/daily-metrics';
import { SKETCH_THRESHOLDS } from '@devpulse/domain/metrics/sketch';
import type { Instant } from '@devpulse/domain/time/instant';
import { dayBounds, type LocalDay } from '@devpulse/domain/time/local-day';
import { workingSecondsSince2000 } from '@devpulse/domain/time/working-calendar';
import { CHANGE_CHANNEL, type ChangeNotice } from '../change-feed.ts';
import type { Database } from '../connection.ts';
import { type OrganizationSettings, readOrganizationSettings } from '../organizations.ts';
import { lockInOrder, type Transaction, transaction } from '../transaction.ts';
import { COMPUTE_DAILY_METRICS } from './daily-metrics-sql.ts';

/** Days that one statement recomputes; the newest first, since people look at those. */
const DAYS_AT_ONCE = 64;

/**
 * Recomputes the newest dirty days of an organization and tells the dashboards. Marks that are set meanwhile stay for the
 * next call. Answers the days; none when nothing is dirty.
 */
export async function recomputeDirtyDays(
  database: Database,
  organizationId: string,
  now: Instant,
): Promise<LocalDay[]> {
  return transaction(database, { organizationId }, async (tx) => {
    await tx.query("SET LOCAL statement_timeout = '5min'");
    await lockInOrder(tx, [`rollup:${organizationId}`]);
    const marks = await readMarks(tx, organizationId);
    // Read after the marks: a change of settings that marked any of these days is among them.
    const settings = await readOrganizationSettings(tx, organizationId);
    if (marks.days.length === 0 || settings === null) return [];
    await computeDays(tx, settings, { days: marks.days, now });
    await tx.query('DELETE FROM dirty_day WHERE id = ANY($1::bigint[])', [marks.ids]);
    const notice: ChangeNotice = {
      organizationId,
      days: marks.days,
      receivedAt: marks.receivedAt,
      computedAt: now,
    };
    await tx.query('SELECT pg_notify($1, $2)', [CHANGE_CHANNEL, JSON.stringify(notice)]);
    return marks.days;
  });
}

/** Recomputes the given days of every scope, whatever has been marked. */
export async function computeDays(
  tx: Transaction,
  settings: OrganizationSettings,
  work: { days: readonly LocalDay[]; now: Instant },
): Promise<void> {
  const { calendar, targets } = settings;
  const bounds = work.days.map((day) => dayBounds(day, calendar.zone));
  // The closing snapshot is taken just before the day's end, or as things stand now; of a day to come there is none.
  const snapshots = bounds.map(({ to }) => Math.min(to, work.now));
  await tx.query({
    name: 'compute_daily_metrics',
    text: COMPUTE_DAILY_METRICS,
    values: [
      settings.id,
      DEFINITION_VERSION,
      work.days,
      bounds.map(({ from }) => new Date(from)),
      bounds.map(({ to }) => new Date(to)),
      snapshots.map((at, index) => (at > (bounds[index]?.from ?? at) ? new Date(at - 1) : '-infinity')),
      snapshots.map((at) => workingSecondsSince2000(calendar, at)),
      SKETCH_THRESHOLDS,
      targets.reviewWorkingSeconds,
      targets.cycleWorkingSeconds,
      new Date(work.now),
    ],
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
