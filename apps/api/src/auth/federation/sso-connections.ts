import { findOrganizationId } from '@devpulse/database/access/callers';
import type { Database } from '@devpulse/database/connection';
import { findSsoConnection } from '@devpulse/database/organization/sso-connection';
import { inOrganization } from '@devpulse/database/tenant';
import { AppError } from '@devpulse/domain/errors';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import { APP_DATABASE, VAULT } from '../../platform/tokens.ts';
import type { SsoConnection } from './sso-client.ts';

/** Reads the single sign-on that an organization has set up. */
@Injectable()
export class SsoConnections {
  readonly #database: Database;
  readonly #vault: Vault;

  constructor(@Inject(APP_DATABASE) database: Database, @Inject(VAULT) vault: Vault) {
    this.#database = database;
    this.#vault = vault;
  }

  /** Unknown organizations and those without single sign-on are the same AppError('not_found'). */
  async ofSlug(slug: string): Promise<{ organizationId: string; connection: SsoConnection }> {
    const organizationId = await findOrganizationId(this.#database, slug);
    if (organizationId === null) throw noSingleSignOn();
    return { organizationId, connection: await this.of(organizationId) };
  }

  async of(organizationId: string): Promise<SsoConnection> {
    const row = await inOrganization(this.#database, organizationId, findSsoConnection);
    if (row === null || !row.isEnabled) throw noSingleSignOn();
    const { issuer, clientId, clientSecretEncrypted } = row;
    return {
      issuer,
      clientId,
      clientSecret: this.#vault.unseal(clientSecretEncrypted, `sso:${organizationId}`),
    };
  }
}

export function noSingleSignOn(): AppError {
  return new AppError('not_found', 'There is no single sign-on under this name.', {
    field: 'body.organization',
    remedy: 'Check the name of the organization, or sign in another way.',
  });
}
