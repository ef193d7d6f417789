import type {
  addToTeam,
  listCandidates as listCandidatesRoute,
} from '@devpulse/contracts/organization/teams';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import { recordAudit } from '@devpulse/database/access/audit';
import { announceChange } from '@devpulse/database/change-notices';
import type { Database } from '@devpulse/database/connection';
import { readSettings } from '@devpulse/database/organization/settings';
import {
  endTeamMembership,
  ensureContributor,
  findContributor,
  listCandidates,
  startTeamMembership,
} from '@devpulse/database/organization/team-people';
import { lockTeam } from '@devpulse/database/organization/teams';
import { markDirty } from '@devpulse/database/projection/dirty-days';
import { earliestDayOf } from '@devpulse/database/projection/person-days';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import type { OrganizationAuditAction } from '@devpulse/domain/access/audit-actions';
import { AppError } from '@devpulse/domain/errors';
import type { Instant } from '@devpulse/domain/time/instant';
import { addDays, daysIn, localDayOf } from '@devpulse/domain/time/local-day';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { Recomputation } from '../../platform/recomputation.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { noSuchMember, noSuchPerson, noSuchTeam } from '../refusals.ts';
import { firstInstantOf } from './first-day.ts';

const MOST_CANDIDATES = 1000;

type Addition = RouteBody<typeof addToTeam> & { teamId: string };
type Person = { teamId: string; contributorId: string };

@Injectable()
export class TeamPeopleService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #reader: AccessReader;
  readonly #recomputation: Recomputation;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    reader: AccessReader,
    recomputation: Recomputation,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#reader = reader;
    this.#recomputation = recomputation;
  }

  async candidates(member: Member): Promise<RouteResponse<typeof listCandidatesRoute>> {
    return inOrganization(this.#database, member.organizationId, (tenant) =>
      listCandidates(tenant, MOST_CANDIDATES),
    );
  }

  /**
   * Answers the contributor. Throws AppError: `invalid_request` for a day or a choice of persons that is none, `not_found` for team or
   * person, `conflict` for a team of GitHub’s and for somebody who is in it.
   */
  async add(member: Member, addition: Addition): Promise<string> {
    requireOnePerson(addition);
    const now = this.#now();
    const { contributorId, userId } = await inOrganization(
      this.#database,
      member.organizationId,
      async (tenant) => {
        await requireOwnTeam(tenant, addition.teamId);
        const person = await personOf(tenant, addition);
        const { calendar } = await readSettings(tenant);
        const from = firstInstantOf(addition.from, { now, zone: calendar.zone });
        const time = { teamId: addition.teamId, contributorId: person.contributorId };
        if (!(await startTeamMembership(tenant, { ...time, from }))) {
          throw new AppError('conflict', 'This person is in the team since that day or longer.');
        }
        await this.#markDays(tenant, { contributorId: person.contributorId, since: from });
        await this.#auditAndAnnounce(tenant, member, { action: 'team.person_added', ...time, ...person });
        return person;
      },
      { identity: true },
    );
    this.#tell(member, userId);
    return contributorId;
  }

  /** Throws AppError: `not_found` for team or person, `conflict` for a team of GitHub’s. */
  async remove(member: Member, person: Person): Promise<void> {
    const now = this.#now();
    const { userId } = await inOrganization(this.#database, member.organizationId, async (tenant) => {
      await requireOwnTeam(tenant, person.teamId);
      const known = await findContributor(tenant, person.contributorId);
      if (known === null || !(await endTeamMembership(tenant, { ...person, now }))) {
        throw noSuchPerson('path.contributor');
      }
      await this.#markDays(tenant, { contributorId: person.contributorId, since: now });
      await this.#auditAndAnnounce(tenant, member, {
        action: 'team.person_removed',
        ...person,
        userId: known.userId,
      });
      return known;
    });
    this.#tell(member, userId);
  }

  /** Every day since then that shows the person's work counts for another team now. */
  async #markDays(tenant: Tenant, change: { contributorId: string; since: Instant }): Promise<void> {
    const { organizationId, transaction: tx } = tenant;
    const { zone } = (await readSettings(tenant)).calendar;
    const first = await earliestDayOf(tx, organizationId, { ...change, zone });
    if (first === null) return;
    const days = daysIn(first, addDays(localDayOf(this.#now(), zone), 1));
    await markDirty(tx, organizationId, { days, receivedAt: null });
  }

  async #auditAndAnnounce(
    tenant: Tenant,
    member: Member,
    change: Person & { action: OrganizationAuditAction; userId: string | null },
  ): Promise<void> {
    await recordAudit(tenant.transaction, {
      organizationId: tenant.organizationId,
      actorUserId: member.userId,
      subjectUserId: change.userId,
      action: change.action,
      target: change.teamId,
      detail: { contributorId: change.contributorId },
      at: this.#now(),
    });
    await announceChange(tenant.transaction, {
      organizationId: tenant.organizationId,
      now: this.#now(),
    });
  }

  #tell(member: Member, userId: string | null): void {
    if (userId !== null) this.#reader.forgetPerson(userId);
    this.#recomputation.ofDays(member.organizationId);
    this.#recomputation.ofFacts(member.organizationId);
  }
}

function requireOnePerson({ contributorId, userId }: Addition): void {
  if ((contributorId === undefined) !== (userId === undefined)) return;
  throw new AppError('invalid_request', 'A person is named by one of contributorId and userId.', {
    field: contributorId === undefined ? 'body.contributorId' : 'body.userId',
    remedy: 'Send one of both.',
  });
}

async function requireOwnTeam(tenant: Tenant, teamId: string): Promise<void> {
  const team = await lockTeam(tenant, teamId);
  if (team === null) throw noSuchTeam();
  if (!team.isFromGithub) return;
  throw new AppError('conflict', 'People come and go in this team on GitHub.', {
    field: 'path.team',
    remedy: 'Change the team on GitHub.',
  });
}

async function personOf(
  tenant: Tenant,
  { contributorId, userId }: Addition,
): Promise<{ contributorId: string; userId: string | null }> {
  if (userId !== undefined) {
    const ensured = await ensureContributor(tenant, userId);
    if (ensured === null) throw noSuchMember('body.userId');
    return { contributorId: ensured, userId };
  }
  const known = await findContributor(tenant, contributorId ?? '');
  if (known === null) throw noSuchPerson('body.contributorId');
  return { contributorId: known.id, userId: known.userId };
}
