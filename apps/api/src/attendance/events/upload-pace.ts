import { AppError } from '@devpulse/domain/errors';
import type { Instant } from '@devpulse/domain/time/instant';
import { Injectable } from '@nestjs/common';
import { ProcessParts } from '../../platform/process-parts.ts';

/** A device that was offline for a week has some ten batches; this lets 24,000 events through before it waits. */
const BATCHES_AT_ONCE = 240;
const EACH_MS = 500;
const MOST_KEPT = 50_000;

/**
 * How often a device may send: many batches in a row, then two each second. Each process counts for itself, and a refused request counts
 * nothing.
 */
@Injectable()
export class UploadPace {
  readonly #now: () => number;
  /** When each device that sent of late will have all its batches again. */
  readonly #fullAt = new Map<string, Instant>();

  constructor(parts: ProcessParts) {
    this.#now = parts.now;
  }

  /** Counts one request. Throws AppError('rate_limited') with the seconds to wait. */
  take(userId: string, deviceId: string): void {
    const now = this.#now();
    const key = `${userId} ${deviceId}`;
    const whole = BATCHES_AT_ONCE * EACH_MS;
    // A clock that was set back keeps nobody waiting for longer than from nothing to all.
    const fullAt = Math.min(Math.max(this.#fullAt.get(key) ?? now, now), now + whole) + EACH_MS;
    const waitMs = fullAt - now - whole;
    if (waitMs > 0) throw tooOften(Math.ceil(waitMs / 1000));
    this.#fullAt.delete(key);
    const [oldest] = this.#fullAt.keys();
    if (this.#fullAt.size >= MOST_KEPT && oldest !== undefined) this.#fullAt.delete(oldest);
    this.#fullAt.set(key, fullAt);
  }
}

function tooOften(seconds: number): AppError {
  return new AppError('rate_limited', 'This device sends too often.', {
    remedy: `Wait ${seconds === 1 ? '1 second' : `${seconds} seconds`}, then send the same batch again.`,
    retryAfterSeconds: seconds,
  });
}
