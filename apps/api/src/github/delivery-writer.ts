import type { DeliveryReceipt, NewDelivery } from '@devpulse/database/deliveries';
import { AppError } from '@devpulse/domain/errors';
import type { Logger } from '@devpulse/observability/logger';
import type { Metrics } from '@devpulse/observability/metrics';

/** Stores deliveries with one statement: all are committed when it resolves, or none. Receipts in the order given. */
export type InsertDeliveries = (deliveries: readonly NewDelivery[]) => Promise<DeliveryReceipt[]>;

export type WriterLimits = {
  maxBatchRows: number;
  maxBatchBytes: number;
  maxStatementsInFlight: number;
  /** Waiting deliveries beyond either are refused at once, so that a slow database cannot fill the memory. */
  maxWaitingRows: number;
  maxWaitingBytes: number;
};

const MEBIBYTE = 1_048_576;
export const WRITER_LIMITS: WriterLimits = {
  maxBatchRows: 64,
  maxBatchBytes: 8 * MEBIBYTE,
  maxStatementsInFlight: 2,
  maxWaitingRows: 4096,
  maxWaitingBytes: 192 * MEBIBYTE,
};

type Waiting = {
  delivery: NewDelivery;
  resolve: (receipt: DeliveryReceipt) => void;
  reject: (error: unknown) => void;
};

/**
 * Group commit: deliveries that arrive while statements are in flight are written together by the next one. `write` resolves
 * after its row is committed, never earlier. When a batch fails for a reason that may lie in one row, its rows are written
 * one by one, so that a bad one fails alone; when the database is away, all are refused with `unavailable`.
 */
export class DeliveryWriter {
  readonly #insert: InsertDeliveries;
  readonly #limits: WriterLimits;
  readonly #logger: Logger;
  readonly #metrics: Pick<Metrics, 'deliveryBatchRows'>;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #inFlight = 0;
  #isScheduled = false;
  #onIdle: (() => void)[] = [];

  constructor(parts: {
    insert: InsertDeliveries;
    logger: Logger;
    metrics: Pick<Metrics, 'deliveryBatchRows'>;
    limits?: Partial<WriterLimits>;
  }) {
    this.#insert = parts.insert;
    this.#logger = parts.logger;
    this.#metrics = parts.metrics;
    this.#limits = { ...WRITER_LIMITS, ...parts.limits };
  }

  write(delivery: NewDelivery): Promise<DeliveryReceipt> {
    const isFull =
      this.#waiting.length >= this.#limits.maxWaitingRows ||
      this.#waitingBytes + delivery.body.length > this.#limits.maxWaitingBytes;
    if (isFull) return Promise.reject(storeUnavailable(undefined));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ delivery, resolve, reject });
      this.#waitingBytes += delivery.body.length;
      this.#schedule();
    });
  }

  /** Resolves when everything that was handed in has been answered. */
  idle(): Promise<void> {
    if (this.#inFlight === 0 && this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle.push(resolve);
    });
  }

  /** Waits for the end of the current turn, so that requests which were read together are written together. */
  #schedule(): void {
    if (this.#isScheduled || this.#inFlight >= this.#limits.maxStatementsInFlight) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#startStatements();
    });
  }

  #startStatements(): void {
    while (this.#waiting.length > 0 && this.#inFlight < this.#limits.maxStatementsInFlight) {
      this.#inFlight += 1;
      void this.#writeBatch(this.#takeBatch()).finally(() => {
        this.#inFlight -= 1;
        if (this.#waiting.length > 0) this.#schedule();
        else if (this.#inFlight === 0) this.#announceIdle();
      });
    }
  }

  #takeBatch(): Waiting[] {
    let bytes = 0;
    let rows = 0;
    for (const { delivery } of this.#waiting) {
      const isOver =
        rows >= this.#limits.maxBatchRows || bytes + delivery.body.length > this.#limits.maxBatchBytes;
      if (rows > 0 && isOver) break;
      rows += 1;
      bytes += delivery.body.length;
    }
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, rows);
  }

  async #writeBatch(batch: Waiting[]): Promise<void> {
    this.#metrics.deliveryBatchRows.observe(batch.length);
    try {
      await this.#store(batch);
    } catch (error) {
      if (batch.length > 1 && mayLieInARow(error)) await this.#writeOneByOne(batch);
      else this.#refuse(batch, error);
    }
  }

  async #writeOneByOne(batch: Waiting[]): Promise<void> {
    for (const [index, one] of batch.entries()) {
      try {
        await this.#store([one]);
      } catch (error) {
        if (!mayLieInARow(error)) return this.#refuse(batch.slice(index), error);
        this.#refuse([one], error);
      }
    }
  }

  async #store(batch: readonly Waiting[]): Promise<void> {
    const receipts = await this.#insert(batch.map((one) => one.delivery));
    if (receipts.length !== batch.length)
      throw new Error('The store answered another number of receipts than rows.');
    for (const [index, one] of batch.entries()) one.resolve(receipts[index] as DeliveryReceipt);
  }

  #refuse(batch: readonly Waiting[], error: unknown): void {
    this.#logger.error({ err: error, rows: batch.length }, 'Deliveries could not be stored');
    const refusal = storeUnavailable(error);
    for (const one of batch) one.reject(refusal);
  }

  #announceIdle(): void {
    const waiting = this.#onIdle;
    this.#onIdle = [];
    for (const resolve of waiting) resolve();
  }
}

/** GitHub records the 503 as a failed delivery, which the healer asks for again. */
export function storeUnavailable(cause: unknown): AppError {
  return new AppError('unavailable', 'The delivery could not be stored.', {
    remedy: 'Deliver it again.',
    cause,
  });
}

/** SQLSTATE classes of one statement's own values: data, constraint, transaction conflict, program limit. */
const ROW_FAULT_CLASSES = new Set(['22', '23', '40', '54']);

function mayLieInARow(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return (
    typeof error.code === 'string' && error.code.length === 5 && ROW_FAULT_CLASSES.has(error.code.slice(0, 2))
  );
}
