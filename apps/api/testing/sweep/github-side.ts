import { randomInt, randomUUID } from 'node:crypto';
import type { Registry, TestOrganization } from '../people.ts';

/** A side's connection with GitHub, by the ids that routes name. */
export type GithubSide = {
  githubApp: string;
  githubKey: string;
  githubToken: string;
  installation: string;
  repository: string;
  import: string;
};

/**
 * An App with two keys and no webhook, an installation that only its deliveries are known of, and a repository that is read with a token.
 * Nothing of it leads to a request: what is sealed is none.
 */
export async function createGithubSide(
  { pool }: Registry,
  { id: organizationId }: TestOrganization,
): Promise<GithubSide> {
  const id = randomUUID;
  const number = () => String(randomInt(2 ** 47));
  const side = {
    githubApp: id(),
    githubKey: id(),
    githubToken: id(),
    installation: number(),
    repository: id(),
    import: id(),
  };
  await pool.query(
    `INSERT INTO github_app (id, organization_id, web_url, app_id, slug, name, owner_login, has_webhooks)
     VALUES ($1, $2, 'https://127.0.0.1', $3, 'devpulse', 'DevPulse', 'fernhill', false)`,
    [side.githubApp, organizationId, number()],
  );
  await pool.query(
    `INSERT INTO github_app_key (id, organization_id, github_app_id, private_key_encrypted, fingerprint)
     VALUES ($1, $3, $4, 'x', 'one'), ($2, $3, $4, 'x', 'two')`,
    [side.githubKey, id(), organizationId, side.githubApp],
  );
  await pool.query(
    `INSERT INTO installation (github_id, organization_id, account_id, account_login, account_type, state, source_at, source_rank)
     VALUES ($1, $2, $3, 'fernhill', 'Organization', 'active', now(), 0)`,
    [side.installation, organizationId, number()],
  );
  await pool.query(
    `INSERT INTO github_token (id, organization_id, web_url, login, token_encrypted)
     VALUES ($1, $2, 'https://127.0.0.1', 'octo', 'x')`,
    [side.githubToken, organizationId],
  );
  await pool.query(
    `INSERT INTO repository (id, organization_id, github_id, node_id, full_name, web_url, is_private, is_archived, seen_at, token_id)
     VALUES ($1, $2, $3, 'R_1', 'fernhill/checkout-api', 'https://127.0.0.1/fernhill/checkout-api', true, false, now(), $4)`,
    [side.repository, organizationId, number(), side.githubToken],
  );
  await pool.query(
    `INSERT INTO repository_import (id, organization_id, repository_id, kind) VALUES ($1, $2, $3, 'backfill')`,
    [side.import, organizationId, side.repository],
  );
  return side;
}
