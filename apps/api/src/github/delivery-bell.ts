import type { Logger } from '@devpulse/observability/logger';
import type { Metrics } from '@devpulse/observability/metrics';

export type StoredDelivery = { id: string; receivedAt: Date; event: string };
export type EnqueueDeliveries = (deliveries: StoredDelivery[]) => Promise<void>;

const MAX_BATCH = 500;
const MAX_WAITING = 10_000;
/** A call costs the queue about as much as a hundred jobs do, so under load calls are this far apart. */
const GATHER_MILLISECONDS = 100;

/**
 * Tells the queue of deliveries that are committed: in batches, one call at a time, and without anyone waiting for it. The
 * stored row is the truth and this only the bell: what cannot be queued is counted, and the sweeper queues it.
 */
export class DeliveryBell {
  readonly #enqueue: EnqueueDeliveries;
  readonly #logger: Logger;
  readonly #metrics: Pick<Metrics, 'enqueueFailuresTotal'>;
  #waiting: StoredDelivery[] = [];
  #ringing: Promise<void> | null = null;
  #isHurried = false;
  #endPause: () => void = () => undefined;

  constructor(parts: {
    enqueue: EnqueueDeliveries;
    logger: Logger;
    metrics: Pick<Metrics, 'enqueueFailuresTotal'>;
  }) {
    this.#enqueue = parts.enqueue;
    this.#logger = parts.logger;
    this.#metrics = parts.metrics;
  }

  ring(delivery: StoredDelivery): void {
    if (this.#waiting.length >= MAX_WAITING) {
      this.#metrics.enqueueFailuresTotal.inc();
      return;
    }
    this.#waiting.push(delivery);
    this.#ringing ??= this.#ringAll();
  }

  /** Resolves when nothing waits to be queued. */
  async idle(): Promise<void> {
    this.#isHurried = true;
    this.#endPause();
    while (this.#ringing !== null) await this.#ringing;
    this.#isHurried = false;
  }

  async #ringAll(): Promise<void> {
    // What is committed by one statement is rung in one turn: let all of it gather.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MAX_BATCH);
      try {
        await this.#enqueue(batch);
      } catch (error) {
        this.#metrics.enqueueFailuresTotal.inc(batch.length);
        this.#logger.warn(
          { err: error, deliveries: batch.length },
          'Stored deliveries could not be queued at once',
        );
      }
      if (!this.#isHurried) await this.#pause();
    }
    this.#ringing = null;
  }

  /** The first delivery after a silence is rung at once; only what follows it closely waits. */
  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, GATHER_MILLISECONDS);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
