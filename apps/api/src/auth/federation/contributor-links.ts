import { recordAudit } from '@devpulse/database/access/audit';
import { linkGithubContributor } from '@devpulse/database/access/github-contributors';
import type { Database } from '@devpulse/database/connection';
import { listOwnOrganizations } from '@devpulse/database/organization/own-organizations';
import { readSettings } from '@devpulse/database/organization/settings';
import { markDirty } from '@devpulse/database/projection/dirty-days';
import { earliestDayOf } from '@devpulse/database/projection/person-days';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import type { Instant } from '@devpulse/domain/time/instant';
import { addDays, daysIn, localDayOf } from '@devpulse/domain/time/local-day';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';

/** Links members to what delivery knows of their GitHub account. */
@Injectable()
export class ContributorLinks {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #reader: AccessReader;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database, reader: AccessReader) {
    this.#now = parts.now;
    this.#database = database;
    this.#reader = reader;
  }

  /** In every organization of a person who has proved that the account is theirs; what is linked already stays. */
  async link(person: { userId: string; githubId: string }): Promise<void> {
    const { userId } = person;
    for (const { id } of await listOwnOrganizations(this.#database, userId)) {
      await inOrganization(this.#database, id, (tenant) => this.#linkIn(tenant, person), { identity: true });
    }
    this.#reader.forgetPerson(userId);
  }

  async #linkIn(tenant: Tenant, person: { userId: string; githubId: string }): Promise<void> {
    const linked = await linkGithubContributor(tenant, person);
    if (linked === null) return;
    const { contributorId, gainedTeamsFrom } = linked;
    await recordAudit(tenant.transaction, {
      organizationId: tenant.organizationId,
      actorUserId: person.userId,
      subjectUserId: person.userId,
      action: 'contributor.linked',
      target: contributorId,
      at: this.#now(),
    });
    if (gainedTeamsFrom !== null) await this.#markDays(tenant, { contributorId, since: gainedTeamsFrom });
  }

  /** Work that counts for a team from now on; the sweep of the worker finds the marks. */
  async #markDays(tenant: Tenant, change: { contributorId: string; since: Instant }): Promise<void> {
    const { organizationId, transaction: tx } = tenant;
    const { zone } = (await readSettings(tenant)).calendar;
    const first = await earliestDayOf(tx, organizationId, { ...change, zone });
    if (first === null) return;
    const days = daysIn(first, addDays(localDayOf(this.#now(), zone), 1));
    await markDirty(tx, organizationId, { days, receivedAt: null });
  }
}
