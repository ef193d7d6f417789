import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import { transaction } from '../transaction.ts';

export type OwnOrganization = { id: string; slug: string; deletionDueAt: Instant | null };

/** The organizations that a person is a member of, by name. */
export async function listOwnOrganizations(database: Database, userId: string): Promise<OwnOrganization[]> {
  return transaction(database, { personId: userId }, async (tx) => {
    const { rows } = await tx.query<OwnOrganization>({
      name: 'own_organizations',
      text: `SELECT o.id, o.slug, o.deletion_due_at AS "deletionDueAt"
             FROM membership m JOIN organization o ON o.id = m.organization_id
             WHERE m.user_id = $1 ORDER BY lower(o.name), o.slug`,
      values: [userId],
    });
    return rows;
  });
}
