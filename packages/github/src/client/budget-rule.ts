import type { Instant } from '@devpulse/domain/time/instant';
import type { Priority } from './client.ts';

/** Of every budget, kept for live work. */
const RESERVE = 0.2;

type Budget = {
  limit: number | null;
  remaining: number | null;
  resetsAt: Instant | null;
  blockedUntil: Instant | null;
};

/** Until when a request has to wait for its budget; null when it may be made now. A window that is over says nothing of the next. */
export function waitForBudget(budget: Budget | null, priority: Priority, now: Instant): Instant | null {
  if (budget === null) return null;
  const { limit, remaining, resetsAt, blockedUntil } = budget;
  if (blockedUntil !== null && blockedUntil > now) return blockedUntil;
  if (remaining === null || resetsAt === null || resetsAt <= now) return null;
  const kept = priority === 'backfill' ? RESERVE * (limit ?? 0) : 1;
  return remaining < kept ? resetsAt : null;
}
