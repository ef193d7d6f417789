import { Injectable } from '@nestjs/common';
import { Lifecycle } from '../platform/lifecycle.ts';
import { ProcessParts } from '../platform/process-parts.ts';

const AT_ONCE = 2;
const MOST_WAITING = 1_000;

type Work = { name: string; run: () => Promise<void> };

/**
 * Work that begins once a request is answered, so that the time of the answer tells nothing of it. What fails is logged and reported;
 * what waits is done before the process stops.
 */
@Injectable()
export class Afterwards {
  readonly #parts: ProcessParts;
  readonly #waiting: Work[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor(parts: ProcessParts, lifecycle: Lifecycle) {
    this.#parts = parts;
    lifecycle.beforeClose('work after answers', () => this.settled());
  }

  /** Never throws. Beyond a thousand that wait, the work is left out, and the log says so. */
  add(work: Work): void {
    if (this.#waiting.length >= MOST_WAITING) {
      this.#parts.logger.warn({ work: work.name }, 'Work after an answer was left out: too much of it waits');
      return;
    }
    this.#waiting.push(work);
    // Not before the answer of this turn is on its way.
    setImmediate(() => this.#begin());
  }

  /** Resolves once nothing waits or runs. */
  async settled(): Promise<void> {
    while (this.#waiting.length > 0 || this.#running.size > 0) {
      this.#begin();
      await Promise.race(this.#running);
    }
  }

  #begin(): void {
    while (this.#running.size < AT_ONCE) {
      const work = this.#waiting.shift();
      if (work === undefined) return;
      const running = this.#run(work).finally(() => {
        this.#running.delete(running);
        this.#begin();
      });
      this.#running.add(running);
    }
  }

  async #run({ name, run }: Work): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#parts.logger.error({ err: error, work: name }, 'Work after an answer failed');
      this.#parts.errors.report(error, { work: name });
    }
  }
}
