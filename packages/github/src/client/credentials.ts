import type { SealedApp } from '@devpulse/database/github/apps';
import type { InstallationSource, RepositorySource, SealedToken } from '@devpulse/database/github/sources';
import { githubContext } from '@devpulse/vault/contexts';
import type { Vault } from '@devpulse/vault/vault';
import type { AppCredentials, GithubAccess, GithubClient, Priority, TokenCredentials } from './client.ts';

/** What opens what is sealed, and the App of the configuration, whose keys are sealed nowhere. */
export type Keyring = { vault: Vault; configuredApp: AppCredentials | null };

/** An App as it proves itself; null when nothing here can speak as it: its keys are gone, or no longer configured. */
export function credentialsOf(app: SealedApp, { vault, configuredApp }: Keyring): AppCredentials | null {
  if (app.organizationId === null) return configuredApp?.id === app.id ? configuredApp : null;
  if (app.keys.length === 0) return null;
  return {
    id: app.id,
    webUrl: app.webUrl,
    appId: app.appId,
    privateKeys: app.keys.map(({ id, privateKeyEncrypted }) =>
      vault.unseal(privateKeyEncrypted, githubContext.appKey(id)),
    ),
  };
}

function tokenCredentialsOf(token: SealedToken, vault: Vault): TokenCredentials {
  const { id, webUrl, tokenEncrypted } = token;
  return { id, webUrl, token: vault.unseal(tokenEncrypted, githubContext.token(id)) };
}

type Opening = Keyring & { access: GithubAccess; priority: Priority };

/** Speaks as an installation; null when it was deleted, or nothing here can speak as its App. */
export function clientOfInstallation(source: InstallationSource, opening: Opening): GithubClient | null {
  const app = source.app === null ? null : credentialsOf(source.app, opening);
  if (app === null || source.state === 'deleted') return null;
  return opening.access.installation({ app, installationId: source.installationId }, opening.priority);
}

/** Reads a repository through its installation, else through its token; null when it has neither, or the token was refused. */
export function clientOfRepository(source: RepositorySource, opening: Opening): GithubClient | null {
  const byInstallation =
    source.installation === null ? null : clientOfInstallation(source.installation, opening);
  if (byInstallation !== null || source.token === null || source.token.state === 'refused')
    return byInstallation;
  return opening.access.token(tokenCredentialsOf(source.token, opening.vault), opening.priority);
}
