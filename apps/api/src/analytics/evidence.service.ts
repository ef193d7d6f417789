import type { getEvidence } from '@devpulse/contracts/overview';
import type { RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import { formatInstant } from '@devpulse/domain/time/instant';
import { dayStart } from '@devpulse/domain/time/local-day';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../platform/access/caller.ts';
import type { DashboardReads } from '../platform/dashboard-reads.ts';
import { OrganizationDirectory } from '../platform/organization-directory.ts';
import { ProcessParts } from '../platform/process-parts.ts';
import { DASHBOARD_READS, VAULT } from '../platform/tokens.ts';
import { EvidenceCursors } from './evidence-cursor.ts';
import { requestedScope } from './requested-scope.ts';

type EvidencePage = RouteResponse<typeof getEvidence>;

@Injectable()
export class EvidenceService {
  readonly #now: () => number;
  readonly #directory: OrganizationDirectory;
  readonly #reads: DashboardReads;
  readonly #vault: Vault;

  constructor(
    parts: ProcessParts,
    directory: OrganizationDirectory,
    @Inject(DASHBOARD_READS) reads: DashboardReads,
    @Inject(VAULT) vault: Vault,
  ) {
    this.#now = parts.now;
    this.#directory = directory;
    this.#reads = reads;
    this.#vault = vault;
  }

  /** One page of the pull requests behind a figure; the range is the figure's, in the organization's zone. */
  async read(
    member: Member,
    metric: EvidencePage['metric'],
    query: RouteQuery<typeof getEvidence>,
  ): Promise<EvidencePage> {
    const cursors = new EvidenceCursors(this.#vault, member.organizationId);
    const before = query.cursor === undefined ? null : cursors.read(query.cursor);
    const organization = await this.#directory.require(member.slug);
    const { teamId, range } = requestedScope({ organization, member, query, now: this.#now() });
    const { zone } = organization.calendar;
    const { total, items } = await this.#reads.readEvidence({
      organizationId: organization.id,
      teamId,
      metric,
      from: dayStart(range.from, zone),
      to: dayStart(range.to, zone),
      before,
      limit: query.limit + 1,
    });
    const page = items.slice(0, query.limit);
    const last = page.at(-1);
    const hasMore = items.length > page.length && last !== undefined;
    return {
      metric,
      total,
      items: page.map((item) => ({ ...item, at: formatInstant(item.at) })),
      nextCursor: hasMore ? cursors.write(last) : null,
    };
  }
}
