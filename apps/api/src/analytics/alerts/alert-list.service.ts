import type { listAlerts } from '@devpulse/contracts/analytics/alerts';
import type { RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import type { Database } from '@devpulse/database/connection';
import { readMemberNames } from '@devpulse/database/organization/alerts';
import { findPerson, recordPersonView } from '@devpulse/database/organization/person-views';
import { inOrganization } from '@devpulse/database/tenant';
import { alertView } from '@devpulse/domain/alerts/alert-view';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import type { DashboardReads } from '../../platform/dashboard-reads.ts';
import { asSeenBy } from '../../platform/organization-summary.ts';
import { APP_DATABASE, DASHBOARD_READS, VAULT } from '../../platform/tokens.ts';
import { EvidenceCursors } from '../evidence-cursor.ts';
import { ResolvedScopes } from '../figures/resolved-scopes.ts';
import { alertReach, withinFactor } from './alert-reach.ts';
import { type ListedAlert, shownAlert } from './alert-shown.ts';

type AlertPage = RouteResponse<typeof listAlerts>;

@Injectable()
export class AlertListService {
  readonly #database: Database;
  readonly #reads: DashboardReads;
  readonly #vault: Vault;
  readonly #scopes: ResolvedScopes;

  constructor(
    @Inject(APP_DATABASE) database: Database,
    @Inject(DASHBOARD_READS) reads: DashboardReads,
    @Inject(VAULT) vault: Vault,
    scopes: ResolvedScopes,
  ) {
    this.#database = database;
    this.#reads = reads;
    this.#vault = vault;
    this.#scopes = scopes;
  }

  /** What the member sees, those that hold longest first. A look at an alert about somebody else is logged before it is answered. */
  async list(caller: Member, query: RouteQuery<typeof listAlerts>): Promise<AlertPage> {
    const cursors = new EvidenceCursors(this.#vault, caller.organizationId);
    const after = query.cursor === undefined ? null : cursors.read(query.cursor);
    const { organization, scope, now } = await this.#scopes.resolveScope(caller, { team: query.team }, 1);
    const member = withinFactor(caller, now);
    const { total, items, evaluatedAt, gaps } = await this.#reads.readAlerts({
      organizationId: organization.id,
      reach: alertReach(member, organization),
      state: query.state ?? null,
      rule: query.rule ?? null,
      teamId: scope.teamId,
      now,
      after,
      limit: query.limit + 1,
    });
    const page = items.slice(0, query.limit).filter(({ alert }) => alertView(alert, member, now) !== 'none');
    const last = items.length > query.limit ? items[query.limit - 1] : undefined;
    const names = await this.#nameAndLog(member, page, now);
    const seen = asSeenBy(organization, member);
    return {
      total,
      items: page.map((item) => shownAlert(item, { member, organization: seen, names, now })),
      nextCursor: last === undefined ? null : cursors.write({ at: last.alert.since, id: last.alert.id }),
      evaluatedAt: evaluatedAt === null ? null : formatInstant(evaluatedAt),
      notEvaluated: gaps,
    };
  }

  async #nameAndLog(
    member: Member,
    page: readonly ListedAlert[],
    now: Instant,
  ): Promise<ReadonlyMap<string, string>> {
    const deciders = page.flatMap(({ decidedBy }) => decidedBy ?? []);
    const about = new Set(
      page.flatMap(({ alert }) => (alertView(alert, member, now) === 'logged' ? alert.subject.id : [])),
    );
    if (deciders.length === 0 && about.size === 0) return new Map();
    return inOrganization(this.#database, member.organizationId, async (tenant) => {
      for (const contributorId of about) {
        const person = await findPerson(tenant, contributorId);
        if (person !== null) await recordPersonView(tenant, { viewer: member, person, at: now });
      }
      return readMemberNames(tenant, deciders);
    });
  }
}
