import { randomUUID } from 'node:crypto';
import type { Database } from '@devpulse/database/connection';
import { findGithubApp, type GithubAppRow, lockGithubApp } from '@devpulse/database/github/connections';
import {
  deleteAppKey,
  deleteWebhookSecret,
  endOtherWebhookSecrets,
  insertAppKey,
  insertWebhookSecret,
  listAppKeys,
  listWebhookSecrets,
} from '@devpulse/database/github/secrets';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { AppError } from '@devpulse/domain/errors';
import { type GithubAccess, type GithubClient, GithubFault } from '@devpulse/github/client/client';
import { githubContext } from '@devpulse/vault/contexts';
import { newSecret } from '@devpulse/vault/secrets';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE, GITHUB_ACCESS, VAULT } from '../../platform/tokens.ts';
import { AuditTrail } from '../connect/audit-trail.ts';
import { GithubApps, noSuchApp } from '../connect/github-apps.ts';
import { githubProblem } from '../connect/github-problems.ts';
import { GithubNumber } from '../connect/github-shapes.ts';
import { fingerprintOf } from '../connect/private-key.ts';
import { WebhookSigners } from '../webhook-signers.ts';

/** GitHub redelivers for three days what was signed with the previous secret. */
const PREVIOUS_SECRET_MS = 72 * 3_600_000;
/** As many as GitHub allows. */
const MOST_KEYS = 25;
/** Of secrets that were given to GitHub without an answer, one may be in use. */
const MOST_SECRETS = 5;

/** A change is through by then: of two at once, nobody knows which one GitHub heard last. */
const SETTLED_MS = 60_000;

const AppAnswer = z.object({ id: GithubNumber });

/** Kinds of fault after which GitHub has surely not changed anything. */
const REFUSALS = ['paused', 'unauthorized', 'suspended', 'forbidden', 'gone', 'refused'];

