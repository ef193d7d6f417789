import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import { waitForEarlierTransactions } from '../earlier-transactions.ts';
import { inOrganization, type Tenant } from '../tenant.ts';
import { lockInOrder, transaction } from '../transaction.ts';

/** Sets when the organization may be purged, or with null that it may not. */
export async function saveDeletion(tenant: Tenant, dueAt: Instant | null): Promise<void> {
  await tenant.query({
    text: 'UPDATE organization SET deletion_due_at = to_timestamp($2::float8 / 1000) WHERE id = $1',
    values: [dueAt],
  });
}

/** Organizations whose 30 days are over. */
export async function findDueOrganizations(database: Database, now: Instant): Promise<string[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `SELECT id FROM organization WHERE deletion_due_at <= to_timestamp($1::float8 / 1000) ORDER BY deletion_due_at, id`,
      [now],
    );
    return rows.map((row) => row.id);
  });
}

/**
 * Deletes every row of an organization whose time is over; false when it is not, or the organization is gone. Its installations
 * and Apps go first, and what is being projected under them is waited for, so that nothing comes in behind the deletion.
 */
export async function purgeOrganization(database: Database, organizationId: string): Promise<boolean> {
  const isDue = await inOrganization(database, organizationId, async (tenant) => {
    const due = await tenant.query({
      text: 'SELECT 1 FROM organization WHERE id = $1 AND deletion_due_at <= now() FOR UPDATE',
    });
    if (due.rowCount === 0) return false;
    await tenant.query({ text: 'DELETE FROM installation WHERE organization_id = $1' });
    await tenant.query({ text: 'DELETE FROM github_app WHERE organization_id = $1' });
    return true;
  });
  if (!isDue) return false;
  await waitForEarlierTransactions(database);
  return transaction(database, {}, async (tx) => {
    await tx.query("SET LOCAL statement_timeout = '5min'");
    await lockInOrder(tx, [`rollup:${organizationId}`]);
    const { rows } = await tx.query<{ isPurged: boolean }>('SELECT purge_organization($1) AS "isPurged"', [
      organizationId,
    ]);
    return rows[0]?.isPurged === true;
  });
}
