import type { Database } from '@devpulse/database/connection';
import { findInstallation, markUninstalled } from '@devpulse/database/github/connected-installations';
import { inOrganization } from '@devpulse/database/tenant';
import { AppError } from '@devpulse/domain/errors';
import { GithubFault } from '@devpulse/github/client/client';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { AuditTrail } from '../connect/audit-trail.ts';
import { ConnectStates } from '../connect/connect-states.ts';
import { GithubApps } from '../connect/github-apps.ts';
import { installPage } from '../connect/github-pages.ts';
import { githubProblem } from '../connect/github-problems.ts';
import { GithubWork } from '../connect/github-work.ts';

const PURGE_MS = 30 * 86_400_000;

@Injectable()
export class InstallationsService {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #states: ConnectStates;
  readonly #apps: GithubApps;
  readonly #trail: AuditTrail;
  readonly #work: GithubWork;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    states: ConnectStates,
    apps: GithubApps,
    trail: AuditTrail,
    work: GithubWork,
  ) {
    this.#parts = parts;
    this.#database = database;
    this.#states = states;
    this.#apps = apps;
    this.#trail = trail;
    this.#work = work;
  }

  /** Throws AppError('not_found'). */
  async start(member: Member, appId: string): Promise<{ url: string }> {
    const app = await this.#apps.require(member.organizationId, appId, 'body.app');
    const state = await this.#states.begin('github_installation', member, { appId });
    return { url: installPage(app, state) };
  }

  /** Throws AppError: `not_found`, or what GitHub says against it. One that GitHub does not know any more is removed here. */
  async remove(member: Member, id: string): Promise<void> {
    const { organizationId } = member;
    const installation = await inOrganization(this.#database, organizationId, (tenant) =>
      findInstallation(tenant, id),
    );
    if (installation === null) {
      throw new AppError('not_found', 'There is no such installation.', { field: 'path.installation' });
    }
    if (installation.appId === null) {
      throw new AppError('conflict', 'This installation is known by its deliveries alone.', {
        remedy: 'Uninstall the App on GitHub; its event will come.',
      });
    }
    await this.#uninstall(installation.appId, id);
    await inOrganization(this.#database, organizationId, async (tenant) => {
      await markUninstalled(tenant, { id, purgeDueAt: this.#parts.now() + PURGE_MS });
      await this.#trail.record(tenant, member, {
        action: 'installation.removed',
        target: installation.appId ?? '',
        detail: { installation: id },
      });
    });
    this.#work.ofInstallation({ organizationId, installationId: id });
  }

  async #uninstall(appId: string, id: string): Promise<void> {
    const client = await this.#apps.requireSpeaker({ id: appId });
    try {
      await client.rest('DELETE', `/app/installations/${id}`, { schema: z.unknown() });
    } catch (error) {
      const isGone = error instanceof GithubFault && error.kind === 'gone';
      if (!isGone) throw githubProblem(error, this.#parts.now());
    }
  }
}
