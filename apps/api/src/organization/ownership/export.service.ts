import type { TableExport } from '@devpulse/contracts/organization/ownership';
import { recordAudit } from '@devpulse/database/access/audit';
import type { Database } from '@devpulse/database/connection';
import { exportOwnRows } from '@devpulse/database/organization/own-record';
import { recordExportViews } from '@devpulse/database/organization/person-views';
import { exportOrganization } from '@devpulse/database/organization/whole-export';
import { inOrganization } from '@devpulse/database/tenant';
import { formatInstant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';

@Injectable()
export class ExportService {
  readonly #now: () => number;
  readonly #database: Database;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database) {
    this.#now = parts.now;
    this.#database = database;
  }

  /** Notes the export in every other member's access log, in the transaction that reads. */
  async ofOrganization(member: Member): Promise<TableExport> {
    const now = this.#now();
    const tables = await inOrganization(this.#database, member.organizationId, async (tenant) => {
      await recordExportViews(tenant, { viewer: member, at: now });
      await recordAudit(tenant.transaction, {
        organizationId: tenant.organizationId,
        actorUserId: member.userId,
        action: 'organization.exported',
        at: now,
      });
      return exportOrganization(tenant);
    });
    return { exportedAt: formatInstant(now), tables };
  }

  /** Every row about the caller. Nobody else is told: it is theirs. */
  async ofPerson(member: Member): Promise<TableExport> {
    const tables = await inOrganization(
      this.#database,
      member.organizationId,
      (tenant) => exportOwnRows(tenant, member.userId),
      { identity: true, personId: member.userId },
    );
    return { exportedAt: formatInstant(this.#now()), tables };
  }
}
