import type { Notice } from '@devpulse/contracts/organization/organizations';
import type { Database } from '@devpulse/database/connection';
import { listNotices, markNoticesRead } from '@devpulse/database/organization/notices';
import { inOrganization } from '@devpulse/database/tenant';
import { formatInstant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';

@Injectable()
export class NoticesService {
  readonly #now: () => number;
  readonly #database: Database;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database) {
    this.#now = parts.now;
    this.#database = database;
  }

  async list(member: Member): Promise<z.output<typeof Notice>[]> {
    const rows = await inOrganization(this.#database, member.organizationId, (tenant) =>
      listNotices(tenant, member.userId),
    );
    return rows.map((row) => ({ ...row, at: formatInstant(row.at) }));
  }

  async markRead(member: Member): Promise<void> {
    await inOrganization(this.#database, member.organizationId, (tenant) =>
      markNoticesRead(tenant, { userId: member.userId, at: this.#now() }),
    );
  }
}
