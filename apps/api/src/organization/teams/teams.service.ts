import { randomUUID } from 'node:crypto';
import { recordAudit } from '@devpulse/database/access/audit';
import { announceChange } from '@devpulse/database/change-notices';
import type { Database } from '@devpulse/database/connection';
import { readSettings } from '@devpulse/database/organization/settings';
import { deleteTeam, insertTeam, lockTeam, saveTeamName } from '@devpulse/database/organization/teams';
import { markDaysSince } from '@devpulse/database/projection/dirty-days';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import type { OrganizationAuditAction } from '@devpulse/domain/access/audit-actions';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Member } from '../../platform/access/caller.ts';
import { OrganizationDirectory } from '../../platform/organization-directory.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { Recomputation } from '../../platform/recomputation.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { noSuchTeam } from '../refusals.ts';

type Team = { id: string; slug: string; name: string };

@Injectable()
export class TeamsService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #reader: AccessReader;
  readonly #directory: OrganizationDirectory;
  readonly #recomputation: Recomputation;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    reader: AccessReader,
    directory: OrganizationDirectory,
    recomputation: Recomputation,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#reader = reader;
    this.#directory = directory;
    this.#recomputation = recomputation;
  }

  async create(member: Member, name: string): Promise<Team> {
    const id = randomUUID();
    const slug = await this.#write(member, { action: 'team.created', target: id }, (tenant) =>
      insertTeam(tenant, { id, name, now: this.#now() }),
    );
    return { id, slug, name };
  }

  /** Throws AppError: `not_found`, and `conflict` for a team of GitHub’s. */
  async rename(member: Member, team: { id: string; name: string }): Promise<void> {
    await this.#write(member, { action: 'team.renamed', target: team.id }, async (tenant) => {
      const known = await lockTeam(tenant, team.id);
      if (known === null) throw noSuchTeam();
      if (known.isFromGithub) {
        throw new AppError('conflict', 'This team and its name come from GitHub.', {
          field: 'path.team',
          remedy: 'Rename it on GitHub.',
        });
      }
      await saveTeamName(tenant, team);
    });
  }

  /** Throws AppError('not_found'). Days on which somebody was in it are recomputed. */
  async delete(member: Member, teamId: string): Promise<void> {
    await this.#write(member, { action: 'team.deleted', target: teamId }, async (tenant) => {
      if ((await lockTeam(tenant, teamId)) === null) throw noSuchTeam();
      const since = await deleteTeam(tenant, teamId);
      if (since === null) return;
      const { calendar } = await readSettings(tenant);
      await markDaysSince(tenant.transaction, tenant.organizationId, {
        since,
        zone: calendar.zone,
        now: this.#now(),
      });
    });
    this.#reader.forgetPerson();
    this.#recomputation.ofDays(member.organizationId);
    this.#recomputation.ofFacts(member.organizationId);
  }

  async #write<T>(
    member: Member,
    entry: { action: OrganizationAuditAction; target: string },
    work: (tenant: Tenant) => Promise<T>,
  ): Promise<T> {
    const { organizationId, userId, slug } = member;
    const result = await inOrganization(this.#database, organizationId, async (tenant) => {
      const answer = await work(tenant);
      await recordAudit(tenant.transaction, {
        organizationId,
        actorUserId: userId,
        ...entry,
        at: this.#now(),
      });
      await announceChange(tenant.transaction, { organizationId, now: this.#now() });
      return answer;
    });
    this.#directory.forget(slug);
    return result;
  }
}
