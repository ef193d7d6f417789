import type { Database } from '@devpulse/database/connection';
import { recordListedRepositories } from '@devpulse/database/github/repositories';
import { type InstallationKey, readInstallationSource } from '@devpulse/database/github/sources';
import { inOrganization } from '@devpulse/database/tenant';
import { transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import type { GithubAccess, GithubClient } from '@devpulse/github/client/client';
import { clientOfInstallation } from '@devpulse/github/client/credentials';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE, GITHUB_ACCESS, VAULT } from '../../platform/tokens.ts';
import { withGithub } from '../connect/github-problems.ts';
import { RepositoryAnswer } from '../connect/github-shapes.ts';
import { InstanceApp } from '../connect/instance-app.ts';

const FIRST_PAGE = '/installation/repositories?per_page=100';
/** A person waits for these; whatever follows is listed by the job `followInstallation`. */
const MOST_PAGES = 10;

const Page = z.object({ repositories: z.array(RepositoryAnswer) });

/** Asks GitHub which repositories an installation opens. Those that are new wait to be chosen. */
@Injectable()
export class RepositoryListing {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #access: GithubAccess;
  readonly #instanceApp: InstanceApp;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    @Inject(VAULT) vault: Vault,
    @Inject(GITHUB_ACCESS) access: GithubAccess,
    instanceApp: InstanceApp,
  ) {
    this.#parts = parts;
    this.#database = database;
    this.#vault = vault;
    this.#access = access;
    this.#instanceApp = instanceApp;
  }

  /** Answers how many there were. Throws AppError when GitHub does not let it be known. */
  async refresh(installation: InstallationKey): Promise<number> {
    const { organizationId, installationId } = installation;
    const client = await this.#clientOf(installation);
    return withGithub(async () => {
      let found = 0;
      let path: string | null = FIRST_PAGE;
      for (let page = 0; path !== null && page < MOST_PAGES; page += 1) {
        const answer: Awaited<ReturnType<typeof readPage>> = await readPage(client, path);
        const repositories = answer.data?.repositories ?? [];
        await inOrganization(this.#database, organizationId, (tenant) =>
          recordListedRepositories(tenant, {
            repositories,
            installationId,
            tokenId: null,
            tracksNew: false,
            seenAt: answer.answeredAt,
          }),
        );
        found += repositories.length;
        path = answer.next;
      }
      return found;
    }, this.#parts.now());
  }

  async #clientOf(installation: InstallationKey): Promise<GithubClient> {
    const source = await transaction(this.#database, { system: true }, (tx) =>
      readInstallationSource(tx, installation),
    );
    const opening = {
      vault: this.#vault,
      configuredApp: this.#instanceApp.credentials,
      access: this.#access,
      priority: 'live',
    } as const;
    const client = source === null ? null : clientOfInstallation(source, opening);
    if (client !== null) return client;
    throw new AppError('conflict', 'Nothing here can speak as the App of this installation.', {
      remedy: 'Add a private key of the App, or connect through an App that was made here.',
    });
  }
}

function readPage(client: GithubClient, path: string) {
  return client.rest('GET', path, { schema: Page });
}
