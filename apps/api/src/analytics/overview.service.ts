import type { getOverview, Overview } from '@devpulse/contracts/analytics/overview';
import type { RouteQuery } from '@devpulse/contracts/route';
import { Injectable } from '@nestjs/common';
import type { Member } from '../platform/access/caller.ts';
import { asSeenBy } from '../platform/organization-summary.ts';
import { OpenLists } from './figures/open-lists.ts';
import { ResolvedScopes } from './figures/resolved-scopes.ts';
import { Summaries } from './figures/summaries.ts';
import { composeOverview } from './overview.ts';

type OverviewQuery = RouteQuery<typeof getOverview>;

@Injectable()
export class OverviewService {
  readonly #scopes: ResolvedScopes;
  readonly #summaries: Summaries;
  readonly #open: OpenLists;

  constructor(scopes: ResolvedScopes, summaries: Summaries, open: OpenLists) {
    this.#scopes = scopes;
    this.#summaries = summaries;
    this.#open = open;
  }

  /** What is precomputed of the scope, and what is open. */
  async read(member: Member, query: OverviewQuery): Promise<Overview> {
    const resolved = await this.#scopes.resolve(member, query);
    const [reading, open] = await Promise.all([
      this.#summaries.read(resolved, query),
      this.#open.read(resolved),
    ]);
    return composeOverview({
      ...resolved,
      ...reading,
      organization: asSeenBy(resolved.organization, member),
      open,
    });
  }
}
