import type { RangeQuery } from '@devpulse/contracts/analytics/figures';
import { daysToRead } from '@devpulse/domain/metrics/scope-rows';
import { type ScopeSummary, summarizePeriod } from '@devpulse/domain/metrics/scope-summary';
import type { Instant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { DashboardReads } from '../../platform/dashboard-reads.ts';
import { DASHBOARD_READS } from '../../platform/tokens.ts';
import type { RequestedScope } from '../requested-scope.ts';
import type { ResolvedScope } from './resolved-scopes.ts';

/** Ranges that are kept ready, compared with the days before them. */
const WINDOWS = { '7d': 7, '30d': 30, '90d': 90, quarter: null, custom: null } as const;

type Reading = Awaited<ReturnType<DashboardReads['readWindow']>>;

export type SummaryReading = {
  summary: ScopeSummary;
  /** Of the newest row behind the summary; null where there is none. */
  computedAt: Instant | null;
  beside: Pick<Reading, 'score' | 'scoreBefore' | 'alerts' | 'definitionVersion'>;
};

/** What is said of a scope over a range: from one row where it is kept ready, else from the rows of its days. */
@Injectable()
export class Summaries {
  readonly #reads: DashboardReads;

  constructor(@Inject(DASHBOARD_READS) reads: DashboardReads) {
    this.#reads = reads;
  }

  async read(
    { organization, scope, withheld }: Pick<ResolvedScope, 'organization' | 'scope' | 'withheld'>,
    query: Pick<RangeQuery, 'range' | 'compare'>,
  ): Promise<SummaryReading> {
    const isReady = query.compare === 'prev' && scope.type !== 'contributor';
    const days = isReady ? WINDOWS[query.range] : null;
    const of = { organizationId: organization.id, scopeType: scope.type, scopeId: scope.id };
    const [{ window, ...beside }, composed] = await Promise.all([
      this.#reads.readWindow({ ...of, days }),
      days === null ? this.#fromDays(organization.id, scope) : null,
    ]);
    if (withheld.isWhole(scope)) return { ...nothingOf(scope), beside: { ...beside, ...NO_SCORE } };
    const ready = window?.lastDay === scope.today ? window : null;
    const { summary, computedAt } = composed ?? ready ?? (await this.#fromDays(organization.id, scope));
    return { summary, computedAt, beside };
  }

  async #fromDays(
    organizationId: string,
    scope: RequestedScope,
  ): Promise<Pick<SummaryReading, 'summary' | 'computedAt'>> {
    const rows = await this.#reads.readDailyMetrics({
      organizationId,
      scopeType: scope.type,
      scopeId: scope.id,
      ...daysToRead(scope.range),
    });
    return {
      summary: summarizePeriod(rows, scope.range, scope.today),
      computedAt: rows.length === 0 ? null : Math.max(...rows.map((row) => row.computedAt)),
    };
  }
}

const NO_SCORE = { score: null, scoreBefore: null } as const;

function nothingOf({ range, today }: RequestedScope) {
  return { summary: summarizePeriod([], range, today), computedAt: null };
}
