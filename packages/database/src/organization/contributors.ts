import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import { IDENTITY_JOINS, PERSON_NAME } from './people-sql.ts';

export type ContributorRow = {
  id: string;
  name: string;
  /** Set by hand. */
  displayName: string | null;
  isBot: boolean;
  accounts: { githubId: string; login: string; isBot: boolean }[];
  emails: { email: string; name: string }[];
  member: MemberAddress | null;
};

/** `email` is null until it is verified. */
export type MemberAddress = { userId: string; name: string; email: string | null };

const VERIFIED_EMAIL = 'CASE WHEN u.email_verified_at IS NOT NULL THEN u.email END';

/** Those that somebody was merged into, and those of nothing at all, are nobody. */
const CONTRIBUTORS = `FROM contributor c ${IDENTITY_JOINS}
  CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(g.is_bot), false) AS is_bot, coalesce(json_agg(json_build_object(
        'githubId', g.github_id::text, 'login', g.login, 'isBot', g.is_bot) ORDER BY g.github_id), '[]') AS list
    FROM github_account g WHERE g.organization_id = $1 AND g.contributor_id = c.id) k
  CROSS JOIN LATERAL (
    SELECT coalesce(json_agg(json_build_object('email', e.email, 'name', e.name) ORDER BY e.email), '[]') AS list
    FROM commit_email e WHERE e.organization_id = $1 AND e.contributor_id = c.id) e
  WHERE c.organization_id = $1 AND c.merged_into_id IS NULL
    AND (u.id IS NOT NULL OR a.login IS NOT NULL OR json_array_length(e.list) > 0)`;

