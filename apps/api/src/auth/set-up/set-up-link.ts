import { timingSafeEqual } from 'node:crypto';
import { isInstanceSetUp } from '@devpulse/database/access/instance';
import type { Database } from '@devpulse/database/connection';
import { hashSecret } from '@devpulse/vault/secrets';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE, VAULT } from '../../platform/tokens.ts';

const AGAIN_MS = 10_000;

/** The link by which the first person becomes the Owner: the same on every replica, and good until there is one. */
@Injectable()
export class SetUpLink {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #vault: Vault;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database, @Inject(VAULT) vault: Vault) {
    this.#parts = parts;
    this.#database = database;
    this.#vault = vault;
  }

  /** Compares hashes in constant time, so that neither content nor length is told. */
  isToken(token: string): boolean {
    return timingSafeEqual(hashSecret(token), hashSecret(this.#token()));
  }

  /** Prints the link where the operator looks, while the instance has no Owner. The only secret that a log ever holds. */
  async announce(): Promise<void> {
    const { logger, environment } = this.#parts;
    try {
      if (await isInstanceSetUp(this.#database)) return;
      const link = `${environment.PUBLIC_URL}/set-up?token=${this.#token()}`;
      logger.warn({ link }, 'This instance has no Owner yet: whoever opens the link first becomes it');
    } catch (error) {
      logger.warn({ err: error }, 'Whether this instance has an Owner could not be read; it is tried again');
      setTimeout(() => void this.announce(), AGAIN_MS).unref();
    }
  }

  #token(): string {
    return this.#vault.derive('set-up').toString('base64url');
  }
}
