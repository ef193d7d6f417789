import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Database } from '../connection.ts';
import { transaction } from '../transaction.ts';
import { VERSION_READ } from './daily-metrics.ts';

/** The version of the definitions that is read, and the days since which each newer one was. */
export async function readDefinitions(
  dashboard: Database,
  organizationId: string,
): Promise<{ version: number; changes: { day: LocalDay; version: number }[] }> {
  return transaction(dashboard, { organizationId }, async (tx) => {
    const { rows } = await tx.query<{ version: number; day: LocalDay | null; changed: number | null }>({
      name: 'read_definitions',
      text: `SELECT v.version, d.day, d.definition_version AS changed FROM (SELECT ${VERSION_READ} AS version) AS v
        LEFT JOIN definition_change d ON d.organization_id = $1 ORDER BY d.definition_version`,
      values: [organizationId],
    });
    const changes = rows.flatMap(({ day, changed }) =>
      day === null || changed === null ? [] : [{ day, version: changed }],
    );
    return { version: rows[0]?.version ?? 1, changes };
  });
}
