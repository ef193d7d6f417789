import { randomUUID } from 'node:crypto';
import type { finishGithubApp, startGithubApp } from '@devpulse/contracts/github/apps';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import type { Database } from '@devpulse/database/connection';
import {
  deleteGithubApp,
  insertGithubApp,
  isInstalled,
  listGithubApps,
  lockGithubApp,
} from '@devpulse/database/github/connections';
import { insertAppKey, insertWebhookSecret } from '@devpulse/database/github/secrets';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { AppError } from '@devpulse/domain/errors';
import { githubContext } from '@devpulse/vault/contexts';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller, Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE, VAULT } from '../../platform/tokens.ts';
import { WebhookSigners } from '../webhook-signers.ts';
import { AuditTrail } from './audit-trail.ts';
import { ConnectStates } from './connect-states.ts';
import { FirstContact, type MadeApp } from './first-contact.ts';
import { noSuchApp } from './github-apps.ts';
import { installPage, manifestPage } from './github-pages.ts';
import { appManifest } from './manifest.ts';
import { fingerprintOf } from './private-key.ts';
import { webhookAddress } from './webhook-address.ts';

/** Each App of an organization adds to the work that a delivery of its number asks for. */
const MOST_APPS = 10;

type NewApp = { made: MadeApp; fingerprint: string; webUrl: string; hasWebhooks: boolean };

/** Makes GitHub Apps by manifest: the browser carries it to GitHub and brings a code back, for which GitHub hands the App over. */
@Injectable()
export class AppRegistration {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #states: ConnectStates;
  readonly #contact: FirstContact;
  readonly #trail: AuditTrail;
  readonly #signers: WebhookSigners;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    @Inject(VAULT) vault: Vault,
    states: ConnectStates,
    contact: FirstContact,
    trail: AuditTrail,
    signers: WebhookSigners,
  ) {
    this.#parts = parts;
    this.#database = database;
    this.#vault = vault;
    this.#states = states;
    this.#contact = contact;
    this.#trail = trail;
    this.#signers = signers;
  }

  /** Throws AppError('invalid_request') for a GitHub that may not be asked from here. */
  async start(
    member: Member,
    wanted: RouteBody<typeof startGithubApp>,
  ): Promise<RouteResponse<typeof startGithubApp>> {
    const { environment } = this.#parts;
    const webUrl = wanted.webUrl ?? environment.GITHUB_URL;
    if (webUrl !== environment.GITHUB_URL) await this.#contact.requireGithub(webUrl, 'body.webUrl');
    const webhookUrl = webhookAddress(environment, webUrl);
    const hasWebhooks = webhookUrl !== null;
    const state = await this.#states.begin('github_app', member, { webUrl, hasWebhooks });
    const manifest = appManifest({
      organization: member.slug,
      publicUrl: environment.PUBLIC_URL,
      webhookUrl,
    });
    return { action: manifestPage(webUrl, wanted.ownerLogin, state), manifest, hasWebhooks };
  }

  /** Throws AppError: `invalid_request` for a state or code that is over, `conflict` for an App that is known here already. */
  async finish(
    caller: Caller,
    { code, state }: RouteBody<typeof finishGithubApp>,
  ): Promise<RouteResponse<typeof finishGithubApp>> {
    const { member, data } = await this.#states.finish('github_app', state, caller.userId);
    const { webUrl, hasWebhooks } = data;
    const made = await this.#contact.makeApp(webUrl, code);
    const fingerprint = fingerprintOf(made.pem);
    if (fingerprint === null) throw new AppError('unavailable', 'GitHub handed over no private key.');
    const id = await inOrganization(this.#database, member.organizationId, (tenant) =>
      this.#keep(tenant, member, { made, fingerprint, webUrl, hasWebhooks }),
    );
    this.#signers.forget();
    const installState = await this.#states.begin('github_installation', member, { appId: id });
    return {
      organization: member.slug,
      installUrl: installPage({ webUrl, slug: made.slug }, installState),
    };
  }

  /** Throws AppError: `not_found`, or `conflict` while the App is installed. */
  async remove(member: Member, id: string): Promise<void> {
    await inOrganization(this.#database, member.organizationId, async (tenant) => {
      if ((await lockGithubApp(tenant, id)) === null) throw noSuchApp();
      if (await isInstalled(tenant, id)) {
        throw new AppError('conflict', 'The App is installed.', {
          remedy: 'Remove its installations first.',
        });
      }
      await deleteGithubApp(tenant, id);
      await this.#trail.record(tenant, member, { action: 'github_app.removed', target: id });
    });
    this.#signers.forget();
  }

  async #keep(
    tenant: Tenant,
    member: Member,
    { made, fingerprint, webUrl, hasWebhooks }: NewApp,
  ): Promise<string> {
    if ((await listGithubApps(tenant)).length >= MOST_APPS) throw tooManyApps();
    const [id, keyId, secretId] = [randomUUID(), randomUUID(), randomUUID()];
    const now = this.#parts.now();
    const isNew = await insertGithubApp(tenant, {
      id,
      webUrl,
      appId: made.id,
      slug: made.slug,
      name: made.name,
      clientId: made.client_id,
      clientSecretEncrypted: this.#vault.seal(made.client_secret, githubContext.clientSecret(id)),
      ownerLogin: made.owner.login,
      hasWebhooks,
      createdBy: member.userId,
      now,
    });
    if (!isNew) throw new AppError('conflict', 'This App is connected here already.');
    const privateKeyEncrypted = this.#vault.seal(made.pem, githubContext.appKey(keyId));
    await insertAppKey(tenant, { id: keyId, appId: id, privateKeyEncrypted, fingerprint, now });
    if (made.webhook_secret) {
      const secretEncrypted = this.#vault.seal(made.webhook_secret, githubContext.webhookSecret(secretId));
      await insertWebhookSecret(tenant, { id: secretId, appId: id, secretEncrypted, now });
    }
    await this.#trail.record(tenant, member, { action: 'github_app.added', target: id });
    return id;
  }
}

function tooManyApps(): AppError {
  return new AppError('conflict', `An organization has at most ${MOST_APPS} Apps.`, {
    remedy: 'Remove one that is not installed.',
  });
}
