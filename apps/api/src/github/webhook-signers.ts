import type { Database } from '@devpulse/database/connection';
import { listSealedWebhookSecrets, type SealedWebhookSecret } from '@devpulse/database/github/secrets';
import type { Instant } from '@devpulse/domain/time/instant';
import { githubContext } from '@devpulse/vault/contexts';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import { ProcessParts } from '../platform/process-parts.ts';
import { APP_DATABASE, VAULT } from '../platform/tokens.ts';

/** A secret that deliveries may be signed with, and whose it is: an App made here, or the configuration (null). */
export type WebhookSigner = { githubAppId: string | null; secret: string };

type AppSigner = WebhookSigner & { expiresAt: Instant | null };
type Known = { signers: ReadonlyMap<string, readonly AppSigner[]>; readAt: Instant };

/** What was read is believed this long; a secret that verified nothing is looked for again after the shorter time. */
const KEPT_MS = 5_000;
const KEPT_ON_MISS_MS = 500;

/**
 * Webhook secrets of all Apps, unsealed and in memory, so that a delivery costs no query. A secret that is new is known here at once,
 * on other replicas at the first delivery that it signs.
 */
@Injectable()
export class WebhookSigners {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #configured: readonly WebhookSigner[];
  #known: Known | null = null;
  #reading: Promise<Known> | null = null;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database, @Inject(VAULT) vault: Vault) {
    this.#parts = parts;
    this.#database = database;
    this.#vault = vault;
    this.#configured = parts.environment.GITHUB_WEBHOOK_SECRETS.map((secret) => ({
      githubAppId: null,
      secret,
    }));
  }

  /**
   * Whose secrets may have signed a delivery. `appNumber` comes from a header that nothing signs: it only says which Apps to try
   * beside the configuration. While they cannot be read, those that were read last are tried.
   */
  async candidates(appNumber: string | null): Promise<readonly WebhookSigner[]> {
    if (appNumber === null) return this.#configured;
    const known = await this.#read(KEPT_MS).catch(() => this.#known);
    return this.#candidatesIn(known, appNumber);
  }

  /** The same as of now, after none of the candidates was it; null when nothing newer is known. Rejects while they cannot be read. */
  async newCandidates(appNumber: string | null): Promise<readonly WebhookSigner[] | null> {
    if (appNumber === null) return null;
    const before = this.#known;
    const known = await this.#read(KEPT_ON_MISS_MS);
    return known === before ? null : this.#candidatesIn(known, appNumber);
  }

  /** Call after a change to an App or its secrets. */
  forget(): void {
    this.#known = null;
    this.#reading = null;
  }

  #candidatesIn(known: Known | null, appNumber: string): WebhookSigner[] {
    const now = this.#parts.now();
    const live = (known?.signers.get(appNumber) ?? []).filter(
      ({ expiresAt }) => expiresAt === null || expiresAt > now,
    );
    return [...live, ...this.#configured];
  }

  #read(keptMs: number): Promise<Known> {
    const now = this.#parts.now();
    const known = this.#known;
    if (known !== null && now - known.readAt < keptMs && now >= known.readAt) return Promise.resolve(known);
    this.#reading ??= this.#begin();
    return this.#reading;
  }

  /** What is read while `forget` is called is not kept. */
  #begin(): Promise<Known> {
    const reading = this.#readAnew();
    const end = (known: Known | null) => {
      if (this.#reading !== reading) return;
      this.#known = known ?? this.#known;
      this.#reading = null;
    };
    reading.then(end, () => end(null));
    return reading;
  }

  async #readAnew(): Promise<Known> {
    const readAt = this.#parts.now();
    const rows = await listSealedWebhookSecrets(this.#database);
    const signers = Map.groupBy(
      rows.flatMap((row) => this.#unseal(row)),
      ({ appNumber }) => appNumber,
    );
    return { signers, readAt };
  }

  /** What was sealed under another key opens no door, and closes none for others. */
  #unseal(row: SealedWebhookSecret): (AppSigner & { appNumber: string })[] {
    const { id, appId: githubAppId, appNumber, secretEncrypted, expiresAt } = row;
    try {
      const secret = this.#vault.unseal(secretEncrypted, githubContext.webhookSecret(id));
      return [{ appNumber, githubAppId, secret, expiresAt }];
    } catch {
      this.#parts.logger.error({ githubAppId }, 'A webhook secret cannot be unsealed with this key');
      return [];
    }
  }
}
