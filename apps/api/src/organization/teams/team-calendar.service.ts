import { isDeepStrictEqual } from 'node:util';
import { recordAudit } from '@devpulse/database/access/audit';
import { announceChange } from '@devpulse/database/change-notices';
import type { Database } from '@devpulse/database/connection';
import { lockTeam, saveTeamCalendar } from '@devpulse/database/organization/teams';
import { inOrganization } from '@devpulse/database/tenant';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { Recomputation } from '../../platform/recomputation.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { noSuchTeam } from '../refusals.ts';

@Injectable()
export class TeamCalendarService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #recomputation: Recomputation;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database, recomputation: Recomputation) {
    this.#now = parts.now;
    this.#database = database;
    this.#recomputation = recomputation;
  }

  /** Throws AppError('not_found'). What differs is written; the worker then folds the pull requests that it moves. */
  async set(member: Member, wanted: { teamId: string; calendar: WorkingCalendar | null }): Promise<void> {
    const { organizationId, userId } = member;
    const { teamId, calendar } = wanted;
    const isChanged = await inOrganization(this.#database, organizationId, async (tenant) => {
      const team = await lockTeam(tenant, teamId);
      if (team === null) throw noSuchTeam();
      if (isDeepStrictEqual(team.calendar, calendar)) return false;
      await saveTeamCalendar(tenant, { id: teamId, calendar });
      await recordAudit(tenant.transaction, {
        organizationId,
        actorUserId: userId,
        action: calendar === null ? 'team.calendar_removed' : 'team.calendar_set',
        target: teamId,
        at: this.#now(),
      });
      await announceChange(tenant.transaction, { organizationId, now: this.#now() });
      return true;
    });
    if (isChanged) this.#recomputation.ofFacts(organizationId);
  }
}
