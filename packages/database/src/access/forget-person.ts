import { removeMembership } from '../organization/members.ts';
import { unlinkPerson } from '../organization/own-record.ts';
import { enterOrganization } from '../tenant.ts';
import { setScope, type Transaction } from '../transaction.ts';

/** Organizations whose only Owner a person is. Needs identity work and the person's own scope. */
export async function listOwnedOrganizations(tx: Transaction, userId: string): Promise<{ name: string }[]> {
  const { rows } = await tx.query<{ name: string }>(
    `SELECT o.name FROM membership m JOIN organization o ON o.id = m.organization_id
     WHERE m.user_id = $1 AND m.role = 'owner' ORDER BY lower(o.name), o.id`,
    [userId],
  );
  return rows;
}

/**
 * Takes a person out of every organization and every table; what others did or what belongs to an organization stays, without
 * them. Answers the organizations they were a member of. Rejects at the commit when one would be left without an Owner.
 */
export async function forgetPersonEverywhere(
  tx: Transaction,
  person: { userId: string; email: string; now: number },
): Promise<string[]> {
  const { userId, email, now } = person;
  await setScope(tx, { system: true });
  const { rows } = await tx.query<{ id: string }>('SELECT id FROM organization ORDER BY id');
  const left: string[] = [];
  for (const { id } of rows) {
    const tenant = await enterOrganization(tx, id, { identity: true });
    const wasMember = await tenant.query({
      text: 'SELECT 1 FROM membership WHERE organization_id = $1 AND user_id = $2',
      values: [userId],
    });
    if (wasMember.rowCount === 1) left.push(id);
    await removeMembership(tenant, { userId, now });
    await unlinkPerson(tenant, userId);
  }
  await setScope(tx, { identity: true });
  await tx.query('DELETE FROM one_time_token WHERE user_id = $1', [userId]);
  await tx.query('DELETE FROM device_code WHERE user_id = $1', [userId]);
  await tx.query('DELETE FROM outgoing_mail WHERE recipient = $1', [email]);
  await tx.query('DELETE FROM "user" WHERE id = $1', [userId]);
  await tx.query('SELECT forget_person($1)', [userId]);
  return left;
}
