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
import { Turns } from '../turns.ts';

/** One thing that is counted: a rule, and what it is counted for (an account, an address, or both). */
export type Count = { rule: ThrottleName; of: string };

const MOST_KEPT = 50_000;
/** Counting takes connections in turn; a flood must leave some to others. */
const COUNTING = { atOnce: 3, mostWaiting: 500 };
/** How long a refusal is repeated without looking: what follows on it in a flood costs nothing. */
const REFUSAL_KEPT_MS = 2_000;

type Refusal = { lookAgainAt: number; until: number };

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
  readonly #refusals = new Map<string, Refusal>();
  readonly #queue = new Turns(COUNTING);

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
    const keys = counts.map((count) => this.#keyOf(count));
    this.#repeatRefusal(keys);
    const decide = (known: ReadonlyMap<string, ThrottleState>) => this.#decide(counts, known);
    try {
      await this.#queue.run(() => countUnderKeys(this.#database, keys, decide));
    } catch (error) {
      if (error instanceof AppError) throw error;
      this.#parts.logger.warn({ err: error }, 'Tries are counted in this process alone');
      for (const { key, state } of decide(this.#local)) keep(this.#local, key, state);
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
    for (const key of [...keys.forget, ...keys.lower]) this.#refusals.delete(key);
    for (const key of keys.forget) this.#local.delete(key);
    for (const key of keys.lower) {
      const state = this.#local.get(key);
      if (state !== undefined)
        keep(this.#local, key, { ...state, failures: Math.max(0, state.failures - 1) });
    }
    try {
      await this.#queue.run(() => forgiveUnderKeys(this.#database, keys));
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
    let waitMs = 0;
    for (const { key, rule, state } of states) {
      const wait = waitOf(rule, state, now);
      waitMs = Math.max(waitMs, wait);
      if (wait > 0) keep(this.#refusals, key, { until: now + wait, lookAgainAt: now + REFUSAL_KEPT_MS });
    }
    if (waitMs > 0) throw tooManyTries(waitMs);
    return states.map(({ key, rule, state }) => ({ key, state: countFailure(rule, state, now) }));
  }

  #repeatRefusal(keys: readonly string[]): void {
    const now = this.#parts.now();
    for (const key of keys) {
      const refusal = this.#refusals.get(key);
      if (refusal === undefined) continue;
      if (now < Math.min(refusal.until, refusal.lookAgainAt)) throw tooManyTries(refusal.until - now);
      this.#refusals.delete(key);
    }
  }

  /** Addresses and accounts are personal data; what is stored of them says nothing without the key. */
  #keyOf({ rule, of }: Count): string {
    return `${rule}:${this.#vault.derive('throttle', of).subarray(0, 16).toString('base64url')}`;
  }
}

/** Keeps the newest entries; the oldest one goes for one too many. */
function keep<T>(entries: Map<string, T>, key: string, entry: T): void {
  entries.delete(key);
  const [oldest] = entries.keys();
  if (entries.size >= MOST_KEPT && oldest !== undefined) entries.delete(oldest);
  entries.set(key, entry);
}

function tooManyTries(waitMs: number): AppError {
  const seconds = Math.ceil(waitMs / 1000);
  return new AppError('rate_limited', 'There were too many tries.', {
    remedy: `Wait ${seconds === 1 ? '1 second' : `${seconds} seconds`}, then try again.`,
    retryAfterSeconds: seconds,
  });
}
