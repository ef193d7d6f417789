import type { RangeQuery } from '@devpulse/contracts/analytics/figures';
import { Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { OpenLists } from '../figures/open-lists.ts';
import { ResolvedScopes } from '../figures/resolved-scopes.ts';
import { Summaries } from '../figures/summaries.ts';
import { scoreSummary } from '../score-summary.ts';
import { composePage, type DeliveryPage } from './delivery-page.ts';

@Injectable()
export class DeliveryService {
  readonly #scopes: ResolvedScopes;
  readonly #summaries: Summaries;
  readonly #open: OpenLists;

  constructor(scopes: ResolvedScopes, summaries: Summaries, open: OpenLists) {
    this.#scopes = scopes;
    this.#summaries = summaries;
    this.#open = open;
  }

  /** Of a team or a repository by its id. Throws AppError('not_found') for one that the member may not see. */
  async read(
    member: Member,
    ids: { team?: string; repository?: string },
    query: RangeQuery,
  ): Promise<DeliveryPage> {
    const resolved = await this.#scopes.resolve(member, {
      ...query,
      ...(await this.#scopes.byId(member, ids)),
    });
    const [reading, open] = await Promise.all([
      this.#summaries.read(resolved, query),
      this.#open.read(resolved),
    ]);
    return composePage({ ...resolved, ...reading, open, score: scoreSummary(reading.beside) });
  }
}
