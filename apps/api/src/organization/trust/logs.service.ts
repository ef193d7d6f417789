import type { listAudit as listAuditRoute, listWhoLooked } from '@devpulse/contracts/organization/trust';
import type { RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import type { Database } from '@devpulse/database/connection';
import { listAudit } from '@devpulse/database/organization/audit-log';
import { listPersonViews } from '@devpulse/database/organization/person-views';
import { inOrganization } from '@devpulse/database/tenant';
import { reachOf } from '@devpulse/domain/access/capabilities';
import { formatInstant, parseInstant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';

type Page = RouteQuery<typeof listWhoLooked>;

/** What was done and who looked; both are only ever added to. */
@Injectable()
export class LogsService {
  readonly #database: Database;

  constructor(@Inject(APP_DATABASE) database: Database) {
    this.#database = database;
  }

  async whoLooked(
    { organizationId, userId }: Member,
    page: Page,
  ): Promise<RouteResponse<typeof listWhoLooked>['items']> {
    const rows = await inOrganization(this.#database, organizationId, (tenant) =>
      listPersonViews(tenant, { userId, ...boundsOf(page) }),
    );
    return rows.map((row) => ({
      ...row,
      at: formatInstant(row.at),
      viewer: row.viewer ?? 'Somebody who has left',
    }));
  }

  async audit(member: Member, page: Page): Promise<RouteResponse<typeof listAuditRoute>['items']> {
    const { organizationId, userId, role } = member;
    const personId = reachOf('read_audit', role) === 'everything' ? null : userId;
    const rows = await inOrganization(this.#database, organizationId, (tenant) =>
      listAudit(tenant, { personId, ...boundsOf(page) }),
    );
    return rows.map((row) => ({ ...row, at: formatInstant(row.at) }));
  }
}

function boundsOf({ before, limit }: Page): { before: number; limit: number } {
  const instant = before === undefined ? null : parseInstant(before);
  return { before: instant ?? Number.POSITIVE_INFINITY, limit };
}
