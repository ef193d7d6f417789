import type { PendingDelivery } from '@devpulse/database/delivery-claims';
import type { InstallationKey } from '@devpulse/database/github/sources';
import type { Queues } from '@devpulse/jobs/queues';
import { Inject, Injectable } from '@nestjs/common';
import { ProcessParts } from '../../platform/process-parts.ts';
import { QUEUES } from '../../platform/tokens.ts';
import { DeliveryBell } from '../delivery-bell.ts';

/** Tells the worker, after the commit, what waits for it. Never rejects: what the queue is not told of now is swept up. */
@Injectable()
export class GithubWork {
  readonly #parts: ProcessParts;
  readonly #queues: Queues;
  readonly #bell: DeliveryBell;

  constructor(parts: ProcessParts, @Inject(QUEUES) queues: Queues, bell: DeliveryBell) {
    this.#parts = parts;
    this.#queues = queues;
    this.#bell = bell;
  }

  ofInstallation(installation: InstallationKey): void {
    this.#tell(this.#queues.enqueue('followInstallation', installation));
  }

  ofTeams(organizationId: string): void {
    this.#tell(this.#queues.enqueue('followTeams', { organizationId }));
  }

  ofImports(importIds: readonly string[]): void {
    for (const importId of importIds) this.#tell(this.#queues.enqueue('importRepository', { importId }));
  }

  ofDeliveries(deliveries: readonly PendingDelivery[]): void {
    for (const delivery of deliveries) this.#bell.ring(delivery);
  }

  #tell(told: Promise<void>): void {
    told.catch((error: unknown) => {
      this.#parts.logger.warn({ err: error }, 'The queue could not be told of work with GitHub');
    });
  }
}
