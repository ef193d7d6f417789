import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';

export type GithubTokenRow = {
  id: string;
  webUrl: string;
  /** Whom it speaks as. */
  login: string;
  state: 'active' | 'refused';
  expiresAt: Instant | null;
  createdAt: Instant;
  /** Repositories that are read with it. */
  repositories: number;
};

/** Tokens of the organization, the oldest first; what they are stays sealed. */
export async function listGithubTokens(tenant: Tenant): Promise<GithubTokenRow[]> {
  const { rows } = await tenant.query<GithubTokenRow>({
    text: `SELECT t.id, t.web_url AS "webUrl", t.login, t.state, t.expires_at AS "expiresAt", t.created_at AS "createdAt",
        (SELECT count(*)::int FROM repository r WHERE r.organization_id = $1 AND r.token_id = t.id) AS repositories
      FROM github_token t WHERE t.organization_id = $1 ORDER BY t.created_at, t.id`,
  });
  return rows;
}

export async function insertGithubToken(
  tenant: Tenant,
  token: {
    id: string;
    webUrl: string;
    login: string;
    tokenEncrypted: Buffer;
    expiresAt: Instant | null;
    createdBy: string;
    now: Instant;
  },
): Promise<void> {
  await tenant.query({
    text: `INSERT INTO github_token (organization_id, id, web_url, login, token_encrypted, expires_at, created_by, created_at)
      VALUES ($1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000), $7, to_timestamp($8::float8 / 1000))`,
    values: [
      token.id,
      token.webUrl,
      token.login,
      token.tokenEncrypted,
      token.expiresAt,
      token.createdBy,
      token.now,
    ],
  });
}

/** Forgets a token; its repositories are no longer tracked, their history stays. Answers their ids; null when there is no such token. */
export async function deleteGithubToken(tenant: Tenant, id: string): Promise<string[] | null> {
  const { rowCount } = await tenant.query({
    text: 'DELETE FROM github_token WHERE organization_id = $1 AND id = $2',
    values: [id],
  });
  if (rowCount === 0) return null;
  const { rows } = await tenant.query<{ id: string }>({
    text: `UPDATE repository SET token_id = NULL, is_tracked = false WHERE organization_id = $1 AND token_id = $2 RETURNING id`,
    values: [id],
  });
  return rows.map((row) => row.id);
}
