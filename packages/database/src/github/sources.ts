import type { Transaction } from '../transaction.ts';
import { readApp, type SealedApp } from './apps.ts';

/** An installation with the App that speaks for it. */
export type InstallationSource = {
  /** GitHub’s number of it. */
  installationId: string;
  organizationId: string;
  state: 'active' | 'suspended' | 'deleted';
  permissions: Record<string, string>;
  accountId: string;
  accountLogin: string;
  accountType: string;
  /** Null when it is known by its deliveries alone: nothing can be asked through it. */
  app: SealedApp | null;
  /** The App whose secret signs its deliveries; null for the secrets of the configuration. */
  signedBy: string | null;
};

/** GitHub’s number of an installation, which is its own within an organization. */
export type InstallationKey = { organizationId: string; installationId: string };

export type SealedToken = {
  id: string;
  webUrl: string;
  /** Whom it speaks as. */
  login: string;
  state: 'active' | 'refused';
  tokenEncrypted: Buffer;
};

/** A repository with what it is read through: an installation, a token, or nothing but its deliveries. */
export type RepositorySource = {
  organizationId: string;
  repository: {
    id: string;
    githubId: string;
    nodeId: string | null;
    fullName: string;
    isTracked: boolean;
    removedAt: number | null;
  };
  installation: InstallationSource | null;
  token: SealedToken | null;
};

type InstallationRow = Omit<InstallationSource, 'app'> & { appId: string | null };

/** Null when it is not known. Needs a system transaction. */
export async function readInstallationSource(
  tx: Transaction,
  { organizationId, installationId }: InstallationKey,
): Promise<InstallationSource | null> {
  // An App that was made for one organization speaks for installations of that one alone.
  const { rows } = await tx.query<InstallationRow>({
    name: 'read_installation_source',
    text: `SELECT i.github_id AS "installationId", i.organization_id AS "organizationId", i.state, i.permissions,
        i.account_id AS "accountId", i.account_login AS "accountLogin", i.account_type AS "accountType", a.id AS "appId",
        nullif(i.signed_by, '') AS "signedBy"
      FROM installation i LEFT JOIN github_app a
        ON a.id = i.github_app_id AND coalesce(a.organization_id, i.organization_id) = i.organization_id
      WHERE i.organization_id = $1 AND i.github_id = $2`,
    values: [organizationId, installationId],
  });
  const row = rows[0];
  if (row === undefined) return null;
  const { appId, ...installation } = row;
  return { ...installation, app: appId === null ? null : await readApp(tx, appId) };
}

type RepositoryRow = RepositorySource['repository'] & {
  organizationId: string;
  installationId: string | null;
  tokenId: string | null;
};

/** Null when it is not known. Needs a transaction of the repository's organization that is a system transaction too. */
export async function readRepositorySource(
  tx: Transaction,
  repositoryId: string,
): Promise<RepositorySource | null> {
  const { rows } = await tx.query<RepositoryRow>({
    name: 'read_repository_source',
    text: `SELECT r.organization_id AS "organizationId", r.id, r.github_id AS "githubId", r.node_id AS "nodeId",
        r.full_name AS "fullName", r.is_tracked AS "isTracked", r.removed_at AS "removedAt",
        i.github_id AS "installationId", r.token_id AS "tokenId"
      FROM repository r LEFT JOIN installation i ON i.github_id = r.installation_id AND i.organization_id = r.organization_id
      WHERE r.id = $1`,
    values: [repositoryId],
  });
  const row = rows[0];
  if (row === undefined) return null;
  const { organizationId, installationId, tokenId, ...repository } = row;
  return {
    organizationId,
    repository,
    installation:
      installationId === null ? null : await readInstallationSource(tx, { organizationId, installationId }),
    token: tokenId === null ? null : await readToken(tx, { organizationId, tokenId }),
  };
}

async function readToken(
  tx: Transaction,
  { organizationId, tokenId }: { organizationId: string; tokenId: string },
): Promise<SealedToken | null> {
  const { rows } = await tx.query<SealedToken>({
    name: 'read_sealed_token',
    text: `SELECT id, web_url AS "webUrl", login, state, token_encrypted AS "tokenEncrypted"
      FROM github_token WHERE organization_id = $1 AND id = $2`,
    values: [organizationId, tokenId],
  });
  return rows[0] ?? null;
}