/** Private keys and webhook secrets of Apps that were made here. */
@Injectable()
export class AppSecrets {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #access: GithubAccess;
  readonly #apps: GithubApps;
  readonly #trail: AuditTrail;
  readonly #signers: WebhookSigners;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    @Inject(VAULT) vault: Vault,
    @Inject(GITHUB_ACCESS) access: GithubAccess,
    apps: GithubApps,
    trail: AuditTrail,
    signers: WebhookSigners,
  ) {
    this.#parts = parts;
    this.#database = database;
    this.#vault = vault;
    this.#access = access;
    this.#apps = apps;
    this.#trail = trail;
    this.#signers = signers;
  }

  /** Throws AppError: `not_found`, `invalid_request` for a key that is not the App’s, `conflict` for one that is known. */
  async addKey(
    member: Member,
    appId: string,
    privateKey: string,
  ): Promise<{ id: string; fingerprint: string }> {
    const app = await this.#requireOwn(member, appId);
    const fingerprint = fingerprintOf(privateKey);
    if (fingerprint === null) throw notItsKey();
    await this.#prove(app, privateKey);
    const id = randomUUID();
    const privateKeyEncrypted = this.#vault.seal(privateKey, githubContext.appKey(id));
    await this.#withLocked(member, appId, async (tenant) => {
      const known = (await listAppKeys(tenant)).filter((key) => key.appId === appId);
      if (known.length >= MOST_KEYS) throw new AppError('conflict', `An App has at most ${MOST_KEYS} keys.`);
      const key = { id, appId, privateKeyEncrypted, fingerprint, now: this.#parts.now() };
      if (!(await insertAppKey(tenant, key))) throw new AppError('conflict', 'The App has this key already.');
      await this.#trail.record(tenant, member, { action: 'github_app.key_added', target: appId });
    });
    return { id, fingerprint };
  }

  /** Throws AppError: `not_found`, `conflict` for the last key. */
  async removeKey(member: Member, appId: string, keyId: string): Promise<void> {
    await this.#withLocked(member, appId, async (tenant) => {
      const keys = (await listAppKeys(tenant)).filter((key) => key.appId === appId);
      if (!keys.some(({ id }) => id === keyId)) {
        throw new AppError('not_found', 'The App has no such key.', { field: 'path.key' });
      }
      if (keys.length === 1) {
        throw new AppError('conflict', 'This is the last key of the App.', {
          remedy: 'Make another one on the App’s page on GitHub, and add it first.',
        });
      }
      await deleteAppKey(tenant, { id: keyId, appId });
      await this.#trail.record(tenant, member, { action: 'github_app.key_removed', target: appId });
    });
  }

  /**
   * Throws AppError when GitHub refuses the new secret, and everything is as before. While it is not known whether GitHub has taken it,
   * both secrets are good.
   */
  async rotateWebhookSecret(member: Member, appId: string): Promise<void> {
    const app = await this.#requireOwn(member, appId);
    if (!app.hasWebhooks) {
      throw new AppError('conflict', 'This App has no webhook: GitHub is asked instead.');
    }
    const client = await this.#apps.requireSpeaker(app);
    const id = randomUUID();
    const secret = newSecret();
    await this.#withLocked(member, appId, (tenant) => this.#addSecret(tenant, { id, appId, secret }));
    this.#signers.forget();
    await this.#giveToGithub(client, secret).catch(async (error: unknown) => {
      if (error instanceof GithubFault && REFUSALS.includes(error.kind)) {
        await this.#withLocked(member, appId, (tenant) => deleteWebhookSecret(tenant, id));
      }
      throw githubProblem(error, this.#parts.now());
    });
    await this.#withLocked(member, appId, async (tenant) => {
      const now = this.#parts.now();
      await endOtherWebhookSecrets(tenant, { id, appId, expiresAt: now + PREVIOUS_SECRET_MS, now });
      await this.#trail.record(tenant, member, { action: 'github_app.secret_rotated', target: appId });
    });
  }

  async #addSecret(
    tenant: Tenant,
    { id, appId, secret }: { id: string; appId: string; secret: string },
  ): Promise<void> {
    const now = this.#parts.now();
    const live = (await listWebhookSecrets(tenant, now)).filter((known) => known.appId === appId);
    if (live.some(({ createdAt }) => now - createdAt < SETTLED_MS)) {
      throw new AppError('conflict', 'The secret has just been changed.', {
        remedy: 'Try again in a minute.',
      });
    }
    if (live.length >= MOST_SECRETS) {
      throw new AppError('conflict', 'Too many secrets of this App are good already.', {
        remedy: 'Wait until one has ended, 72 hours after its change.',
      });
    }
    const secretEncrypted = this.#vault.seal(secret, githubContext.webhookSecret(id));
    await insertWebhookSecret(tenant, { id, appId, secretEncrypted, now });
  }

  async #giveToGithub(client: GithubClient, secret: string): Promise<void> {
    await client.rest('PATCH', '/app/hook/config', { schema: z.unknown(), body: { secret } });
  }

  /** Asks as the App, with the new key alone. */
  async #prove({ id, webUrl, appId }: GithubAppRow, privateKey: string): Promise<void> {
    const client = this.#access.app({ id, webUrl, appId, privateKeys: [privateKey] });
    const answer = await client.rest('GET', '/app', { schema: AppAnswer }).catch((error: unknown) => {
      if (error instanceof GithubFault && error.kind === 'unauthorized') throw notItsKey();
      throw githubProblem(error, this.#parts.now());
    });
    if (answer.data?.id !== appId) throw notItsKey();
  }

  async #requireOwn({ organizationId }: Member, appId: string): Promise<GithubAppRow> {
    const app = await inOrganization(this.#database, organizationId, (tenant) =>
      findGithubApp(tenant, appId),
    );
    if (app === null) throw noSuchApp();
    return app;
  }

  #withLocked<T>(
    { organizationId }: Member,
    appId: string,
    work: (tenant: Tenant) => Promise<T>,
  ): Promise<T> {
    return inOrganization(this.#database, organizationId, async (tenant) => {
      if ((await lockGithubApp(tenant, appId)) === null) throw noSuchApp();
      return work(tenant);
    });
  }
}

function notItsKey(): AppError {
  return new AppError('invalid_request', 'GitHub does not accept this as a private key of the App.', {
    field: 'body.privateKey',
    remedy: 'Make one on the App’s page on GitHub, and give the file as it was downloaded.',
  });
}
