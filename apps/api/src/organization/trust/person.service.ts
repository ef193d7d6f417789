import type { getPerson } from '@devpulse/contracts/organization/trust';
import type { RouteResponse } from '@devpulse/contracts/route';
import type { Database } from '@devpulse/database/connection';
import { findPerson, type PersonRow, recordPersonView } from '@devpulse/database/organization/person-views';
import { readSettings } from '@devpulse/database/organization/settings';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { personView } from '@devpulse/domain/access/member-authority';
import { AppError } from '@devpulse/domain/errors';
import { aggregateRows } from '@devpulse/domain/metrics/aggregate';
import { quantile } from '@devpulse/domain/metrics/sketch';
import { addDays, localDayOf } from '@devpulse/domain/time/local-day';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import type { DashboardReads } from '../../platform/dashboard-reads.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE, DASHBOARD_READS } from '../../platform/tokens.ts';
import { noSuchPerson } from '../refusals.ts';

const DAYS = 30;

type PersonAnswer = RouteResponse<typeof getPerson>;

/** The individual figures of one person. */
@Injectable()
export class PersonService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #reads: DashboardReads;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    @Inject(DASHBOARD_READS) reads: DashboardReads,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#reads = reads;
  }

  /**
   * A view of somebody else is logged in the transaction that reads: no figures leave without an entry. Throws AppError: `not_found` for
   * a person who is none or beyond the caller's reach, `forbidden` while the organization does not allow individual views.
   */
  async read(member: Member, contributorId: string): Promise<PersonAnswer> {
    return inOrganization(this.#database, member.organizationId, async (tenant) => {
      const person = await findPerson(tenant, contributorId);
      if (person === null) throw noSuchPerson();
      const { calendar, isIndividualViewsOn } = await readSettings(tenant);
      const isSelf = await this.#requireView(tenant, { ...member, isIndividualViewsOn }, person);
      const { name, login, teams } = person;
      const figures = await this.#figures(tenant.organizationId, { contributorId, zone: calendar.zone });
      return { contributorId, name, login, isSelf, teams, figures };
    });
  }

  /** Answers whether the person is the caller. */
  async #requireView(tenant: Tenant, member: Member, person: PersonRow): Promise<boolean> {
    const { contributorId, teams } = person;
    const view = personView(member, { contributorId, teamIds: teams.map(({ id }) => id) });
    switch (view) {
      case 'self':
        return true;
      case 'none':
        throw noSuchPerson();
      case 'switched_off':
        throw new AppError('forbidden', 'This organization does not allow individual views of others.', {
          remedy: 'The Owner can turn on “Individual views” under Settings, Trust; every member is told.',
        });
      case 'logged':
        await recordPersonView(tenant, { viewer: member, person, at: this.#now() });
        return false;
    }
  }

  async #figures(
    organizationId: string,
    person: { contributorId: string; zone: string },
  ): Promise<PersonAnswer['figures']> {
    const today = localDayOf(this.#now(), person.zone);
    const rows = await this.#reads.readDailyMetrics({
      organizationId,
      scopeType: 'contributor',
      scopeId: person.contributorId,
      from: addDays(today, 1 - DAYS),
      to: addDays(today, 1),
    });
    const { counts, sketches } = aggregateRows(rows);
    const cycle = sketches.cycle_working;
    return {
      days: DAYS,
      merged: counts.merged,
      reviewsSubmitted: counts.reviewsSubmitted,
      pullRequestsReviewed: counts.pullRequestsReviewed,
      medianCycleSeconds: cycle === undefined ? null : quantile(cycle, 0.5),
      n: cycle?.n ?? 0,
    };
  }
}
