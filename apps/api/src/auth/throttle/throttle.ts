import { countUnderKeys, forgiveUnderKeys, type ThrottleUpdate } from '@devpulse/database/access/throttles';
import type { Database } from '@devpulse/database/connection';
import {
  countFailure,
  THROTTLE_RULES,
  type ThrottleName,
  type ThrottleState,
  waitOf,
} from '@devpulse/domain/access/throttle-rules';
import { AppError } from '@devpulse/domain/errors';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE, VAULT } from '../../platform/tokens.ts';

/** One thing that is counted: a rule, and what it is counted for (an account, an address, or both). */
export type Count = { rule: ThrottleName; of: string };

const MOST_KEPT = 50_000;

/**
 * Slows guessing down without locking anybody out for good. A try is counted before it is looked at and forgiven when it was right, so
 * that many at once count like many in turn. Counts live in the database, under hashed keys; while it is away, each process
 * counts for itself.
 */
@Injectable()
export class Throttle {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #local = new Map<string, ThrottleState>();

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database, @Inject(VAULT) vault: Vault) {
    this.#parts = parts;
    this.#database = database;
    this.#vault = vault;
  }

  /**
   * Counts one try under each. Throws AppError('rate_limited') with the seconds to wait when any of these was over its limit; that
   * try is not counted, so that trying on does not make the wait longer.
   */
  async take(...counts: readonly Count[]): Promise<void> {
    const decide = (known: ReadonlyMap<string, ThrottleState>) => this.#decide(counts, known);
    try {
      const keys = counts.map((count) => this.#keyOf(count));
      await countUnderKeys(this.#database, keys, decide);
    } catch (error) {
      if (error instanceof AppError) throw error;
      this.#parts.logger.warn({ err: error }, 'Tries are counted in this process alone');
      for (const { key, state } of decide(this.#local)) this.#keep(key, state);
    }
  }

  /**
   * After a try that was right: forgets what was counted for `forget`, and takes this one try back from `lower`, where the tries of
   * others count too. Never rejects: a try that stays counted costs nobody their success.
   */
  async forgive({ forget = [], lower = [] }: { forget?: Count[]; lower?: Count[] }): Promise<void> {
    const keys = {
      forget: forget.map((count) => this.#keyOf(count)),
      lower: lower.map((count) => this.#keyOf(count)),
    };
    for (const key of keys.forget) this.#local.delete(key);
    for (const key of keys.lower) {
      const state = this.#local.get(key);
      if (state !== undefined) this.#keep(key, { ...state, failures: Math.max(0, state.failures - 1) });
    }
    try {
      await forgiveUnderKeys(this.#database, keys);
    } catch (error) {
      this.#parts.logger.warn({ err: error }, 'A try that was right stays counted');
    }
  }

  #decide(counts: readonly Count[], known: ReadonlyMap<string, ThrottleState>): ThrottleUpdate[] {
    const now = this.#parts.now();
    const states = counts.map((count) => {
      const key = this.#keyOf(count);
      return { key, rule: THROTTLE_RULES[count.rule], state: known.get(key) ?? null };
    });
    const waitMs = Math.max(0, ...states.map(({ rule, state }) => waitOf(rule, state, now)));
    if (waitMs > 0) throw tooManyTries(waitMs);
    return states.map(({ key, rule, state }) => ({ key, state: countFailure(rule, state, now) }));
  }

  #keep(key: string, state: ThrottleState): void {
    this.#local.delete(key);
    const [oldest] = this.#local.keys();
    if (this.#local.size >= MOST_KEPT && oldest !== undefined) this.#local.delete(oldest);
    this.#local.set(key, state);
  }

  /** Addresses and accounts are personal data; what is stored of them says nothing without the key. */
  #keyOf({ rule, of }: Count): string {
    return `${rule}:${this.#vault.derive('throttle', of).subarray(0, 16).toString('base64url')}`;
  }
}

function tooManyTries(waitMs: number): AppError {
  const seconds = Math.ceil(waitMs / 1000);
  return new AppError('rate_limited', 'There were too many tries.', {
    remedy: `Wait ${seconds === 1 ? '1 second' : `${seconds} seconds`}, then try again.`,
    retryAfterSeconds: seconds,
  });
}
