import { AppError } from '@devpulse/domain/errors';

const RETRY_AFTER_SECONDS = 2;

/**
 * Runs work a few at once and the rest in order; refuses what would wait too long. With `restShare`, a place that is wanted by
 * others rests between two pieces of work for that share of what the last one took.
 */
export class Turns {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #restShare: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limits: { atOnce: number; mostWaiting: number; restShare?: number }) {
    this.#atOnce = limits.atOnce;
    this.#mostWaiting = limits.mostWaiting;
    this.#restShare = limits.restShare ?? 0;
  }

  /** Throws AppError('unavailable') when the queue is full. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) await this.#turn();
    else this.#running += 1;
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      if (this.#restShare === 0 || this.#waiting.length === 0) this.#handOver();
      else setTimeout(() => this.#handOver(), (performance.now() - startedAt) * this.#restShare);
    }
  }

  #handOver(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }

  /** The place of the one that ends is handed over, so that nobody slips in between. */
  #turn(): Promise<void> {
    if (this.#waiting.length < this.#mostWaiting) {
      return new Promise((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    throw new AppError('unavailable', 'More people ask for this at once than the instance can serve.', {
      remedy: 'Try again in a few seconds.',
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
}
