import type { Database } from '@devpulse/database/connection';
import type { Queues } from '@devpulse/jobs/queues';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ProcessParts } from './process-parts.ts';
import { APP_DATABASE, DASHBOARD_DATABASE, QUEUES } from './tokens.ts';

const STEP_MILLISECONDS = 5000;

type Step = { name: string; run: () => Promise<void> };

/**
 * Ends the process's parts in one order after the server has stopped taking requests: what features hold back (`beforeClose`, in
 * the order of registration), then queues, then databases. A step that hangs is left after five seconds.
 */
@Injectable()
export class Lifecycle implements OnApplicationShutdown {
  readonly #parts: ProcessParts;
  readonly #last: Step[];
  readonly #steps: Step[] = [];

  constructor(
    parts: ProcessParts,
    @Inject(QUEUES) queues: Queues,
    @Inject(APP_DATABASE) database: Database,
    @Inject(DASHBOARD_DATABASE) dashboard: Database,
  ) {
    this.#parts = parts;
    this.#last = [
      { name: 'queues', run: () => queues.close() },
      { name: 'database', run: () => database.close() },
      { name: 'dashboard', run: () => dashboard.close() },
    ];
  }

  beforeClose(name: string, run: () => Promise<void>): void {
    this.#steps.push({ name, run });
  }

  async onApplicationShutdown(): Promise<void> {
    for (const step of [...this.#steps, ...this.#last]) await this.#run(step);
  }

  async #run(step: Step): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('It took too long')), STEP_MILLISECONDS);
    });
    try {
      await Promise.race([step.run(), limit]);
    } catch (error) {
      this.#parts.logger.warn({ err: error, step: step.name }, 'A part did not close in order');
    } finally {
      clearTimeout(timer);
    }
  }
}
