import type { getOwnRecord } from '@devpulse/contracts/organization/trust';
import type { RouteResponse } from '@devpulse/contracts/route';
import type { Database } from '@devpulse/database/connection';
import { findMemberName } from '@devpulse/database/organization/members';
import { countOwnRows, OWN_TABLE_NAMES } from '@devpulse/database/organization/own-record';
import { findPerson } from '@devpulse/database/organization/person-views';
import { readSettings } from '@devpulse/database/organization/settings';
import { inOrganization } from '@devpulse/database/tenant';
import { keptForYou } from '@devpulse/domain/privacy/kept';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { HELD_DATA } from './held-data.ts';

@Injectable()
export class OwnRecordService {
  readonly #database: Database;

  constructor(@Inject(APP_DATABASE) database: Database) {
    this.#database = database;
  }

  async read(member: Member): Promise<RouteResponse<typeof getOwnRecord>> {
    const { organizationId, userId, contributorId } = member;
    return inOrganization(
      this.#database,
      organizationId,
      async (tenant) => {
        const person = contributorId === null ? null : await findPerson(tenant, contributorId);
        const counts = await countOwnRows(tenant, userId);
        const { isIndividualViewsOn } = await readSettings(tenant);
        return {
          name: await findMemberName(tenant, userId),
          contributorId,
          login: person?.login ?? null,
          isIndividualViewsOn,
          held: OWN_TABLE_NAMES.map((table) => ({
            ...HELD_DATA[table],
            retention: keptForYou(table),
            table,
            rows: counts[table],
          })),
        };
      },
      { identity: true, personId: userId },
    );
  }
}
