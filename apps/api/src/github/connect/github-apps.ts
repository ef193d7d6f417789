import type { Database } from '@devpulse/database/connection';
import { readApp } from '@devpulse/database/github/apps';
import { findGithubApp, type GithubAppRow } from '@devpulse/database/github/connections';
import { inOrganization } from '@devpulse/database/tenant';
import { transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import type { GithubAccess, GithubClient } from '@devpulse/github/client/client';
import { credentialsOf } from '@devpulse/github/client/credentials';
import { githubContext } from '@devpulse/vault/contexts';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE, GITHUB_ACCESS, VAULT } from '../../platform/tokens.ts';
import { InstanceApp } from './instance-app.ts';

/** How an App asks people for their consent. */
export type OauthClient = { clientId: string; clientSecret: string };

/** One answer for an App that is missing and for one of others. */
export function noSuchApp(field = 'path.app'): AppError {
  return new AppError('not_found', 'There is no such App.', { field });
}

/** Apps that an organization may use: those that were made for it, and the one of the configuration. */
@Injectable()
export class GithubApps {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #access: GithubAccess;
  readonly #instanceApp: InstanceApp;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    @Inject(VAULT) vault: Vault,
    @Inject(GITHUB_ACCESS) access: GithubAccess,
    instanceApp: InstanceApp,
  ) {
    this.#parts = parts;
    this.#database = database;
    this.#vault = vault;
    this.#access = access;
    this.#instanceApp = instanceApp;
  }

  /** Throws AppError('not_found') naming the field. */
  async require(organizationId: string, id: string, field: string): Promise<GithubAppRow> {
    const own = await inOrganization(this.#database, organizationId, (tenant) => findGithubApp(tenant, id));
    if (own !== null) return own;
    const shared = this.#instanceApp.credentials?.id === id ? await this.#instanceApp.row() : null;
    if (shared === null) throw noSuchApp(field);
    return shared;
  }

  /** Null when nothing here can speak as the App. */
  async speakAs(app: Pick<GithubAppRow, 'id'>): Promise<GithubClient | null> {
    const sealed = await transaction(this.#database, { system: true }, (tx) => readApp(tx, app.id));
    const keyring = { vault: this.#vault, configuredApp: this.#instanceApp.credentials };
    const credentials = sealed === null ? null : credentialsOf(sealed, keyring);
    return credentials === null ? null : this.#access.app(credentials);
  }

  /** The same. Throws AppError('conflict') when nothing here can speak as the App. */
  async requireSpeaker(app: Pick<GithubAppRow, 'id'>): Promise<GithubClient> {
    const client = await this.speakAs(app);
    if (client !== null) return client;
    throw new AppError('conflict', 'There is no private key of this App here.', {
      remedy: 'Make one on the App’s page on GitHub, and add it.',
    });
  }

  /** Null when the App cannot ask for consent: it came without a client secret. */
  oauthClientOf(app: GithubAppRow): OauthClient | null {
    const { GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET } = this.#parts.environment;
    const isShared = app.organizationId === null;
    if (isShared && GITHUB_CLIENT_ID !== undefined && GITHUB_CLIENT_SECRET !== undefined)
      return { clientId: GITHUB_CLIENT_ID, clientSecret: GITHUB_CLIENT_SECRET };
    if (isShared || app.clientId === null || app.clientSecretEncrypted === null) return null;
    return {
      clientId: app.clientId,
      clientSecret: this.#vault.unseal(app.clientSecretEncrypted, githubContext.clientSecret(app.id)),
    };
  }
}
