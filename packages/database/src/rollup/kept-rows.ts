import type { DailyMetricsRow } from '@devpulse/domain/metrics/daily-metrics';
import { firstDayOfWindows } from '@devpulse/domain/metrics/scope-summary';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Database } from '../connection.ts';
import { DAILY_METRICS_ROW } from '../read/daily-metrics.ts';
import type { Transaction } from '../transaction.ts';

type Kept = { row: DailyMetricsRow; version: string };
type OrganizationDays = { organizationId: string; version: number; today: LocalDay };

/** Rows of a large organization take some 20 MB. */
const MOST_ORGANIZATIONS = 4;

const OF_ORGANIZATION = `FROM daily_metrics
  WHERE organization_id = $1 AND scope_type = 'organization' AND scope_id = $1 AND definition_version = $2`;

/**
 * The rows of whole organizations as this process has read them, of which a dirty day changes few: half a year of them is megabytes.
 * Each is used only while the table has the very version of the row that was read, by the transaction that wrote it and by when.
 */
export class KeptRows {
  readonly #organizations = new Map<string, Map<LocalDay, Kept>>();

  /** Of every day of any window. */
  async read(tx: Transaction, of: OrganizationDays): Promise<DailyMetricsRow[]> {
    const key = `${of.organizationId} ${of.version}`;
    const known = this.#organizations.get(key);
    const { rows } = await tx.query<{ day: LocalDay; version: string }>({
      name: 'versions_of_rows',
      text: `SELECT day, xmin || ' ' || computed_at AS version ${OF_ORGANIZATION} AND day >= $3 AND day <= $4`,
      values: [of.organizationId, of.version, firstDayOfWindows(of.today), of.today],
    });
    const others = rows.filter(({ day, version }) => known?.get(day)?.version !== version);
    const read = await readDays(
      tx,
      of,
      others.map(({ day }) => day),
    );
    const kept = new Map<LocalDay, Kept>();
    for (const { day, version } of rows) {
      const row = read.get(day) ?? known?.get(day)?.row;
      if (row !== undefined) kept.set(day, { row, version });
    }
    this.#keep(key, kept);
    return [...kept.values()].map(({ row }) => row);
  }

  #keep(key: string, rows: Map<LocalDay, Kept>): void {
    this.#organizations.delete(key);
    this.#organizations.set(key, rows);
    const [oldest] = this.#organizations.keys();
    if (this.#organizations.size > MOST_ORGANIZATIONS && oldest !== undefined)
      this.#organizations.delete(oldest);
  }
}

async function readDays(
  tx: Transaction,
  of: OrganizationDays,
  days: readonly LocalDay[],
): Promise<Map<LocalDay, DailyMetricsRow>> {
  if (days.length === 0) return new Map();
  const { rows } = await tx.query<DailyMetricsRow>({
    name: 'read_rows_of_organization',
    text: `SELECT ${DAILY_METRICS_ROW} ${OF_ORGANIZATION} AND day = ANY($3::date[])`,
    values: [of.organizationId, of.version, days],
  });
  return new Map(rows.map((row) => [row.day, row]));
}

const keptBy = new WeakMap<Database, KeptRows>();

/** What a process has kept of one database. */
export function keptRowsOf(database: Database): KeptRows {
  const known = keptBy.get(database) ?? new KeptRows();
  keptBy.set(database, known);
  return known;
}
