import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@devpulse/database/connection';
import { blockHolder, forgiveStrikes, readBudget, recordBudget } from '@devpulse/database/github/budget';
import { freeSlot, takeSlot } from '@devpulse/database/github/slots';
import { transaction } from '@devpulse/database/transaction';
import type { Instant } from '@devpulse/domain/time/instant';
import { waitForBudget } from './budget-rule.ts';
import {
  type BudgetNews,
  type BudgetResource,
  GithubFault,
  type Priority,
  type RequestGate,
} from './client.ts';

/** Waits for a place, in milliseconds: together some two seconds. A longer wait is the job's, which lets others in meanwhile. */
const WAITS_MS = [25, 50, 100, 200, 200, 200, 300, 300, 300, 300];
const PAUSE_MS = 1_000;

type Entrance = { holder: string; resource: BudgetResource; priority: Priority };

/**
 * The turnstile over PostgreSQL, one for all processes: at most four requests of a holder at a time, none while it is blocked, and for
 * backfill none of the last fifth of its budget. Without the database nothing is asked: `enter` rejects with GithubFault('unavailable').
 */
export function createPostgresGate(database: Database, now: () => Instant): RequestGate {
  return {
    async enter(entrance) {
      const takenBy = randomUUID();
      await waitForPlace(() => tryToEnter(database, { ...entrance, takenBy, now: now() }), now);
      // What is lost when the database is away by now: a place is free again after 30 seconds, and GitHub repeats its news.
      return {
        leave: (news) => leave(database, { ...entrance, takenBy, news, now: now() }).catch(() => undefined),
      };
    },
  };
}

async function waitForPlace(attempt: () => Promise<boolean>, now: () => Instant): Promise<void> {
  if (await attempt()) return;
  for (const wait of WAITS_MS) {
    await sleep(wait * (0.5 + Math.random()));
    if (await attempt()) return;
  }
  throw new GithubFault('paused', 'Four requests of this holder are under way', { until: now() + PAUSE_MS });
}

/** False while all places are taken. */
async function tryToEnter(
  database: Database,
  entrance: Entrance & { takenBy: string; now: Instant },
): Promise<boolean> {
  const { holder, priority, takenBy, now } = entrance;
  const outcome = await transaction(database, { system: true }, async (tx) => {
    const until = waitForBudget(await readBudget(tx, entrance), priority, now);
    return until ?? takeSlot(tx, { holder, takenBy, now });
  }).catch((cause: unknown) => {
    throw new GithubFault('unavailable', 'The gate to GitHub is closed: the database is away', { cause });
  });
  if (typeof outcome === 'boolean') return outcome;
  throw new GithubFault('paused', 'The budget of this holder asks for patience', { until: outcome });
}

async function leave(
  database: Database,
  exit: Entrance & { takenBy: string; news: BudgetNews | null; now: Instant },
): Promise<void> {
  const { holder, resource, news, now } = exit;
  await transaction(database, { system: true }, async (tx) => {
    await freeSlot(tx, exit);
    if (news === null) return;
    const { isSecondaryLimit, blockedUntil } = news;
    await recordBudget(tx, {
      ...news,
      holder,
      resource,
      now,
      blockedUntil: isSecondaryLimit ? null : blockedUntil,
    });
    if (isSecondaryLimit) await blockHolder(tx, { holder, until: blockedUntil, now });
    else if (blockedUntil === null) await forgiveStrikes(tx, holder, now);
  });
}
