import type { RangeQuery } from '@devpulse/contracts/analytics/figures';
import { mayReadTeam } from '@devpulse/domain/access/member-authority';
import { AppError } from '@devpulse/domain/errors';
import type { Instant } from '@devpulse/domain/time/instant';
import { addDays, localDayOf } from '@devpulse/domain/time/local-day';
import type { DayRange } from '@devpulse/domain/time/range';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import type { DashboardReads, OrganizationView } from '../../platform/dashboard-reads.ts';
import { OrganizationDirectory } from '../../platform/organization-directory.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { DASHBOARD_READS } from '../../platform/tokens.ts';
import {
  type AskedScope,
  type RequestedScope,
  requestedRepository,
  requestedScope,
} from '../requested-scope.ts';
import { type Withheld, Withholding } from './withholding.ts';

export type ResolvedScope = {
  organization: OrganizationView;
  scope: RequestedScope;
  /** Of every day that is looked at, the period before included. */
  withheld: Withheld;
  now: Instant;
};

const WITHOUT_RANGE: RangeQuery = { range: '7d', compare: 'none' };

/** Turns what a request names into what is read. */
@Injectable()
export class ResolvedScopes {
  readonly #now: () => number;
  readonly #directory: OrganizationDirectory;
  readonly #reads: DashboardReads;
  readonly #withholding: Withholding;

  constructor(
    parts: ProcessParts,
    directory: OrganizationDirectory,
    @Inject(DASHBOARD_READS) reads: DashboardReads,
    withholding: Withholding,
  ) {
    this.#now = parts.now;
    this.#directory = directory;
    this.#reads = reads;
    this.#withholding = withholding;
  }

  /** Throws AppError: `not_found` for a team or repository that the member may not see, `invalid_range`, `invalid_request`. */
  async resolve(member: Member, query: RangeQuery & AskedScope): Promise<ResolvedScope> {
    const now = this.#now();
    const organization = await this.#directory.require(member.slug);
    const repository = await requestedRepository(this.#reads, organization.id, query);
    const scope = requestedScope({ organization, repository, member, now }, query);
    const withheld = await this.#withholding.of({ organization, member }, daysLookedAt(scope));
    return { organization, scope, withheld, now };
  }

  /** The same without a range; of the days that `reach` goes back from today. */
  async resolveScope(member: Member, query: AskedScope, reach: number): Promise<ResolvedScope> {
    const resolved = await this.resolve(member, { ...WITHOUT_RANGE, ...query });
    const { organization, scope } = resolved;
    const to = addDays(scope.today, 1);
    const withheld = await this.#withholding.of({ organization, member }, { from: addDays(to, -reach), to });
    return { ...resolved, withheld };
  }

  /** For a team or a repository by its id in the path. */
  async byId(member: Member, ids: { team?: string; repository?: string }): Promise<AskedScope> {
    if (ids.repository !== undefined) {
      const organization = await this.#directory.require(member.slug);
      const found = await this.#reads.findRepository({
        organizationId: organization.id,
        repositoryId: ids.repository,
      });
      if (found === null) throw new AppError('not_found', 'There is no such repository.', REPOSITORY_FIELD);
      return { repository: found.id };
    }
    const { teams } = await this.#directory.require(member.slug);
    const team = teams.find(({ id }) => id === ids.team);
    if (team === undefined || !mayReadTeam(member, team.id))
      throw new AppError('not_found', 'There is no such team.', TEAM_FIELD);
    return { team: team.slug };
  }

  /** An organization as of now, for what has no scope. */
  async organization(
    member: Member,
  ): Promise<{ organization: OrganizationView; today: string; now: Instant }> {
    const now = this.#now();
    const organization = await this.#directory.require(member.slug);
    return { organization, today: localDayOf(now, organization.calendar.zone), now };
  }
}

const TEAM_FIELD = { field: 'path.team', remedy: 'Use the id of a team that you may see.' };
const REPOSITORY_FIELD = {
  field: 'path.repository',
  remedy: 'Use the id of a repository of the organization.',
};

function daysLookedAt({ range }: RequestedScope): DayRange {
  const { from, to, previous } = range;
  return { from: previous === null || previous.from > from ? from : previous.from, to };
}