/** People of delivery by name, bots last; and how many there are in all. */
export async function listContributors(
  tenant: Tenant,
  limit: number,
): Promise<{ items: ContributorRow[]; total: number }> {
  const { rows } = await tenant.query<ContributorRow & { total: number }>({
    text: `SELECT c.id, ${PERSON_NAME} AS name, c.display_name AS "displayName", k.is_bot AS "isBot", k.list AS accounts,
        e.list AS emails, count(*) OVER ()::int AS total,
        CASE WHEN u.id IS NOT NULL
          THEN json_build_object('userId', u.id, 'name', u.name, 'email', ${VERIFIED_EMAIL}) END AS member
      ${CONTRIBUTORS} ORDER BY k.is_bot, lower(${PERSON_NAME}), c.id LIMIT $2`,
    values: [limit],
  });
  return { items: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** Members whom no contributor with an account or an address of commits is linked to, by name. */
export async function listUnlinkedMembers(tenant: Tenant): Promise<MemberAddress[]> {
  const { rows } = await tenant.query<MemberAddress>({
    text: `SELECT u.id AS "userId", u.name, ${VERIFIED_EMAIL} AS email
      FROM membership m JOIN "user" u ON u.id = m.user_id
      WHERE m.organization_id = $1 AND NOT EXISTS (
        SELECT 1 FROM contributor c WHERE c.organization_id = $1 AND c.user_id = m.user_id AND (
          EXISTS (SELECT 1 FROM github_account g WHERE g.organization_id = $1 AND g.contributor_id = c.id)
          OR EXISTS (SELECT 1 FROM commit_email e WHERE e.organization_id = $1 AND e.contributor_id = c.id)))
      ORDER BY lower(u.name), u.id`,
  });
  return rows;
}

export type UnclaimedEmail = { email: string; name: string; lastSeenAt: Instant };

/** Addresses of commits that are nobody's yet, the latest first; and how many there are in all. */
export async function listUnclaimedEmails(
  tenant: Tenant,
  limit: number,
): Promise<{ items: UnclaimedEmail[]; total: number }> {
  const { rows } = await tenant.query<UnclaimedEmail & { total: number }>({
    text: `SELECT email, name, last_seen_at AS "lastSeenAt", count(*) OVER ()::int AS total FROM commit_email
      WHERE organization_id = $1 AND contributor_id IS NULL ORDER BY last_seen_at DESC, email LIMIT $2`,
    values: [limit],
  });
  return { items: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

export type ContributorLink = {
  id: string;
  /** The member it is linked to; null also when that person has left. */
  memberId: string | null;
  accountIds: string[];
  isBot: boolean;
};

/** Contributors of these ids, held until the transaction ends; one that was merged into another is none. */
export async function lockContributors(tenant: Tenant, ids: readonly string[]): Promise<ContributorLink[]> {
  const { rows } = await tenant.query<ContributorLink>({
    text: `SELECT c.id, (SELECT m.user_id FROM membership m WHERE m.organization_id = $1 AND m.user_id = c.user_id) AS "memberId",
        ARRAY(SELECT g.github_id::text FROM github_account g WHERE g.organization_id = $1 AND g.contributor_id = c.id) AS "accountIds",
        EXISTS (SELECT 1 FROM github_account g WHERE g.organization_id = $1 AND g.contributor_id = c.id AND g.is_bot) AS "isBot"
      FROM contributor c WHERE c.organization_id = $1 AND c.id = ANY($2::uuid[]) AND c.merged_into_id IS NULL
      ORDER BY c.id FOR UPDATE OF c`,
    values: [ids],
  });
  return rows;
}

/** The contributor with an account that a member is linked to already; null when there is none. */
export async function findAccountContributor(tenant: Tenant, userId: string): Promise<string | null> {
  const { rows } = await tenant.query<{ id: string }>({
    text: `SELECT c.id FROM contributor c WHERE c.organization_id = $1 AND c.user_id = $2 AND EXISTS (
        SELECT 1 FROM github_account g WHERE g.organization_id = $1 AND g.contributor_id = c.id)
      ORDER BY c.created_at, c.id LIMIT 1`,
    values: [userId],
  });
  return rows[0]?.id ?? null;
}

/** Says whose a contributor is; null is nobody's. */
export async function saveContributorMember(
  tenant: Tenant,
  link: { contributorId: string; userId: string | null },
): Promise<void> {
  await tenant.query({
    text: 'UPDATE contributor SET user_id = $3 WHERE organization_id = $1 AND id = $2',
    values: [link.contributorId, link.userId],
  });
}

export async function saveContributorName(
  tenant: Tenant,
  change: { contributorId: string; displayName: string | null },
): Promise<void> {
  await tenant.query({
    text: 'UPDATE contributor SET display_name = $3 WHERE organization_id = $1 AND id = $2',
    values: [change.contributorId, change.displayName],
  });
}

/** Whose an address of commits is, held until the transaction ends; undefined when no commit was seen under it. */
export async function lockCommitEmail(
  tenant: Tenant,
  email: string,
): Promise<{ contributorId: string | null } | undefined> {
  const { rows } = await tenant.query<{ contributorId: string | null }>({
    text: `SELECT contributor_id AS "contributorId" FROM commit_email
      WHERE organization_id = $1 AND email = $2 FOR UPDATE`,
    values: [email],
  });
  return rows[0];
}

export async function saveCommitEmailOwner(
  tenant: Tenant,
  claim: { email: string; contributorId: string },
): Promise<void> {
  await tenant.query({
    text: 'UPDATE commit_email SET contributor_id = $3 WHERE organization_id = $1 AND email = $2',
    values: [claim.email, claim.contributorId],
  });
}

/** Subjects of the suggestions that were declined. */
export async function listDeclinedSuggestions(tenant: Tenant): Promise<string[]> {
  const { rows } = await tenant.query<{ subject: string }>({
    text: 'SELECT subject FROM declined_suggestion WHERE organization_id = $1',
  });
  return rows.map(({ subject }) => subject);
}

export async function declineSuggestion(
  tenant: Tenant,
  declined: { subject: string; userId: string; now: Instant },
): Promise<void> {
  await tenant.query({
    text: `INSERT INTO declined_suggestion (organization_id, subject, declined_by, declined_at)
      VALUES ($1, $2, $3, to_timestamp($4::float8 / 1000)) ON CONFLICT (organization_id, subject) DO NOTHING`,
    values: [declined.subject, declined.userId, declined.now],
  });
}
