import { type Database, pingDatabase } from '@devpulse/database/connection';
import type { Queues } from '@devpulse/jobs/queues';
import { type Check, type Readiness, readReadiness } from '@devpulse/observability/health';
import { Inject, Injectable } from '@nestjs/common';
import { APP_DATABASE, DASHBOARD_DATABASE, QUEUES } from './tokens.ts';

/** Whether the process can serve. Without the queue it can: what is stored is queued later. */
@Injectable()
export class ReadinessReader {
  readonly #checks: Check[];
  #isDraining = false;

  constructor(
    @Inject(APP_DATABASE) database: Database,
    @Inject(DASHBOARD_DATABASE) dashboard: Database,
    @Inject(QUEUES) queues: Queues,
  ) {
    this.#checks = [
      { name: 'database', isRequired: true, probe: () => pingDatabase(database) },
      { name: 'dashboard', isRequired: true, probe: () => pingDatabase(dashboard) },
      { name: 'queue', isRequired: false, probe: () => queues.ping() },
    ];
  }

  /** From now on not ready, so that no new work is sent here. */
  startDraining(): void {
    this.#isDraining = true;
  }

  async read(): Promise<Readiness> {
    if (this.#isDraining) return { status: 'unavailable', checks: [] };
    return readReadiness(this.#checks);
  }
}
