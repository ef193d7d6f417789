import type { GithubAppView } from '@devpulse/contracts/github/apps';
import type { getGithub } from '@devpulse/contracts/github/connection';
import type { InstallationView } from '@devpulse/contracts/github/installations';
import type { RouteResponse } from '@devpulse/contracts/route';
import type { Database } from '@devpulse/database/connection';
import { type InstallationRow, listInstallations } from '@devpulse/database/github/connected-installations';
import { type BudgetRow, countDeliveries, readBudgets } from '@devpulse/database/github/connection-health';
import { type GithubAppRow, listGithubApps } from '@devpulse/database/github/connections';
import { countRepositories } from '@devpulse/database/github/repositories';
import {
  type AppKeyRow,
  listAppKeys,
  listWebhookSecrets,
  type WebhookSecretRow,
} from '@devpulse/database/github/secrets';
import { listGithubTokens } from '@devpulse/database/github/tokens';
import { inOrganization } from '@devpulse/database/tenant';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';
import { installationHolder } from '@devpulse/github/client/holders';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { appPage, installationPage } from './github-pages.ts';
import { InstanceApp } from './instance-app.ts';
import { webhookAddress } from './webhook-address.ts';

const DAY_MS = 86_400_000;

/** How an organization is connected, without any of the secrets. */
@Injectable()
export class ConnectionView {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #instanceApp: InstanceApp;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database, instanceApp: InstanceApp) {
    this.#parts = parts;
    this.#database = database;
    this.#instanceApp = instanceApp;
  }

  async read({ organizationId }: Member): Promise<RouteResponse<typeof getGithub>> {
    const now = this.#parts.now();
    const { environment } = this.#parts;
    const held = await inOrganization(this.#database, organizationId, async (tenant) => ({
      apps: await listGithubApps(tenant),
      keys: await listAppKeys(tenant),
      secrets: await listWebhookSecrets(tenant, now),
      installations: await listInstallations(tenant),
      tokens: await listGithubTokens(tenant),
      repositories: await countRepositories(tenant),
    }));
    const shared = await this.#instanceApp.row();
    const apps = [...(shared === null ? [] : [shared]), ...held.apps];
    const budgets = await readBudgets(
      this.#database,
      held.installations.flatMap((installation) => holderOf(installation) ?? []),
    );
    const deliveries = await countDeliveries(this.#database, organizationId, now - DAY_MS);
    const webUrlOf = (appId: string | null) =>
      apps.find(({ id }) => id === appId)?.webUrl ?? environment.GITHUB_URL;
    return {
      apps: apps.map((app) => appView(app, held)),
      installations: held.installations.map((installation) =>
        installationView(installation, { webUrl: webUrlOf(installation.appId), budgets }),
      ),
      tokens: held.tokens.map((token) => ({
        ...token,
        expiresAt: told(token.expiresAt),
        createdAt: formatInstant(token.createdAt),
      })),
      defaultWebUrl: environment.GITHUB_URL,
      webhookUrl: webhookAddress(environment, environment.GITHUB_URL),
      repositories: held.repositories,
      deliveries: { ...deliveries, lastAt: told(deliveries.lastAt) },
    };
  }
}

/** Null for what nothing can be asked through. */
const holderOf = ({ appId, id }: InstallationRow) => (appId === null ? null : installationHolder(appId, id));

function appView(
  app: GithubAppRow,
  { keys, secrets }: { keys: readonly AppKeyRow[]; secrets: readonly WebhookSecretRow[] },
): GithubAppView {
  const { id, name, slug, appId, webUrl, ownerLogin, hasWebhooks, scanProblem, redelivered } = app;
  return {
    id,
    name,
    slug,
    appId,
    webUrl,
    ownerLogin,
    settingsUrl: appPage(app),
    hasWebhooks,
    isShared: app.organizationId === null,
    keys: keys
      .filter((key) => key.appId === id)
      .map((key) => ({
        id: key.id,
        fingerprint: key.fingerprint,
        createdAt: formatInstant(key.createdAt),
      })),
    webhookSecrets: secrets
      .filter((secret) => secret.appId === id)
      .map((secret) => ({
        id: secret.id,
        createdAt: formatInstant(secret.createdAt),
        expiresAt: told(secret.expiresAt),
      })),
    scannedAt: told(app.scannedAt),
    scanProblem,
    redelivered,
  };
}

function installationView(
  installation: InstallationRow,
  { webUrl, budgets }: { webUrl: string; budgets: readonly BudgetRow[] },
): InstallationView {
  return {
    ...installation,
    suspendedAt: told(installation.suspendedAt),
    purgeDueAt: told(installation.purgeDueAt),
    lastDeliveryAt: told(installation.lastDeliveryAt),
    settingsUrl: installationPage(webUrl, installation),
    budgets: budgets
      .filter(({ holder }) => holder === holderOf(installation))
      .map(({ resource, limit, remaining, resetsAt, blockedUntil }) => ({
        resource,
        limit,
        remaining,
        resetsAt: told(resetsAt),
        blockedUntil: told(blockedUntil),
      })),
  };
}

function told(instant: Instant | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
