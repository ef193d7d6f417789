import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { findPasswordHash } from '@devpulse/database/access/passwords';
import type { Database } from '@devpulse/database/connection';
import { transaction } from '@devpulse/database/transaction';
import { Inject, Injectable } from '@nestjs/common';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { Turns } from '../turns.ts';
import type { HashingTask } from './hashing-thread.ts';
import { HashingThreads } from './hashing-threads.ts';

const MOST_AT_ONCE = 4;
const MOST_WAITING = 64;
/** So that a processor is left for everything else. */
const HASHING_AT_ONCE = Math.min(MOST_AT_ONCE, Math.max(1, availableParallelism() - 1));
/** While others wait, hashing stands still for as long as the last hash took: it never has more than half of a processor. */
const REST_SHARE = 1;
/** One more than can be hashed reads what it needs meanwhile; the database is there for others too. */
const MOST_ADMITTED = HASHING_AT_ONCE + 1;

/** Hashes and checks passwords, at most four at once in the process, and so that a processor is left for everything else. */
@Injectable()
export class PasswordChecker {
  readonly #database: Database;
  readonly #hashing: ProcessParts['metrics']['passwordsHashing'];
  readonly #queue = new Turns({
    atOnce: HASHING_AT_ONCE,
    mostWaiting: MOST_WAITING,
    restShare: REST_SHARE,
  });
  readonly #admission = new Turns({ atOnce: MOST_ADMITTED, mostWaiting: MOST_WAITING });
  readonly #threads = new HashingThreads();
  #nobodysHash: Promise<string> | null = null;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database) {
    this.#hashing = parts.metrics.passwordsHashing;
    this.#database = database;
  }

  /** Throws AppError('unavailable') when too many wait, as every method here does. */
  hash(password: string): Promise<string> {
    return this.#inTurn({ password: written(password) }).then(String);
  }

  /**
   * Does what leads to a check, in turn: where more want one than can be checked, they wait before they cost anything, or are told
   * to come back.
   */
  admit<T>(work: () => Promise<T>): Promise<T> {
    return this.#admission.run(work);
  }

  /** Without a hash, the same work is done for nothing: how long it takes tells nobody whether there is one. */
  async verify(passwordHash: string | null, password: string): Promise<boolean> {
    const against = passwordHash ?? (await this.#hashOfNobody());
    const isRight = await this.#inTurn({ password: written(password), against });
    return isRight === true && passwordHash !== null;
  }

  /** Whether it is the password of a person; false for one who has none. */
  async isRight(userId: string, password: string): Promise<boolean> {
    const passwordHash = await transaction(this.#database, { identity: true }, (tx) =>
      findPasswordHash(tx, userId),
    );
    return this.verify(passwordHash, password);
  }

  /** So that not even the first check without a hash takes longer. */
  async onModuleInit(): Promise<void> {
    await this.#hashOfNobody();
  }

  /** After the last request was answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.#threads.close();
  }

  #inTurn(task: HashingTask): Promise<string | boolean> {
    return this.#queue.run(async () => {
      this.#hashing.inc();
      try {
        return await this.#threads.run(task);
      } finally {
        this.#hashing.dec();
      }
    });
  }

  #hashOfNobody(): Promise<string> {
    this.#nobodysHash ??= this.hash(randomBytes(32).toString('base64url'));
    return this.#nobodysHash;
  }
}

/** Keyboards write one letter in several ways; all of them are the same password (NIST SP 800-63B, 3.1.1.2). */
function written(password: string): string {
  return password.normalize('NFKC');
}
