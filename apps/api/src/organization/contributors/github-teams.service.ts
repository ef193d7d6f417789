import { recordAudit } from '@devpulse/database/access/audit';
import type { Database } from '@devpulse/database/connection';
import { followGithubTeams } from '@devpulse/database/organization/settings';
import { inOrganization } from '@devpulse/database/tenant';
import type { Queues } from '@devpulse/jobs/queues';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE, QUEUES } from '../../platform/tokens.ts';

@Injectable()
export class GithubTeamsService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #queues: Queues;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database, @Inject(QUEUES) queues: Queues) {
    this.#now = parts.now;
    this.#database = database;
    this.#queues = queues;
  }

  /** Has the worker take over the teams now, and keep them from now on. Rejects while the queue is away. */
  async import({ organizationId, userId }: Member): Promise<void> {
    const at = this.#now();
    await inOrganization(this.#database, organizationId, async (tenant) => {
      await followGithubTeams(tenant);
      await recordAudit(tenant.transaction, {
        organizationId,
        actorUserId: userId,
        action: 'team.import_requested',
        at,
      });
    });
    await this.#queues.enqueue('followTeams', { organizationId });
  }
}
