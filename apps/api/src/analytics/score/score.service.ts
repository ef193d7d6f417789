import type { getScoreHistory, ScoreView } from '@devpulse/contracts/analytics/score';
import type { RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import { AppError } from '@devpulse/domain/errors';
import { addDays, type LocalDay } from '@devpulse/domain/time/local-day';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import type { DashboardReads } from '../../platform/dashboard-reads.ts';
import { asSeenBy } from '../../platform/organization-summary.ts';
import { DASHBOARD_READS } from '../../platform/tokens.ts';
import { type ResolvedScope, ResolvedScopes } from '../figures/resolved-scopes.ts';
import type { AskedScope } from '../requested-scope.ts';
import { composeScore } from './score-view.ts';

/** The furthest that a score looks back, with what it is compared with. */
const REACH_DAYS = 26 * 7 + 28;

@Injectable()
export class ScoreService {
  readonly #scopes: ResolvedScopes;
  readonly #reads: DashboardReads;

  constructor(scopes: ResolvedScopes, @Inject(DASHBOARD_READS) reads: DashboardReads) {
    this.#scopes = scopes;
    this.#reads = reads;
  }

  /** Throws AppError: `not_found` where no score of the day is stored, `forbidden` for a team of one person. */
  async read(member: Member, query: AskedScope & { day?: LocalDay | undefined }): Promise<ScoreView> {
    const { organization, scope } = await this.resolve(member, query);
    const stored = await this.#reads.readScore({
      organizationId: organization.id,
      scopeType: scope.type,
      scopeId: scope.id,
      day: query.day ?? null,
    });
    if (stored === null) throw noSuchScore();
    return composeScore(stored, { organization: asSeenBy(organization, member), scope });
  }

  async history(
    member: Member,
    query: RouteQuery<typeof getScoreHistory>,
  ): Promise<RouteResponse<typeof getScoreHistory>> {
    const { organization, scope } = await this.resolve(member, query);
    const points = await this.#reads.readScoreHistory({
      organizationId: organization.id,
      scopeType: scope.type,
      scopeId: scope.id,
      from: addDays(scope.today, -query.days),
    });
    return { scope: { type: scope.type, id: scope.id, name: scope.name }, points };
  }

  /** The scope of a score; that of a team of one person would be a person’s. */
  async resolve(member: Member, query: AskedScope): Promise<ResolvedScope> {
    const { team, repository } = query;
    const resolved = await this.#scopes.resolveScope(member, { team, repository }, REACH_DAYS);
    if (resolved.withheld.isWhole(resolved.scope)) {
      throw new AppError('forbidden', 'This team is or was one person, whose score is nobody else’s.', {
        field: 'query.team',
        remedy: 'Ask for the score of the organization or of a repository.',
      });
    }
    return resolved;
  }
}

export function noSuchScore(): AppError {
  return new AppError('not_found', 'There is no score of this day.', {
    field: 'query.day',
    remedy: 'Scores are computed in the night after a day; leave the day out for the last one.',
  });
}
