import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import { transaction } from '../transaction.ts';

export type DatedMembership = {
  contributorId: string;
  teamId: string;
  /** -Infinity: ever since. */
  startsAt: Instant;
  /** Infinity: until further notice. */
  endsAt: Instant;
};

/** Who is and was in which team, and how many people the organization has; bots and merged contributors are none. */
export async function readGroups(
  dashboard: Database,
  organizationId: string,
): Promise<{ memberships: DatedMembership[]; people: number }> {
  return transaction(dashboard, { organizationId }, async (tx) => {
    const { rows: memberships } = await tx.query<DatedMembership>({
      name: 'read_memberships',
      text: `SELECT contributor_id AS "contributorId", team_id AS "teamId", starts_at AS "startsAt",
          coalesce(ends_at, 'infinity') AS "endsAt"
        FROM team_membership WHERE organization_id = $1`,
      values: [organizationId],
    });
    const { rows } = await tx.query<{ people: number }>({
      name: 'count_people',
      text: `SELECT count(*)::int AS people FROM contributor c WHERE c.organization_id = $1 AND c.merged_into_id IS NULL
        AND EXISTS (SELECT 1 FROM github_account a WHERE a.organization_id = $1 AND a.contributor_id = c.id AND NOT a.is_bot)`,
      values: [organizationId],
    });
    return { memberships, people: rows[0]?.people ?? 0 };
  });
}
