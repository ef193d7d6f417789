import type { RangeQuery } from '@devpulse/contracts/analytics/figures';
import { daysToRead } from '@devpulse/domain/metrics/scope-rows';
import type { Instant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import type { DashboardReads } from '../../platform/dashboard-reads.ts';
import { DASHBOARD_READS } from '../../platform/tokens.ts';
import { type ResolvedScope, ResolvedScopes } from '../figures/resolved-scopes.ts';
import type { AskedScope } from '../requested-scope.ts';

export type MetricDays = ResolvedScope & {
  /** The stored rows of every day that is looked at; none where all of the scope is withheld. */
  rows: Awaited<ReturnType<DashboardReads['readDailyMetrics']>>;
  definitions: Awaited<ReturnType<DashboardReads['readDefinitions']>>;
  computedAt: Instant | null;
};

/** The daily rows behind what a request asks about: as many as its range has days, whatever the history. */
@Injectable()
export class MetricDaysReader {
  readonly #scopes: ResolvedScopes;
  readonly #reads: DashboardReads;

  constructor(scopes: ResolvedScopes, @Inject(DASHBOARD_READS) reads: DashboardReads) {
    this.#scopes = scopes;
    this.#reads = reads;
  }

  async read(member: Member, query: RangeQuery & AskedScope): Promise<MetricDays> {
    const resolved = await this.#scopes.resolve(member, query);
    const { organization, scope, withheld } = resolved;
    const [rows, definitions] = await Promise.all([
      this.#reads.readDailyMetrics({
        organizationId: organization.id,
        scopeType: scope.type,
        scopeId: scope.id,
        ...daysToRead(scope.range),
      }),
      this.#reads.readDefinitions(organization.id),
    ]);
    const shown = withheld.isWhole(scope) ? [] : rows;
    const computedAt = shown.length === 0 ? null : Math.max(...shown.map((row) => row.computedAt));
    return { ...resolved, rows: shown, definitions, computedAt };
  }
}
