import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import type { Database } from './connection.ts';
import { type Transaction, transaction } from './transaction.ts';

/** What the work of a tenant needs to know of it. */
export type OrganizationSettings = {
  id: string;
  slug: string;
  calendar: WorkingCalendar;
  botLogins: readonly string[];
  targets: { reviewWorkingSeconds: number; cycleWorkingSeconds: number };
};

export type OrganizationRow = {
  id: string;
  slug: string;
  time_zone: string;
  working_weekdays: number[];
  working_start_minute: number;
  working_end_minute: number;
  holidays: string[];
  bot_logins: string[];
  review_target_seconds: number;
  cycle_target_seconds: number;
};

export const SETTINGS_COLUMNS = `o.id, o.slug, o.time_zone, o.working_weekdays, o.working_start_minute,
  o.working_end_minute, o.holidays::text[] AS holidays, o.bot_logins, o.review_target_seconds, o.cycle_target_seconds`;

export function toSettings(row: OrganizationRow): OrganizationSettings {
  return {
    id: row.id,
    slug: row.slug,
    calendar: {
      zone: row.time_zone,
      weekdays: row.working_weekdays,
      startMinute: row.working_start_minute,
      endMinute: row.working_end_minute,
      holidays: row.holidays,
    },
    botLogins: row.bot_logins,
    targets: {
      reviewWorkingSeconds: row.review_target_seconds,
      cycleWorkingSeconds: row.cycle_target_seconds,
    },
  };
}

/** The settings as they are for this statement; null when the organization is gone. */
export async function readOrganizationSettings(
  tx: Transaction,
  organizationId: string,
): Promise<OrganizationSettings | null> {
  const { rows } = await tx.query<OrganizationRow>({
    name: 'organization_settings',
    text: `SELECT ${SETTINGS_COLUMNS} FROM organization o WHERE o.id = $1`,
    values: [organizationId],
  });
  return rows[0] ? toSettings(rows[0]) : null;
}

export type OrganizationClock = {
  settings: OrganizationSettings;
  /** The version of the definitions whose rows are read. */
  metricsVersion: number;
  rolledThrough: string | null;
  confirmedThrough: string | null;
};

/** Every organization with the days it has been rolled and confirmed through. */
export async function listOrganizationClocks(database: Database): Promise<OrganizationClock[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<
      OrganizationRow & {
        rolled_through: string | null;
        confirmed_through: string | null;
        metrics_version: number;
      }
    >(
      `SELECT ${SETTINGS_COLUMNS}, o.rolled_through, o.confirmed_through, o.metrics_version
       FROM organization o ORDER BY o.id`,
    );
    return rows.map((row) => ({
      settings: toSettings(row),
      metricsVersion: row.metrics_version,
      rolledThrough: row.rolled_through,
      confirmedThrough: row.confirmed_through,
    }));
  });
}

export async function recordOrganizationClock(
  tx: Transaction,
  organizationId: string,
  clock: { rolledThrough: string; confirmedThrough: string | null },
): Promise<void> {
  await tx.query(
    'UPDATE organization SET rolled_through = $2, confirmed_through = coalesce($3, confirmed_through) WHERE id = $1',
    [organizationId, clock.rolledThrough, clock.confirmedThrough],
  );
}
