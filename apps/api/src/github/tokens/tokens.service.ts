import { randomUUID } from 'node:crypto';
import type { addGithubToken } from '@devpulse/contracts/github/tokens';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import type { Database } from '@devpulse/database/connection';
import { createImports } from '@devpulse/database/github/imports';
import {
  cancelImports,
  type ListedRepository,
  recordListedRepositories,
  trackAlso,
} from '@devpulse/database/github/repositories';
import { deleteGithubToken, insertGithubToken, listGithubTokens } from '@devpulse/database/github/tokens';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { AppError } from '@devpulse/domain/errors';
import { historyStart } from '@devpulse/domain/github/imports';
import { repositoryIdFor } from '@devpulse/domain/identity';
import { githubContext } from '@devpulse/vault/contexts';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE, VAULT } from '../../platform/tokens.ts';
import { AuditTrail } from '../connect/audit-trail.ts';
import { FirstContact } from '../connect/first-contact.ts';
import { GithubWork } from '../connect/github-work.ts';

type Wanted = RouteBody<typeof addGithubToken>;
type Refused = RouteResponse<typeof addGithubToken>['refused'];
type Opened = { repositories: ListedRepository[]; refused: Refused };

const MOST_TOKENS = 20;
const NAMES_AT_ONCE = 4;

/** The quick start: repositories that are read with a token of a person, without an App and without webhooks. */
@Injectable()
export class TokensService {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #contact: FirstContact;
  readonly #trail: AuditTrail;
  readonly #work: GithubWork;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    @Inject(VAULT) vault: Vault,
    contact: FirstContact,
    trail: AuditTrail,
    work: GithubWork,
  ) {
    this.#parts = parts;
    this.#database = database;
    this.#vault = vault;
    this.#contact = contact;
    this.#trail = trail;
    this.#work = work;
  }

  /** Throws AppError('invalid_request') for a token that GitHub refuses, and for one that opens none of the names. */
  async add(member: Member, wanted: Wanted): Promise<RouteResponse<typeof addGithubToken>> {
    const { environment } = this.#parts;
    const webUrl = wanted.webUrl ?? environment.GITHUB_URL;
    if (webUrl !== environment.GITHUB_URL) await this.#contact.requireGithub(webUrl, 'body.webUrl');
    const owner = await this.#contact.identify(webUrl, wanted.token);
    if (owner === null) throw tokenRefused();
    if (owner.expiresAt !== null && owner.expiresAt <= this.#parts.now()) throw tokenRefused();
    const { repositories, refused } = await this.#open(webUrl, wanted);
    if (repositories.length === 0) throw opensNothing();
    const id = randomUUID();
    const imports = await inOrganization(this.#database, member.organizationId, async (tenant) => {
      if ((await listGithubTokens(tenant)).length >= MOST_TOKENS) throw tooManyTokens();
      const tokenEncrypted = this.#vault.seal(wanted.token, githubContext.token(id));
      const now = this.#parts.now();
      await insertGithubToken(tenant, {
        id,
        webUrl,
        ...owner,
        tokenEncrypted,
        createdBy: member.userId,
        now,
      });
      await this.#trail.record(tenant, member, {
        action: 'github_token.added',
        target: id,
        detail: { repositories: repositories.length },
      });
      return this.#track(tenant, { tokenId: id, repositories, historyMonths: wanted.historyMonths });
    });
    this.#work.ofImports(imports);
    return { id, refused };
  }

  /** Throws AppError('not_found'). */
  async remove(member: Member, id: string): Promise<void> {
    await inOrganization(this.#database, member.organizationId, async (tenant) => {
      const repositoryIds = await deleteGithubToken(tenant, id);
      if (repositoryIds === null) {
        throw new AppError('not_found', 'There is no such token.', { field: 'path.token' });
      }
      await cancelImports(tenant, { repositoryIds, now: this.#parts.now() });
      await this.#trail.record(tenant, member, { action: 'github_token.removed', target: id });
    });
  }

  async #open(webUrl: string, { token, repositories: names }: Wanted): Promise<Opened> {
    const opened: Opened = { repositories: [], refused: [] };
    const left = [...new Set(names)];
    const openNext = async (): Promise<void> => {
      for (let name = left.shift(); name !== undefined; name = left.shift()) {
        const repository = await this.#contact.readRepository(webUrl, token, name);
        if (repository !== null) opened.repositories.push(repository);
        else opened.refused.push({ name, reason: 'GitHub does not show it to this token.' });
      }
    };
    await Promise.all(Array.from({ length: NAMES_AT_ONCE }, openNext));
    return opened;
  }

  async #track(
    tenant: Tenant,
    tracked: { tokenId: string; repositories: ListedRepository[]; historyMonths: number | null },
  ): Promise<string[]> {
    const { tokenId, historyMonths } = tracked;
    // one repository may have been named twice, by an old name and its present one
    const repositories = [...new Map(tracked.repositories.map((one) => [one.githubId, one])).values()];
    const now = this.#parts.now();
    const listed = { repositories, tokenId, installationId: null, tracksNew: true, seenAt: now };
    await recordListedRepositories(tenant, listed);
    const repositoryIds = repositories.map(({ githubId }) =>
      repositoryIdFor(tenant.organizationId, githubId),
    );
    await trackAlso(tenant, repositoryIds);
    const since = historyStart(historyMonths, now);
    return createImports(tenant, { repositoryIds, kind: 'backfill', since, now });
  }
}

function tokenRefused(): AppError {
  return new AppError('invalid_request', 'GitHub does not accept this token.', {
    field: 'body.token',
    remedy:
      'Make a fine-grained token that may read Pull requests, Contents and Metadata of the repositories.',
  });
}

function opensNothing(): AppError {
  return new AppError('invalid_request', 'This token opens none of these repositories.', {
    field: 'body.repositories',
    remedy: 'Write each as owner/name, and give the token access to it.',
  });
}

function tooManyTokens(): AppError {
  return new AppError('conflict', `An organization has at most ${MOST_TOKENS} tokens.`, {
    remedy: 'Remove one first.',
  });
}
