import type { Database } from '@devpulse/database/connection';
import {
  findConfiguredApp,
  type GithubAppRow,
  recordConfiguredApp,
} from '@devpulse/database/github/connections';
import type { AppCredentials, GithubAccess } from '@devpulse/github/client/client';
import { configuredAppOf } from '@devpulse/github/client/configured-app';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE, GITHUB_ACCESS } from '../../platform/tokens.ts';
import { webhookAddress } from './webhook-address.ts';

const RETRY_MS = 30_000;

const AppAnswer = z.object({
  slug: z.string().min(1).max(100),
  name: z.string().min(1).max(200),
  owner: z.object({ login: z.string().min(1).max(100) }),
});

/** The App that is configured for the whole instance. Once GitHub has described it, it is a row that installations refer to. */
@Injectable()
export class InstanceApp {
  readonly credentials: AppCredentials | null;
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #access: GithubAccess;
  #recorded: Promise<void> | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    @Inject(GITHUB_ACCESS) access: GithubAccess,
  ) {
    this.credentials = configuredAppOf(parts.environment);
    this.#parts = parts;
    this.#database = database;
    this.#access = access;
  }

  /** Null where no App is configured, and while GitHub has not described it yet. */
  async row(): Promise<GithubAppRow | null> {
    if (this.credentials === null) return null;
    const now = this.#parts.now();
    if (this.#recorded === null && now - this.#askedAt >= RETRY_MS) {
      this.#askedAt = now;
      this.#recorded = this.#record(this.credentials, now);
    }
    await this.#recorded;
    return findConfiguredApp(this.#database, this.credentials.id);
  }

  async #record(credentials: AppCredentials, now: number): Promise<void> {
    const { environment, logger } = this.#parts;
    try {
      const { data } = await this.#access.app(credentials).rest('GET', '/app', { schema: AppAnswer });
      if (data === null) return;
      await recordConfiguredApp(this.#database, {
        id: credentials.id,
        webUrl: credentials.webUrl,
        appId: credentials.appId,
        slug: data.slug,
        name: data.name,
        clientId: environment.GITHUB_CLIENT_ID ?? null,
        ownerLogin: data.owner.login,
        hasWebhooks: webhookAddress(environment, credentials.webUrl) !== null,
        now,
      });
    } catch (error) {
      this.#recorded = null;
      logger.warn({ err: error }, 'GitHub did not describe the App of the configuration');
    }
  }
}
