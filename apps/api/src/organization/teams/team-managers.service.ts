import { recordAudit } from '@devpulse/database/access/audit';
import type { Database } from '@devpulse/database/connection';
import { lockRoles, lockTeam, saveTeamManagers } from '@devpulse/database/organization/teams';
import { inOrganization } from '@devpulse/database/tenant';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { noSuchMember, noSuchTeam } from '../refusals.ts';

@Injectable()
export class TeamManagersService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #reader: AccessReader;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database, reader: AccessReader) {
    this.#now = parts.now;
    this.#database = database;
    this.#reader = reader;
  }

  /** Throws AppError: `not_found` for team or person, `conflict` for a person who is a Developer. */
  async set(member: Member, wanted: { teamId: string; userIds: readonly string[] }): Promise<void> {
    const { organizationId } = member;
    const userIds = [...new Set(wanted.userIds)];
    const now = this.#now();
    const changed = await inOrganization(this.#database, organizationId, async (tenant) => {
      if ((await lockTeam(tenant, wanted.teamId)) === null) throw noSuchTeam();
      requireManagers(userIds, await lockRoles(tenant, userIds));
      const { added, removed } = await saveTeamManagers(tenant, { id: wanted.teamId, userIds, now });
      const entries = [
        ...added.map((subjectUserId) => ({ subjectUserId, action: 'team.manager_added' as const })),
        ...removed.map((subjectUserId) => ({ subjectUserId, action: 'team.manager_removed' as const })),
      ];
      for (const entry of entries) {
        await recordAudit(tenant.transaction, {
          organizationId,
          actorUserId: member.userId,
          ...entry,
          target: wanted.teamId,
          at: now,
        });
      }
      return [...added, ...removed];
    });
    for (const userId of changed) this.#reader.forgetPerson(userId);
  }
}

function requireManagers(userIds: readonly string[], roles: ReadonlyMap<string, string>): void {
  for (const userId of userIds) {
    const role = roles.get(userId);
    if (role === undefined) throw noSuchMember('body.userIds');
    if (role === 'developer') {
      throw new AppError('conflict', 'A Developer cannot manage a team.', {
        field: 'body.userIds',
        remedy: 'Make them a Manager first.',
      });
    }
  }
}
