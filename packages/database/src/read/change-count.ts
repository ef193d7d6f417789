import type { Database } from '../connection.ts';
import { transaction } from '../transaction.ts';

/**
 * The organization's count of changes, in the database that its figures are read from: what is read afterwards is of this count or of
 * a later one. Null when the organization is gone.
 */
export async function readChangeCount(dashboard: Database, organizationId: string): Promise<number | null> {
  return transaction(dashboard, { organizationId }, async (tx) => {
    const { rows } = await tx.query<{ count: string }>({
      name: 'read_change_count',
      text: 'SELECT change_count AS count FROM organization WHERE id = $1',
      values: [organizationId],
    });
    return rows[0] === undefined ? null : Number(rows[0].count);
  });
}
