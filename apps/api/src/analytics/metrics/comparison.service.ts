import type { getComparison } from '@devpulse/contracts/analytics/metrics';
import type { RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import { METRIC_IDS } from '@devpulse/domain/metrics/definitions';
import { Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { rangeView } from '../figures/composed.ts';
import { ResolvedScopes } from '../figures/resolved-scopes.ts';
import { Summaries } from '../figures/summaries.ts';
import { addressOf, plainFigure } from '../shown-figures.ts';

@Injectable()
export class ComparisonService {
  readonly #scopes: ResolvedScopes;
  readonly #summaries: Summaries;

  constructor(scopes: ResolvedScopes, summaries: Summaries) {
    this.#scopes = scopes;
    this.#summaries = summaries;
  }

  /** Every metric of a scope beside the period before, in the order of the definitions. */
  async read(
    member: Member,
    query: RouteQuery<typeof getComparison>,
  ): Promise<RouteResponse<typeof getComparison>> {
    const resolved = await this.#scopes.resolve(member, query);
    const { organization, scope, withheld } = resolved;
    const { summary, computedAt, beside } = await this.#summaries.read(resolved, query);
    const address = addressOf(organization, scope, { range: scope.range, withheld });
    return {
      ...rangeView(scope, { definitionVersion: beside.definitionVersion, computedAt }),
      scope: { type: scope.type, id: scope.id, name: scope.name },
      figures: METRIC_IDS.map((metric) => plainFigure(metric, summary, address)),
    };
  }
}
