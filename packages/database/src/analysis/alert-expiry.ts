import { RETENTION } from '@devpulse/domain/privacy/retention';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import { inOrganization } from '../tenant.ts';
import { transaction } from '../transaction.ts';

/** Deletes alerts that ended so long ago that they are kept no longer; answers how many. */
export async function expireAlerts(database: Database, now: Instant): Promise<number> {
  const organizations = await transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<{ id: string }>('SELECT id FROM organization ORDER BY id');
    return rows;
  });
  let gone = 0;
  for (const { id } of organizations) {
    const { rowCount } = await inOrganization(database, id, (tenant) =>
      tenant.query({
        text: `DELETE FROM health_alert WHERE organization_id = $1 AND state = 'resolved'
          AND resolved_at < to_timestamp($2::float8 / 1000) - interval '${RETENTION.endedAlertMonths} months'`,
        values: [now],
      }),
    );
    gone += rowCount ?? 0;
  }
  return gone;
}
