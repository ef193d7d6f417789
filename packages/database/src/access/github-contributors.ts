import type { Instant } from '@devpulse/domain/time/instant';
import { takeOverBelongings } from '../organization/contributor-merges.ts';
import type { Tenant } from '../tenant.ts';

export type LinkedContributor = {
  contributorId: string;
  /** Start of the earliest time in a team that the contributor gained by it; null when none was gained. */
  gainedTeamsFrom: Instant | null;
};

/**
 * Links a member to the contributor of a GitHub account, unless the contributor is somebody's already. Time in teams and addresses that
 * the member was given before, as somebody without a GitHub account, go over to it. Null when nothing was linked. Needs identity work
 * beside the tenant.
 */
export async function linkGithubContributor(
  tenant: Tenant,
  link: { userId: string; githubId: string },
): Promise<LinkedContributor | null> {
  const { rows } = await tenant.query<{ id: string }>({
    text: `UPDATE contributor c SET user_id = $2 FROM github_account g, membership m
      WHERE c.organization_id = $1 AND c.user_id IS NULL AND m.organization_id = $1 AND m.user_id = $2
        AND g.organization_id = $1 AND g.contributor_id = c.id AND g.github_id = $3::bigint AND NOT g.is_bot
      RETURNING c.id`,
    values: [link.userId, link.githubId],
  });
  const contributorId = rows[0]?.id;
  if (contributorId === undefined) return null;
  return { contributorId, gainedTeamsFrom: await takeOverBelongings(tenant, { ...link, contributorId }) };
}
