import type { Database } from '../connection.ts';
import { transaction } from '../transaction.ts';

export type TrackedRepository = { id: string; name: string };

/** The repositories that are tracked, by name. */
export async function readTrackedRepositories(
  dashboard: Database,
  organizationId: string,
): Promise<TrackedRepository[]> {
  return transaction(dashboard, { organizationId }, async (tx) => {
    const { rows } = await tx.query<TrackedRepository>({
      name: 'read_tracked_repositories',
      text: `SELECT id, full_name AS name FROM repository
        WHERE organization_id = $1 AND is_tracked AND removed_at IS NULL ORDER BY lower(full_name), id`,
      values: [organizationId],
    });
    return rows;
  });
}
