import type { finishInstallation } from '@devpulse/contracts/github/installations';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import type { Database } from '@devpulse/database/connection';
import { type PendingDelivery, reviveForInstallation } from '@devpulse/database/delivery-claims';
import {
  claimInstallation,
  findSlugsOfInstallation,
} from '@devpulse/database/github/connected-installations';
import type { GithubAppRow } from '@devpulse/database/github/connections';
import { lockInstallation } from '@devpulse/database/github/delivery-tenants';
import type { InstallationKey } from '@devpulse/database/github/sources';
import { inOrganization } from '@devpulse/database/tenant';
import { transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Caller, Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { AuditTrail } from '../connect/audit-trail.ts';
import { ConnectStates } from '../connect/connect-states.ts';
import { FirstContact } from '../connect/first-contact.ts';
import { GithubApps } from '../connect/github-apps.ts';
import { withGithub } from '../connect/github-problems.ts';
import { InstallationAnswer } from '../connect/github-shapes.ts';
import { GithubWork } from '../connect/github-work.ts';
import { RepositoryListing } from '../repositories/repository-listing.ts';

type Body = RouteBody<typeof finishInstallation>;
type Finished = RouteResponse<typeof finishInstallation>;
type Installation = z.output<typeof InstallationAnswer>;

/**
 * Joins an installation to the organization that its installation was begun from, once GitHub has confirmed that the person may see it:
 * its number alone proves nothing, anybody can guess one. The App's own event may have come before, or comes later.
 */
@Injectable()
export class InstallationClaims {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #states: ConnectStates;
  readonly #apps: GithubApps;
  readonly #contact: FirstContact;
  readonly #listing: RepositoryListing;
  readonly #trail: AuditTrail;
  readonly #work: GithubWork;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    states: ConnectStates,
    apps: GithubApps,
    contact: FirstContact,
    listing: RepositoryListing,
    trail: AuditTrail,
    work: GithubWork,
  ) {
    this.#parts = parts;
    this.#database = database;
    this.#states = states;
    this.#apps = apps;
    this.#contact = contact;
    this.#listing = listing;
    this.#trail = trail;
    this.#work = work;
  }

  /**
   * Throws AppError: `invalid_request` for a state or code that is over, `forbidden` when GitHub does not show the person the
   * installation, `conflict` when it belongs to another organization.
   */
  async finish(caller: Caller, body: Body): Promise<Finished> {
    if (body.state === undefined) return this.#update(caller, body.installationId);
    const { member, data } = await this.#states.finish('github_installation', body.state, caller.userId);
    if (body.setupAction === 'request') return { organization: member.slug, outcome: 'requested' };
    const { installationId, code } = body;
    if (installationId === undefined || code === undefined) throw cameWithout('body.code');
    const app = await this.#apps.require(member.organizationId, data.appId, 'body.state');
    await this.#requireSight(app, { installationId, code });
    const client = await this.#apps.requireSpeaker(app);
    const path = `/app/installations/${installationId}`;
    const { data: installation } = await withGithub(
      () => client.rest('GET', path, { schema: InstallationAnswer }),
      this.#parts.now(),
    );
    if (installation?.appNumber !== app.appId) throw notYours();
    this.#work.ofDeliveries(await this.#join(member, app, installation));
    const key = { organizationId: member.organizationId, installationId };
    await this.#list(key);
    this.#work.ofInstallation(key);
    return { organization: member.slug, outcome: 'installed' };
  }

  /** What was changed on GitHub comes back without a state; only an installation of one's own organization is looked at. */
  async #update(caller: Caller, installationId: string | undefined): Promise<Finished> {
    if (installationId === undefined) throw cameWithout('body.state');
    const { userId } = caller;
    const slugs = await transaction(this.#database, { system: true, personId: userId }, (tx) =>
      findSlugsOfInstallation(tx, { id: installationId, userId }),
    );
    const found = await Promise.all(slugs.map((slug) => this.#memberOf(slug, userId)));
    const members = found.filter((member) => member !== null);
    const [first] = members;
    if (first === undefined) throw cameWithout('body.state');
    for (const { organizationId } of members) {
      await this.#listing.refresh({ organizationId, installationId });
      this.#work.ofInstallation({ organizationId, installationId });
    }
    return { organization: first.slug, outcome: 'updated' };
  }

  /** Null when the person may not connect the organization. */
  async #memberOf(slug: string, userId: string): Promise<Member | null> {
    try {
      return await this.#states.requireMember(slug, userId);
    } catch (error) {
      if (error instanceof AppError) return null;
      throw error;
    }
  }

  async #requireSight(app: GithubAppRow, given: { installationId: string; code: string }): Promise<void> {
    const client = this.#apps.oauthClientOf(app);
    if (client === null) {
      throw new AppError('conflict', 'This App cannot ask GitHub who you are: its client secret is missing.');
    }
    const token = await this.#contact.exchangeCode(app.webUrl, client, given.code);
    const wanted = { installationId: given.installationId, appId: app.appId };
    if (!(await this.#contact.seesInstallation(app.webUrl, token, wanted))) throw notYours();
  }

  /** Answers the deliveries that had waited for it. */
  #join(member: Member, app: GithubAppRow, installation: Installation): Promise<PendingDelivery[]> {
    const { installationId } = installation;
    const { organizationId } = member;
    const origin = { installationId, githubAppId: app.organizationId === null ? null : app.id };
    return inOrganization(
      this.#database,
      organizationId,
      async (tenant) => {
        const tx = tenant.transaction;
        await lockInstallation(tx, origin);
        const claim = { ...installation, ...origin, organizationId, appId: app.id };
        if (!(await claimInstallation(tx, claim))) {
          throw new AppError('conflict', 'This installation is connected elsewhere already.', {
            remedy: 'Remove it there first, or uninstall the App on GitHub and install it anew.',
          });
        }
        await this.#trail.record(tenant, member, {
          action: 'installation.joined',
          target: app.id,
          detail: { installation: installationId },
        });
        return reviveForInstallation(tx, origin);
      },
      { system: true },
    );
  }

  /** The installation stands whether or not its repositories can be listed at once: the job lists them again. */
  async #list(key: InstallationKey): Promise<void> {
    await this.#listing.refresh(key).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      this.#parts.logger.warn({ err: error, ...key }, 'The repositories of a new installation wait');
    });
  }
}

function cameWithout(field: 'body.state' | 'body.code'): AppError {
  return new AppError('invalid_request', 'GitHub did not send along what this was begun with.', {
    field,
    remedy: 'Begin on the page GitHub of the organization.',
  });
}

function notYours(): AppError {
  return new AppError('forbidden', 'GitHub does not show you this installation.', {
    remedy: 'Install the App with the account that you have on GitHub, beginning on the page GitHub.',
  });
}
