import type { chooseRepositories, listRepositories } from '@devpulse/contracts/github/repositories';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import { announceChange } from '@devpulse/database/change-notices';
import type { Database } from '@devpulse/database/connection';
import { listInstallations } from '@devpulse/database/github/connected-installations';
import { createImports } from '@devpulse/database/github/imports';
import {
  cancelImports,
  hasRepository,
  listRepositories as listRepositoryRows,
  type RepositoryPolicy,
  readRepositoryPolicy,
  saveRepositoryPolicy,
  trackExactly,
} from '@devpulse/database/github/repositories';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { AppError } from '@devpulse/domain/errors';
import { historyStart } from '@devpulse/domain/github/imports';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { AuditTrail } from '../connect/audit-trail.ts';
import { GithubWork } from '../connect/github-work.ts';
import { RepositoryListing } from './repository-listing.ts';

type Choice = RouteBody<typeof chooseRepositories>;
type Outcome = { imports: string[]; followsTeamsNow: boolean };

@Injectable()
export class RepositoriesService {
  readonly #now: () => Instant;
  readonly #database: Database;
  readonly #listing: RepositoryListing;
  readonly #trail: AuditTrail;
  readonly #work: GithubWork;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    listing: RepositoryListing,
    trail: AuditTrail,
    work: GithubWork,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#listing = listing;
    this.#trail = trail;
    this.#work = work;
  }

  async list({ organizationId }: Member): Promise<RouteResponse<typeof listRepositories>> {
    return inOrganization(this.#database, organizationId, async (tenant) => {
      const rows = await listRepositoryRows(tenant);
      const items = rows.map((row) => ({
        ...row,
        pushedAt: row.pushedAt === null ? null : formatInstant(row.pushedAt),
        removedAt: row.removedAt === null ? null : formatInstant(row.removedAt),
      }));
      return { items, ...(await readRepositoryPolicy(tenant)) };
    });
  }

  /** Answers how many imports that began. Throws AppError('not_found') when one of the repositories is not known. */
  async choose(member: Member, choice: Choice): Promise<number> {
    const { organizationId } = member;
    const { imports, followsTeamsNow } = await inOrganization(this.#database, organizationId, (tenant) =>
      this.#choose(tenant, member, choice),
    );
    this.#work.ofImports(imports);
    if (followsTeamsNow) this.#work.ofTeams(organizationId);
    return imports.length;
  }

  /** Asks through every installation that is not suspended or deleted; answers how many repositories there were. */
  async refresh({ organizationId }: Member): Promise<number> {
    const installations = await inOrganization(this.#database, organizationId, listInstallations);
    let found = 0;
    for (const { id, appId, state } of installations) {
      if (appId === null || state !== 'active') continue;
      found += await this.#listing.refresh({ organizationId, installationId: id });
      this.#work.ofInstallation({ organizationId, installationId: id });
    }
    return found;
  }

  /** Throws AppError: `not_found`, `conflict` for a repository that is not tracked or that nothing here can read. */
  async importAgain(
    member: Member,
    { repository, historyMonths }: { repository: string; historyMonths: number | null },
  ): Promise<void> {
    const imports = await inOrganization(this.#database, member.organizationId, async (tenant) => {
      if (!(await hasRepository(tenant, repository))) throw noSuchRepository('path.repository');
      const ids = await this.#read(tenant, [repository], historyMonths);
      if (ids.length === 0) {
        throw new AppError('conflict', 'The history of this repository cannot be read.', {
          remedy: 'Track it, and connect it through an installation or a token.',
        });
      }
      await this.#trail.record(tenant, member, {
        action: 'import.started',
        target: repository,
        detail: { historyMonths },
      });
      return ids;
    });
    this.#work.ofImports(imports);
  }

  async #choose(tenant: Tenant, member: Member, choice: Choice): Promise<Outcome> {
    const before = await readRepositoryPolicy(tenant);
    const policy: RepositoryPolicy = {
      historyMonths: choice.historyMonths === undefined ? before.historyMonths : choice.historyMonths,
      tracksNewRepositories: choice.tracksNewRepositories ?? before.tracksNewRepositories,
      followsGithubTeams: choice.followsGithubTeams ?? before.followsGithubTeams,
    };
    await saveRepositoryPolicy(tenant, policy);
    const changes = await trackExactly(tenant, choice.tracked);
    if (changes === null) throw noSuchRepository('body.tracked');
    const [tracked, untracked] = [true, false].map((isTracked) =>
      changes.filter((change) => change.isTracked === isTracked).map(({ id }) => id),
    ) as [string[], string[]];
    await cancelImports(tenant, { repositoryIds: untracked, now: this.#now() });
    const imports = await this.#read(tenant, tracked, policy.historyMonths);
    await this.#trail.record(tenant, member, {
      action: 'repositories.chosen',
      detail: { tracked: tracked.length, untracked: untracked.length, ...policy },
    });
    await announceChange(tenant.transaction, { organizationId: tenant.organizationId, now: this.#now() });
    return { imports, followsTeamsNow: policy.followsGithubTeams && !before.followsGithubTeams };
  }

  #read(tenant: Tenant, repositoryIds: readonly string[], historyMonths: number | null): Promise<string[]> {
    const now = this.#now();
    const since = historyStart(historyMonths, now);
    return createImports(tenant, { repositoryIds, kind: 'backfill', since, now });
  }
}

function noSuchRepository(field: string): AppError {
  return new AppError('not_found', 'There is no such repository.', { field });
}
