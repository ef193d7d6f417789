import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import { type Transaction, transaction } from '../transaction.ts';

export type BudgetState = {
  limit: number | null;
  remaining: number | null;
  resetsAt: Instant | null;
  /** Until then nothing is asked; null when it never was so. */
  blockedUntil: Instant | null;
};

/** What a holder may ask of a resource, as of the latest answers; null before the first one. Needs a system transaction. */
export async function readBudget(
  tx: Transaction,
  key: { holder: string; resource: string },
): Promise<BudgetState | null> {
  const { rows } = await tx.query<BudgetState>({
    name: 'read_github_budget',
    text: `SELECT limit_total AS "limit", remaining, resets_at AS "resetsAt", blocked_until AS "blockedUntil"
           FROM github_budget WHERE holder = $1 AND resource = $2`,
    values: [key.holder, key.resource],
  });
  return rows[0] ?? null;
}

export type BudgetAnswer = {
  holder: string;
  resource: string;
  limit: number | null;
  remaining: number | null;
  resetsAt: Instant | null;
  /** Of this resource alone. */
  blockedUntil: Instant | null;
  now: Instant;
};

/** Resets of one window differ by what clocks do; the next window is an hour away. */
const SAME_WINDOW = `interval '1 minute'`;

/**
 * Records what an answer told. Answers come out of order: within a window the lower remainder stays, and what is of an earlier window
 * counts no longer. Needs a system transaction.
 */
export async function recordBudget(tx: Transaction, answer: BudgetAnswer): Promise<void> {
  const isEarlier = `excluded.resets_at < b.resets_at - ${SAME_WINDOW}`;
  const isLater = `(b.resets_at <= excluded.updated_at OR excluded.resets_at > b.resets_at + ${SAME_WINDOW})`;
  await tx.query({
    name: 'record_github_budget',
    text: `INSERT INTO github_budget AS b (holder, resource, limit_total, remaining, resets_at, blocked_until, updated_at)
      VALUES ($1, $2, $3, $4, to_timestamp($5::float8 / 1000), to_timestamp($6::float8 / 1000), to_timestamp($7::float8 / 1000))
      ON CONFLICT (holder, resource) DO UPDATE SET
        limit_total = CASE WHEN ${isEarlier} THEN b.limit_total ELSE coalesce(excluded.limit_total, b.limit_total) END,
        remaining = CASE WHEN ${isEarlier} THEN b.remaining WHEN ${isLater} THEN excluded.remaining
          ELSE least(b.remaining, excluded.remaining) END,
        resets_at = CASE WHEN ${isLater} THEN excluded.resets_at ELSE coalesce(b.resets_at, excluded.resets_at) END,
        blocked_until = greatest(b.blocked_until, excluded.blocked_until),
        updated_at = excluded.updated_at`,
    values: [
      answer.holder,
      answer.resource,
      answer.limit,
      answer.remaining,
      answer.resetsAt,
      answer.blockedUntil,
      answer.now,
    ],
  });
}

/** 60 seconds after the first strike, 64 minutes after the seventh and every later one. */
const PENALTY = `interval '1 minute' * power(2, least(b.strikes, 6))`;

/**
 * Blocks a holder on every resource after a secondary limit: until GitHub's own time, or else a minute, twice as long with every strike in a
 * row. Refusals of requests that were under way when the block began are one strike. Needs a system transaction.
 */
export async function blockHolder(
  tx: Transaction,
  block: { holder: string; until: Instant | null; now: Instant },
): Promise<void> {
  await tx.query({
    name: 'block_github_holder',
    text: `INSERT INTO github_budget AS b (holder, resource, blocked_until, strikes, updated_at)
      SELECT $1, r.name, to_timestamp(coalesce($2::float8, $3::float8 + 60000) / 1000), 1, to_timestamp($3::float8 / 1000)
      FROM (VALUES ('core'), ('graphql')) AS r (name) ORDER BY r.name
      ON CONFLICT (holder, resource) DO UPDATE SET
        blocked_until = CASE
          WHEN $2 IS NOT NULL OR b.blocked_until > excluded.updated_at THEN greatest(b.blocked_until, to_timestamp($2::float8 / 1000))
          ELSE excluded.updated_at + ${PENALTY} END,
        strikes = b.strikes + CASE WHEN b.blocked_until > excluded.updated_at THEN 0 ELSE 1 END,
        updated_at = excluded.updated_at`,
    values: [block.holder, block.until, block.now],
  });
}

/** An answer that came after the block is over: the next strike is the first one again. Needs a system transaction. */
export async function forgiveStrikes(tx: Transaction, holder: string, now: Instant): Promise<void> {
  await tx.query({
    name: 'forgive_github_strikes',
    text: `UPDATE github_budget SET strikes = 0
           WHERE holder = $1 AND strikes > 0 AND blocked_until <= to_timestamp($2::float8 / 1000)`,
    values: [holder, now],
  });
}

/** Forgets holders that nothing was heard of for 30 days: their installation, token or App is gone, or another counts for it. */
export async function forgetSilentHolders(database: Database, now: Instant): Promise<void> {
  await transaction(database, { system: true }, async (tx) => {
    await tx.query(
      `DELETE FROM github_budget WHERE updated_at < to_timestamp($1::float8 / 1000) - interval '30 days'`,
      [now],
    );
  });
}
