import { randomUUID } from 'node:crypto';
import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { recordAudit } from '@devpulse/database/access/audit';
import type { Database } from '@devpulse/database/connection';
import { insertOrganization } from '@devpulse/database/organization/creation';
import { countUnreadNotices } from '@devpulse/database/organization/notices';
import {
  listOwnOrganizations,
  type OwnOrganization,
} from '@devpulse/database/organization/own-organizations';
import { inOrganization } from '@devpulse/database/tenant';
import { CAPABILITY_IDS } from '@devpulse/domain/access/capabilities';
import { isWithheldForFactor, mayUse, secondFactorDue } from '@devpulse/domain/access/member-authority';
import { formatInstant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Caller, Member } from '../../platform/access/caller.ts';
import type { OrganizationView } from '../../platform/dashboard-reads.ts';
import { OrganizationDirectory } from '../../platform/organization-directory.ts';
import { asSeenBy, summarizeOrganization } from '../../platform/organization-summary.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';

@Injectable()
export class OrganizationsService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #reader: AccessReader;
  readonly #directory: OrganizationDirectory;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    reader: AccessReader,
    directory: OrganizationDirectory,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#reader = reader;
    this.#directory = directory;
  }

  async list({ userId }: Caller): Promise<OrganizationMembership[]> {
    const own = await listOwnOrganizations(this.#database, userId);
    const memberships = await Promise.all(own.map((organization) => this.#membership(organization, userId)));
    return memberships.filter((membership) => membership !== null);
  }

  /** Answers the slug. */
  async create(caller: Caller, organization: { name: string; zone: string }): Promise<string> {
    const now = this.#now();
    const slug = await inOrganization(this.#database, randomUUID(), async (tenant) => {
      const made = await insertOrganization(tenant, { ...organization, ownerId: caller.userId, now });
      await recordAudit(tenant.transaction, {
        organizationId: tenant.organizationId,
        actorUserId: caller.userId,
        subjectUserId: caller.userId,
        action: 'organization.created',
        at: now,
      });
      return made;
    });
    this.#reader.forgetPerson(caller.userId);
    return slug;
  }

  /** Null for an organization that the person has left, or that was deleted, while it was read. */
  async #membership(own: OwnOrganization, userId: string): Promise<OrganizationMembership | null> {
    const [view, member, unreadNotices] = await Promise.all([
      this.#directory.find(own.slug),
      this.#reader.member(own.slug, userId),
      inOrganization(this.#database, own.id, (tenant) => countUnreadNotices(tenant, userId)),
    ]);
    if (view === null || member === null) return null;
    return { ...describeMembership(view, member, this.#now()), ...deletionOf(own), unreadNotices };
  }
}

function deletionOf({ deletionDueAt }: OwnOrganization): Pick<OrganizationMembership, 'deletionDueAt'> {
  return { deletionDueAt: deletionDueAt === null ? null : formatInstant(deletionDueAt) };
}

function describeMembership(
  view: OrganizationView,
  member: Member,
  now: number,
): Omit<OrganizationMembership, 'deletionDueAt' | 'unreadNotices'> {
  const due = secondFactorDue(member);
  return {
    ...summarizeOrganization(asSeenBy(view, member)),
    role: member.role,
    capabilities: CAPABILITY_IDS.filter(
      (capability) => mayUse(member, capability) && !isWithheldForFactor(member, capability, now),
    ),
    contributorId: member.contributorId,
    isIndividualViewsOn: member.isIndividualViewsOn,
    secondFactorDueAt: due === null ? null : formatInstant(due),
    isWithheldForFactor: due !== null && now >= due,
  };
}
