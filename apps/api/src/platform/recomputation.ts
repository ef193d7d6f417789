import type { Queues } from '@devpulse/jobs/queues';
import { Inject, Injectable } from '@nestjs/common';
import { ProcessParts } from './process-parts.ts';
import { QUEUES } from './tokens.ts';

/** Tells the worker, after the commit, that figures or alerts wait for it. Never rejects: what the queue is not told of now is swept up. */
@Injectable()
export class Recomputation {
  readonly #parts: ProcessParts;
  readonly #queues: Queues;

  constructor(parts: ProcessParts, @Inject(QUEUES) queues: Queues) {
    this.#parts = parts;
    this.#queues = queues;
  }

  /** Days are marked. */
  ofDays(organizationId: string): void {
    this.#tell(this.#queues.enqueue('computeDailyMetrics', { organizationId }));
  }

  /** Pull requests are to be folded again: all of them, or those on another clock now. */
  ofFacts(organizationId: string): void {
    this.#tell(this.#queues.enqueue('refoldOrganization', { organizationId }));
  }

  /** Rules are to be judged by other targets. */
  ofAlerts(organizationId: string): void {
    this.#tell(this.#queues.enqueue('evaluateAlerts', { organizationId }));
  }

  #tell(told: Promise<void>): void {
    told.catch((error: unknown) => {
      this.#parts.logger.warn({ err: error }, 'The queue could not be told of figures that wait');
    });
  }
}
