import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Database } from '../connection.ts';
import type { Tenant } from '../tenant.ts';
import { transaction } from '../transaction.ts';

export type ReconciliationClock = {
  organizationId: string;
  zone: string;
  reconciledThrough: LocalDay | null;
};

/** Every organization that GitHub can be asked about, with the local day of its last reconciliation. */
export async function listReconciliationClocks(database: Database): Promise<ReconciliationClock[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<ReconciliationClock>(
      `SELECT o.id AS "organizationId", o.time_zone AS zone, o.reconciled_through AS "reconciledThrough" FROM organization o
       WHERE EXISTS (SELECT 1 FROM installation i WHERE i.organization_id = o.id AND i.github_app_id IS NOT NULL)
         OR EXISTS (SELECT 1 FROM github_token t WHERE t.organization_id = o.id) ORDER BY o.id`,
    );
    return rows;
  });
}

/** Notes the local day of a reconciliation; false when another process has begun it already. */
export async function recordReconciliation(tenant: Tenant, day: LocalDay): Promise<boolean> {
  const { rowCount } = await tenant.query({
    text: `UPDATE organization SET reconciled_through = $2::date
      WHERE id = $1 AND (reconciled_through IS NULL OR reconciled_through < $2::date)`,
    values: [day],
  });
  return rowCount === 1;
}

/** What is to be confirmed: tracked repositories that are there, and installations that can be asked which ones there are. */
export async function listReconciled(
  tenant: Tenant,
): Promise<{ repositoryIds: string[]; installationIds: string[] }> {
  const repositories = await tenant.query<{ id: string }>({
    text: 'SELECT id FROM repository WHERE organization_id = $1 AND is_tracked AND removed_at IS NULL ORDER BY id',
  });
  const installations = await tenant.query<{ id: string }>({
    text: `SELECT github_id AS id FROM installation
      WHERE organization_id = $1 AND state <> 'deleted' AND github_app_id IS NOT NULL ORDER BY github_id`,
  });
  return {
    repositoryIds: repositories.rows.map((row) => row.id),
    installationIds: installations.rows.map((row) => row.id),
  };
}
