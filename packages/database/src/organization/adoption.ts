import type { Database } from '../connection.ts';
import { enterOrganization } from '../tenant.ts';
import { setScope, type Transaction, transaction } from '../transaction.ts';

/**
 * Makes the Owner of the instance the Owner of an organization that has no member: one that a signed installation has made. Needs a
 * system transaction and leaves it one. False when the organization has members, and while the instance has no Owner.
 */
export async function adoptOrganization(tx: Transaction, organizationId: string): Promise<boolean> {
  const tenant = await enterOrganization(tx, organizationId, { identity: true, system: true });
  const { rowCount } = await tenant.query({
    name: 'adopt_organization',
    text: `INSERT INTO membership (organization_id, user_id, role)
           SELECT $1, u.id, 'owner' FROM "user" u
           WHERE u.is_instance_owner AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.organization_id = $1)
           ON CONFLICT DO NOTHING`,
  });
  await setScope(tx, { system: true });
  return rowCount === 1;
}

/** Gives every organization without a member to the Owner of the instance; answers how many there were. */
export async function adoptOwnerlessOrganizations(database: Database): Promise<number> {
  return transaction(database, { system: true }, adoptAll);
}

/** The same inside a system transaction, which it stays. */
export async function adoptAll(tx: Transaction): Promise<number> {
  const { rows } = await tx.query<{ id: string }>('SELECT id FROM organization ORDER BY id');
  let adopted = 0;
  for (const { id } of rows) if (await adoptOrganization(tx, id)) adopted += 1;
  return adopted;
}
