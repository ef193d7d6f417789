import type { Overview, RangeQuery } from '@devpulse/contracts/overview';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../platform/access/caller.ts';
import type { DashboardReads } from '../platform/dashboard-reads.ts';
import { OrganizationDirectory } from '../platform/organization-directory.ts';
import { asSeenBy } from '../platform/organization-summary.ts';
import { ProcessParts } from '../platform/process-parts.ts';
import { DASHBOARD_READS } from '../platform/tokens.ts';
import { composeOverview, daysToRead } from './overview.ts';
import { requestedScope } from './requested-scope.ts';

const MAX_OPEN_ITEMS = 200;

@Injectable()
export class OverviewService {
  readonly #now: () => number;
  readonly #directory: OrganizationDirectory;
  readonly #reads: DashboardReads;

  constructor(
    parts: ProcessParts,
    directory: OrganizationDirectory,
    @Inject(DASHBOARD_READS) reads: DashboardReads,
  ) {
    this.#now = parts.now;
    this.#directory = directory;
    this.#reads = reads;
  }

  /** Two reads, whatever the range: the precomputed rows of both periods, and what is open. */
  async read(member: Member, query: RangeQuery): Promise<Overview> {
    const now = this.#now();
    const organization = await this.#directory.require(member.slug);
    const scope = requestedScope({ organization, member, query, now });
    const organizationId = organization.id;
    const [rows, open] = await Promise.all([
      this.#reads.readDailyMetrics({
        organizationId,
        scopeType: scope.type,
        scopeId: scope.id,
        ...daysToRead(scope),
      }),
      this.#reads.readOpenPullRequests({ organizationId, teamId: scope.teamId, limit: MAX_OPEN_ITEMS }),
    ]);
    return composeOverview({ organization: asSeenBy(organization, member), scope, rows, open, now });
  }
}
