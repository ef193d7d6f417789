import { Inject, Injectable } from '@nestjs/common';
import type { DashboardReads } from '../../platform/dashboard-reads.ts';
import { DASHBOARD_READS } from '../../platform/tokens.ts';
import type { ResolvedScope } from './resolved-scopes.ts';

/** Beyond that nobody looks through all of them: the oldest are shown, and how many there are. */
const SHOWN = { most: 200, oldest: 50 };
const NOTHING = { total: 0, items: [] };

/** What is open in a scope now. */
@Injectable()
export class OpenLists {
  readonly #reads: DashboardReads;

  constructor(@Inject(DASHBOARD_READS) reads: DashboardReads) {
    this.#reads = reads;
  }

  async read({
    organization,
    scope,
    withheld,
  }: Pick<ResolvedScope, 'organization' | 'scope' | 'withheld'>): ReturnType<
    DashboardReads['readOpenPullRequests']
  > {
    if (withheld.isWhole(scope)) return NOTHING;
    return this.#reads.readOpenPullRequests({
      organizationId: organization.id,
      scopeType: scope.type,
      scopeId: scope.id,
      ...SHOWN,
      today: scope.today,
    });
  }
}
