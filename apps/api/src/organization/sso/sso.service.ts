import type { getSso, setSso } from '@devpulse/contracts/organization/sso';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import { recordAudit } from '@devpulse/database/access/audit';
import type { Database } from '@devpulse/database/connection';
import {
  deleteSsoConnection,
  findSsoConnection,
  type SsoConnectionRow,
  saveSsoConnection,
} from '@devpulse/database/organization/sso-connection';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import type { OrganizationAuditAction } from '@devpulse/domain/access/audit-actions';
import { AppError } from '@devpulse/domain/errors';
import type { SafeFetch } from '@devpulse/outbound/safe-fetch';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE, SAFE_FETCH, VAULT } from '../../platform/tokens.ts';
import { requireIssuer } from './issuer-configuration.ts';

type Connection = RouteBody<typeof setSso>;

@Injectable()
export class SsoService {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #fetch: SafeFetch;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    @Inject(VAULT) vault: Vault,
    @Inject(SAFE_FETCH) safeFetch: SafeFetch,
  ) {
    this.#parts = parts;
    this.#database = database;
    this.#vault = vault;
    this.#fetch = safeFetch;
  }

  async read(member: Member): Promise<RouteResponse<typeof getSso>> {
    const known = await inOrganization(this.#database, member.organizationId, findSsoConnection);
    const redirectUri = `${this.#parts.environment.PUBLIC_URL}/sign-in/sso/callback`;
    if (known === null) return { connection: null, redirectUri };
    const { issuer, clientId, isEnabled } = known;
    return { connection: { issuer, clientId, isEnabled }, redirectUri };
  }

  /** Throws AppError('invalid_request') for an issuer that does not answer as one, and for a secret that is missing. */
  async set(member: Member, connection: Connection): Promise<void> {
    const { issuer, clientId, isEnabled } = connection;
    await requireIssuer(issuer, this.#fetch);
    await inOrganization(this.#database, member.organizationId, async (tenant) => {
      const known = await findSsoConnection(tenant);
      const clientSecretEncrypted = this.#sealedSecret(tenant, connection, known);
      await saveSsoConnection(tenant, { issuer, clientId, clientSecretEncrypted, isEnabled });
      await this.#audit(tenant, member, {
        action: 'sso.set',
        detail: { isEnabled, isNewSecret: connection.clientSecret !== undefined },
      });
    });
  }

  /** Throws AppError('not_found') when there is none. */
  async remove(member: Member): Promise<void> {
    await inOrganization(this.#database, member.organizationId, async (tenant) => {
      if (!(await deleteSsoConnection(tenant))) {
        throw new AppError('not_found', 'This organization has no single sign-on.');
      }
      await this.#audit(tenant, member, { action: 'sso.removed' });
    });
  }

  /** A secret is kept for the very provider and client it was given for, so that it is never sent to another. */
  #sealedSecret(tenant: Tenant, connection: Connection, known: SsoConnectionRow | null): Buffer {
    const { issuer, clientId, clientSecret } = connection;
    if (clientSecret !== undefined) return this.#vault.seal(clientSecret, `sso:${tenant.organizationId}`);
    if (known !== null && known.issuer === issuer && known.clientId === clientId) {
      return known.clientSecretEncrypted;
    }
    throw new AppError('invalid_request', 'The client secret is missing.', {
      field: 'body.clientSecret',
      remedy: 'Send it with a new connection, and whenever issuer or client id change.',
    });
  }

  async #audit(
    tenant: Tenant,
    member: Member,
    entry: { action: OrganizationAuditAction; detail?: Record<string, boolean> },
  ): Promise<void> {
    await recordAudit(tenant.transaction, {
      organizationId: tenant.organizationId,
      actorUserId: member.userId,
      ...entry,
      at: this.#parts.now(),
    });
  }
}
