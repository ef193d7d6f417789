import { AppError } from '@devpulse/domain/errors';

const RETRY_AFTER_SECONDS = 2;

/** Runs work a few at once and the rest in order; refuses what would wait too long. */
export class Turns {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limits: { atOnce: number; mostWaiting: number }) {
    this.#atOnce = limits.atOnce;
    this.#mostWaiting = limits.mostWaiting;
  }

  /** Throws AppError('unavailable') when the queue is full. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) await this.#turn();
    else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
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
