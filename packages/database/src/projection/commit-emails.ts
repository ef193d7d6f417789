import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

/** Who a commit says has written it; of account and login, what the source tells. */
export type CommitAuthor = {
  /** Lower case. */
  email: string;
  name: string;
  accountId: string | null;
  login: string | null;
  seenAt: Instant;
};

/** How old `last_seen_at` may be, so that a person's day of work is not a write for each of their pushes. */
const STALE = `interval '1 day'`;

/**
 * Records addresses that commits were made under. The latest name and account win, in whatever order they are told; an address is of the
 * contributor of its account, unless somebody has said whose it is. What is known already is neither written nor locked.
 */
export async function recordCommitEmails(
  tx: Transaction,
  organizationId: string,
  authors: readonly CommitAuthor[],
): Promise<void> {
  if (authors.length === 0) return;
  const told = [...authors].sort((a, b) => a.seenAt - b.seenAt);
  const latest = [...new Map(told.map((author) => [author.email, author])).values()];
  const earliest = new Map(told.reverse().map(({ email, seenAt }) => [email, seenAt]));
  await tx.query({
    name: 'record_commit_emails',
    text: `WITH told AS (
        SELECT email, name, account_id, login, to_timestamp(first_ms / 1000) AS first_seen_at, to_timestamp(last_ms / 1000) AS last_seen_at
        FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::float8[], $7::float8[])
          AS t (email, name, account_id, login, first_ms, last_ms)),
      news AS (
        SELECT * FROM told t WHERE NOT EXISTS (
          SELECT 1 FROM commit_email e WHERE e.organization_id = $1 AND e.email = t.email
            AND e.first_seen_at <= t.first_seen_at AND e.last_seen_at > t.last_seen_at - ${STALE}
            AND (e.name = t.name OR e.last_seen_at > t.last_seen_at)
            AND (e.account_id IS NOT NULL OR coalesce(t.account_id::text, t.login) IS NULL)))
      INSERT INTO commit_email AS e (organization_id, email, name, account_id, contributor_id, first_seen_at, last_seen_at)
      SELECT $1, t.email, t.name, a.github_id, a.contributor_id, t.first_seen_at, t.last_seen_at
      FROM news t LEFT JOIN LATERAL (
        SELECT g.github_id, g.contributor_id FROM github_account g WHERE g.organization_id = $1
          AND CASE WHEN t.account_id IS NULL THEN lower(g.login) = lower(t.login) ELSE g.github_id = t.account_id END
        ORDER BY g.seen_at DESC, g.github_id LIMIT 1) a ON true
      ORDER BY t.email
      ON CONFLICT (organization_id, email) DO UPDATE SET
        name = CASE WHEN excluded.last_seen_at >= e.last_seen_at THEN excluded.name ELSE e.name END,
        account_id = CASE WHEN excluded.last_seen_at >= e.last_seen_at
          THEN coalesce(excluded.account_id, e.account_id) ELSE coalesce(e.account_id, excluded.account_id) END,
        contributor_id = coalesce(e.contributor_id, excluded.contributor_id),
        first_seen_at = least(e.first_seen_at, excluded.first_seen_at),
        last_seen_at = greatest(e.last_seen_at, excluded.last_seen_at)`,
    values: [
      organizationId,
      latest.map(({ email }) => email),
      latest.map(({ name }) => name),
      latest.map(({ accountId }) => accountId),
      latest.map(({ login }) => login),
      latest.map(({ email, seenAt }) => earliest.get(email) ?? seenAt),
      latest.map(({ seenAt }) => seenAt),
    ],
  });
}
