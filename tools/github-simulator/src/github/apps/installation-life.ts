import type { JsonObject } from '../../model.ts';
import type { HookSender } from '../hooks/sender.ts';
import {
  accountJson,
  installationJson,
  installationReferenceJson,
  organizationJson,
} from '../rendering/account.ts';
import { repositoryJson, repositoryReferenceJson } from '../rendering/repository.ts';
import type { GithubWorld } from '../world/github-world.ts';
import type { GithubAccount, GithubRepository } from '../world/model.ts';
import {
  type AppRegistry,
  covers,
  type GithubApp,
  type GithubInstallation,
  type InstallationSpec,
  type Permissions,
} from './registry.ts';
import type { TokenVault } from './tokens.ts';

export interface LifeParts {
  readonly world: GithubWorld;
  readonly registry: AppRegistry;
  readonly tokens: TokenVault;
  readonly hooks: HookSender;
  readonly now: () => number;
  readonly url: () => string;
  readonly sender: () => GithubAccount;
}

/** What happens to installations and their repositories; each verb changes the world and sends what GitHub sends. */
export class InstallationLife {
  readonly #parts: LifeParts;

  constructor(parts: LifeParts) {
    this.#parts = parts;
  }

  async install(app: GithubApp, spec: InstallationSpec): Promise<GithubInstallation> {
    const installation = this.#parts.registry.addInstallation(app, spec);
    await this.#tell(installation, 'installation', {
      action: 'created',
      repositories: this.#parts.registry.repositoriesOf(installation).map(repositoryReferenceJson),
      requester: null,
    });
    return installation;
  }

  async uninstall(installation: GithubInstallation): Promise<void> {
    const repositories = this.#parts.registry.repositoriesOf(installation).map(repositoryReferenceJson);
    this.#parts.registry.installations.delete(installation.id);
    this.#parts.tokens.revokeInstallation(installation);
    await this.#tell(installation, 'installation', { action: 'deleted', repositories });
  }

  async suspend(installation: GithubInstallation): Promise<void> {
    installation.suspendedAt = this.#touch(installation);
    installation.suspendedBy = this.#parts.sender();
    await this.#tell(installation, 'installation', { action: 'suspend', repositories: [] });
  }

  async unsuspend(installation: GithubInstallation): Promise<void> {
    this.#touch(installation);
    installation.suspendedAt = null;
    installation.suspendedBy = null;
    await this.#tell(installation, 'installation', { action: 'unsuspend', repositories: [] });
  }

  async changePermissions(installation: GithubInstallation, permissions: Permissions): Promise<void> {
    this.#touch(installation);
    installation.permissions = permissions;
    await this.#tell(installation, 'installation', { action: 'new_permissions_accepted', repositories: [] });
  }

  /** Sets which repositories the installation covers; tells what was added and what was removed. */
  async choose(installation: GithubInstallation, wanted: InstallationSpec['repositories']): Promise<void> {
    const { registry } = this.#parts;
    const before = registry.repositoriesOf(installation);
    installation.selection = wanted === 'all' ? 'all' : 'selected';
    installation.repositoryIds.clear();
    for (const repository of wanted === 'all' ? [] : wanted) installation.repositoryIds.add(repository.id);
    this.#touch(installation);
    const after = registry.repositoriesOf(installation);
    await this.#tellSelection(
      installation,
      'added',
      after.filter((one) => !before.includes(one)),
    );
    await this.#tellSelection(
      installation,
      'removed',
      before.filter((one) => !after.includes(one)),
    );
  }

  /** What GitHub sends after a repository was made: installations of all repositories gain it. */
  async gainRepository(repository: GithubRepository): Promise<void> {
    for (const installation of this.#covering(repository)) {
      if (installation.selection === 'all') await this.#tellSelection(installation, 'added', [repository]);
    }
  }

  async renameRepository(repository: GithubRepository, name: string): Promise<void> {
    const from = repository.name;
    this.#parts.world.move(repository, { name });
    await this.#tellRepository(repository, 'renamed', { changes: { repository: { name: { from } } } });
  }

  /** Installations of the old owner lose the repository; those of the new one that cover all gain it. */
  async transferRepository(repository: GithubRepository, owner: GithubAccount): Promise<void> {
    const former = repository.owner;
    const losing = this.#covering(repository);
    const from =
      former.type === 'Organization'
        ? { organization: organizationJson(former, this.#parts.url()) }
        : { user: accountJson(former, this.#parts.url()) };
    this.#parts.world.move(repository, { owner });
    const gaining = this.#covering(repository).filter((one) => !losing.includes(one));
    for (const installation of losing) {
      installation.repositoryIds.delete(repository.id);
      await this.#tellSelection(installation, 'removed', [repository]);
    }
    for (const installation of gaining) await this.#tellSelection(installation, 'added', [repository]);
    await this.#tellRepository(repository, 'transferred', { changes: { owner: { from } } });
  }

  async archiveRepository(repository: GithubRepository, isArchived = true): Promise<void> {
    repository.isArchived = isArchived;
    await this.#tellRepository(repository, isArchived ? 'archived' : 'unarchived', {});
  }

  async deleteRepository(repository: GithubRepository): Promise<void> {
    const losing = this.#covering(repository);
    const payload = this.#repositoryPayload(repository, 'deleted', {});
    this.#parts.world.removeRepository(repository);
    for (const installation of losing) {
      installation.repositoryIds.delete(repository.id);
      await this.#send(installation, 'repository', { ...payload, ...reference(installation) });
      await this.#tellSelection(installation, 'removed', [repository]);
    }
  }

  #covering(repository: GithubRepository): GithubInstallation[] {
    return [...this.#parts.registry.installations.values()].filter((one) => covers(one, repository));
  }

  #touch(installation: GithubInstallation): number {
    installation.updatedAt = this.#parts.now();
    return installation.updatedAt;
  }

  #repositoryPayload(repository: GithubRepository, action: string, detail: JsonObject): JsonObject {
    const { url, sender } = this.#parts;
    return {
      action,
      ...detail,
      repository: repositoryJson(repository, url()),
      ...(repository.owner.type === 'Organization' && {
        organization: organizationJson(repository.owner, url()),
      }),
      sender: accountJson(sender(), url()),
    };
  }

  async #tellRepository(repository: GithubRepository, action: string, detail: JsonObject): Promise<void> {
    repository.updatedAt = this.#parts.now();
    const payload = this.#repositoryPayload(repository, action, detail);
    for (const installation of this.#covering(repository)) {
      await this.#send(installation, 'repository', { ...payload, ...reference(installation) });
    }
  }

  async #tellSelection(
    installation: GithubInstallation,
    action: 'added' | 'removed',
    repositories: readonly GithubRepository[],
  ): Promise<void> {
    if (repositories.length === 0) return;
    const references = repositories.map(repositoryReferenceJson);
    await this.#tell(installation, 'installation_repositories', {
      action,
      repository_selection: installation.selection,
      repositories_added: action === 'added' ? references : [],
      repositories_removed: action === 'removed' ? references : [],
      requester: null,
    });
  }

  async #tell(installation: GithubInstallation, event: string, detail: JsonObject): Promise<void> {
    const url = this.#parts.url();
    const sender = accountJson(this.#parts.sender(), url);
    await this.#send(installation, event, {
      installation: installationJson(installation, url),
      ...detail,
      sender,
    });
  }

  /** Suspended installations hear nothing but of their own life; other events only if the App wants them. */
  async #send(installation: GithubInstallation, event: string, payload: JsonObject): Promise<void> {
    const isOwn = event.startsWith('installation');
    const { app } = installation;
    if (!isOwn && (installation.suspendedAt !== null || !app.events.includes(event))) return;
    const repository = payload.repository as { id?: number } | undefined;
    await this.#parts.hooks.send(app, {
      event,
      action: String(payload.action),
      installation,
      repositoryId: repository?.id ?? null,
      body: JSON.stringify(payload),
    });
  }
}

function reference(installation: GithubInstallation): JsonObject {
  return { installation: installationReferenceJson(installation) };
}
