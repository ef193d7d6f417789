import type { getImportProgress, listImports } from '@devpulse/contracts/github/imports';
import type { RouteResponse } from '@devpulse/contracts/route';
import type { Database } from '@devpulse/database/connection';
import {
  type ImportRow,
  importTotals,
  listImports as listImportRows,
  pauseImport,
  resumeImport,
} from '@devpulse/database/github/imports';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { AppError } from '@devpulse/domain/errors';
import { secondsLeft } from '@devpulse/domain/github/imports';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { AuditTrail, type ConnectionDeed } from '../connect/audit-trail.ts';
import { GithubWork } from '../connect/github-work.ts';

type ImportList = RouteResponse<typeof listImports>;

@Injectable()
export class ImportsService {
  readonly #now: () => Instant;
  readonly #database: Database;
  readonly #trail: AuditTrail;
  readonly #work: GithubWork;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    trail: AuditTrail,
    work: GithubWork,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#trail = trail;
    this.#work = work;
  }

  async progress({ organizationId }: Member): Promise<RouteResponse<typeof getImportProgress>> {
    return { totals: await inOrganization(this.#database, organizationId, importTotals) };
  }

  async list({ organizationId }: Member): Promise<ImportList> {
    return inOrganization(this.#database, organizationId, async (tenant) => ({
      totals: await importTotals(tenant),
      items: (await listImportRows(tenant)).map(viewOf),
    }));
  }

  /** Throws AppError: `not_found`, `conflict` when it has ended. */
  async pause(member: Member, id: string): Promise<void> {
    await this.#change(member, { id, action: 'import.paused', change: pauseImport });
  }

  /** Throws AppError: `not_found`, `conflict` when it has ended. */
  async resume(member: Member, id: string): Promise<void> {
    await this.#change(member, { id, action: 'import.resumed', change: resumeImport });
    this.#work.ofImports([id]);
  }

  async #change(
    member: Member,
    wanted: { id: string; action: ConnectionDeed['action']; change: typeof pauseImport },
  ): Promise<void> {
    const { id, action, change } = wanted;
    await inOrganization(this.#database, member.organizationId, async (tenant: Tenant) => {
      const isChanged = await change(tenant, { id, now: this.#now() });
      if (isChanged === null)
        throw new AppError('not_found', 'There is no such import.', { field: 'path.import' });
      if (!isChanged) throw new AppError('conflict', 'This import has ended.');
      await this.#trail.record(tenant, member, { action, target: id });
    });
  }
}

function viewOf({ activeSeconds, ...row }: ImportRow): ImportList['items'][number] {
  const { pullRequestsRead: read, pullRequestsEstimated: estimated, state } = row;
  const isUnderWay = state === 'waiting' || state === 'running';
  return {
    ...row,
    secondsLeft: isUnderWay ? secondsLeft({ read, estimated, activeSeconds }) : null,
    since: told(row.since),
    notBefore: told(row.notBefore),
    startedAt: told(row.startedAt),
    finishedAt: told(row.finishedAt),
  };
}

function told(instant: Instant | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
