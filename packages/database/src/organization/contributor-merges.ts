import { contributorIdFor } from '@devpulse/domain/identity';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';

type Merge = { from: string; into: string };

/**
 * Makes one contributor of two, both held by `lockContributors`: accounts, addresses, time in teams, the link to a member and all work go
 * over. The row of the one that goes stays and points to the other, so that its id, which is computed from an account, is not made anew.
 */
export async function mergeContributor(
  tenant: Tenant,
  { from, into, userId }: Merge & { userId: string | null },
): Promise<void> {
  const { rows } = await tenant.query<{ accountId: string }>({
    text: `UPDATE github_account SET contributor_id = $3 WHERE organization_id = $1 AND contributor_id = $2
           RETURNING github_id::text AS "accountId"`,
    values: [from, into],
  });
  await uniteBelongings(tenant, { from, into });
  await tenant.query({
    text: `UPDATE contributor c SET user_id = coalesce($4::uuid, c.user_id, f.user_id),
        display_name = coalesce(c.display_name, f.display_name)
      FROM contributor f WHERE c.organization_id = $1 AND c.id = $3 AND f.organization_id = $1 AND f.id = $2`,
    values: [from, into, userId],
  });
  await tenant.query({
    text: `UPDATE contributor SET merged_into_id = $3, user_id = NULL, display_name = NULL
      WHERE organization_id = $1 AND (id = $2 OR merged_into_id = $2)`,
    values: [from, into],
  });
  await assignWork(
    tenant,
    rows.map(({ accountId }) => accountId),
  );
}

/**
 * What a member was given before, as somebody without an account, goes over to the contributor that they are linked to. Answers the start
 * of the earliest time in a team that was gained by it; null when none was. Needs identity work beside the tenant.
 */
export async function takeOverBelongings(
  tenant: Tenant,
  { userId, contributorId }: { userId: string; contributorId: string },
): Promise<Instant | null> {
  const { rows } = await tenant.query<{ id: string }>({
    text: `SELECT c.id FROM contributor c WHERE c.organization_id = $1 AND c.user_id = $2 AND c.id <> $3 AND NOT EXISTS (
        SELECT 1 FROM github_account g WHERE g.organization_id = $1 AND g.contributor_id = c.id)
      ORDER BY c.id FOR UPDATE OF c`,
    values: [userId, contributorId],
  });
  const gained: Instant[] = [];
  for (const { id } of rows) {
    gained.push(...(await uniteBelongings(tenant, { from: id, into: contributorId })));
    await tenant.query({
      text: 'DELETE FROM contributor WHERE organization_id = $1 AND id = $2',
      values: [id],
    });
  }
  return gained.length > 0 ? Math.min(...gained) : null;
}

/** Answers the starts of the times in teams that went over. */
async function uniteBelongings(tenant: Tenant, { from, into }: Merge): Promise<Instant[]> {
  await tenant.query({
    text: 'UPDATE commit_email SET contributor_id = $3 WHERE organization_id = $1 AND contributor_id = $2',
    values: [from, into],
  });
  const { rows } = await tenant.query<{ startsAt: Instant }>({
    text: `SELECT starts_at AS "startsAt" FROM team_membership WHERE organization_id = $1 AND contributor_id = $2`,
    values: [from],
  });
  if (rows.length === 0) return [];
  // Times of one team that overlap or touch become one; what is taken away is seen by no other reader.
  await tenant.query({
    text: `WITH times AS (
        DELETE FROM team_membership WHERE organization_id = $1 AND contributor_id IN ($2, $3)
        RETURNING team_id, starts_at, ends_at),
      united AS (
        SELECT team_id, unnest(range_agg(tstzrange(starts_at, ends_at))) AS time
        FROM times WHERE starts_at < coalesce(ends_at, 'infinity') GROUP BY team_id)
      INSERT INTO team_membership (organization_id, contributor_id, team_id, starts_at, ends_at)
      SELECT $1, $3, team_id, lower(time), upper(time) FROM united`,
    values: [from, into],
  });
  return rows.map(({ startsAt }) => startsAt);
}

/**
 * Makes an account of a contributor, who is held by `lockContributors` and has others, the person by itself that it was before any merge,
 * with the addresses that GitHub has linked it to. Answers the contributor; null when it is the account that this one was made from.
 */
export async function splitAccount(
  tenant: Tenant,
  split: { accountId: string; from: string },
): Promise<string | null> {
  const { organizationId } = tenant;
  const id = contributorIdFor(organizationId, split.accountId);
  if (id === split.from) return null;
  await tenant.query({
    text: `INSERT INTO contributor (organization_id, id) VALUES ($1, $2)
           ON CONFLICT (id) DO UPDATE SET merged_into_id = NULL`,
    values: [id],
  });
  const values = [id, split.from, split.accountId];
  await tenant.query({
    text: `UPDATE github_account SET contributor_id = $2
      WHERE organization_id = $1 AND contributor_id = $3 AND github_id = $4::bigint`,
    values,
  });
  await tenant.query({
    text: `UPDATE commit_email SET contributor_id = $2
      WHERE organization_id = $1 AND contributor_id = $3 AND account_id = $4::bigint`,
    values,
  });
  await assignWork(tenant, [split.accountId]);
  return id;
}

const WORK = [
  ['pull_request', 'author'],
  ['review', 'reviewer'],
  ['review_request', 'reviewer'],
  ['push', 'pusher'],
] as const;

/** Gives all work of these accounts, or of all with null, to the contributors whose accounts they are now. Rows in the order of their ids. */
export async function assignWork(tenant: Tenant, accountIds: readonly string[] | null): Promise<void> {
  for (const [table, role] of WORK) {
    await tenant.query({
      text: `WITH moved AS (
          SELECT w.id, a.contributor_id FROM ${table} w
          JOIN github_account a ON a.organization_id = $1 AND a.github_id = w.${role}_account_id
          WHERE w.organization_id = $1 AND ($2::bigint[] IS NULL OR a.github_id = ANY($2))
            AND w.${role}_contributor_id IS DISTINCT FROM a.contributor_id
          ORDER BY w.id FOR UPDATE OF w)
        UPDATE ${table} w SET ${role}_contributor_id = moved.contributor_id FROM moved
        WHERE w.organization_id = $1 AND w.id = moved.id`,
      values: [accountIds],
    });
  }
}
