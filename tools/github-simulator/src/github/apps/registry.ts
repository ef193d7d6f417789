import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import type { GithubWorld } from '../world/github-world.ts';
import type { GithubAccount, GithubRepository } from '../world/model.ts';

export type Permissions = Readonly<Record<string, string>>;

export interface GithubApp {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: GithubAccount;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly hookId: number;
  readonly createdAt: number;
  readonly url: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly setupUrl: string | null;
  readonly asksForUser: boolean;
  /** A public App may be installed on any account, a private one on its owner's alone. */
  readonly isPublic: boolean;
  /** Null: the App has no webhook. */
  hookUrl: string | null;
  webhookSecret: string | null;
  readonly publicKeys: KeyObject[];
}

export interface AppSpec {
  readonly owner: GithubAccount;
  readonly name: string;
  readonly id?: number;
  readonly url?: string;
  readonly hookUrl?: string | null;
  readonly webhookSecret?: string;
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
  readonly callbackUrls?: readonly string[];
  readonly setupUrl?: string | null;
  /** Asks for the user's consent during the installation, so that the callback comes with a code. */
  readonly asksForUser?: boolean;
  readonly isPublic?: boolean;
}

export interface GithubInstallation {
  readonly id: number;
  readonly app: GithubApp;
  readonly account: GithubAccount;
  selection: 'all' | 'selected';
  readonly repositoryIds: Set<number>;
  permissions: Permissions;
  readonly createdAt: number;
  updatedAt: number;
  suspendedAt: number | null;
  suspendedBy: GithubAccount | null;
}

export interface InstallationSpec {
  readonly account: GithubAccount;
  readonly repositories: 'all' | readonly GithubRepository[];
  readonly id?: number;
  readonly permissions?: Permissions;
}

const usualPermissions = { contents: 'read', members: 'read', metadata: 'read', pull_requests: 'read' };
const usualEvents = [
  'member',
  'membership',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'push',
  'repository',
  'team',
];

/** The Apps and their installations, and who of them sees what. */
export class AppRegistry {
  readonly apps = new Map<number, GithubApp>();
  readonly installations = new Map<number, GithubInstallation>();
  readonly #world: GithubWorld;
  readonly #now: () => number;

  constructor(world: GithubWorld, now: () => number) {
    this.#world = world;
    this.#now = now;
  }

  /** @returns the App and its first private key (PKCS #1, PEM), which GitHub shows once */
  createApp(spec: AppSpec): { app: GithubApp; privateKey: string } {
    const slug = spec.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    const app: GithubApp = {
      id: spec.id ?? this.#world.nextSmallId(),
      slug: this.bySlug(slug) === null ? slug : `${slug}-${this.#world.nextSmallId()}`,
      name: spec.name,
      owner: spec.owner,
      clientId: `Iv23li${randomBytes(7).toString('hex')}`,
      clientSecret: randomBytes(20).toString('hex'),
      hookId: this.#world.nextSmallId(),
      createdAt: this.#now(),
      url: spec.url ?? 'https://devpulse.example',
      permissions: spec.permissions ?? usualPermissions,
      events: spec.events ?? usualEvents,
      callbackUrls: spec.callbackUrls ?? [],
      setupUrl: spec.setupUrl ?? null,
      asksForUser: spec.asksForUser ?? false,
      isPublic: spec.isPublic ?? false,
      hookUrl: spec.hookUrl ?? null,
      webhookSecret: spec.webhookSecret ?? (spec.hookUrl ? randomBytes(20).toString('hex') : null),
      publicKeys: [],
    };
    this.apps.set(app.id, app);
    return { app, privateKey: this.addKey(app) };
  }

  /** Gives the App one more key. @returns its private half as PEM */
  addKey(app: GithubApp): string {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    app.publicKeys.push(pair.publicKey);
    return pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  }

  /** Takes a key away from the App; JWTs that are signed with it are refused from now on. */
  removeKey(app: GithubApp, privateKey: string): void {
    const wanted = createPublicKey(privateKey);
    const index = app.publicKeys.findIndex((key) => key.equals(wanted));
    if (index >= 0) app.publicKeys.splice(index, 1);
  }

  bySlug(slug: string): GithubApp | null {
    return [...this.apps.values()].find((app) => app.slug === slug) ?? null;
  }

  byClientId(clientId: string): GithubApp | null {
    return [...this.apps.values()].find((app) => app.clientId === clientId) ?? null;
  }

  addInstallation(app: GithubApp, spec: InstallationSpec): GithubInstallation {
    const at = this.#now();
    const chosen = spec.repositories === 'all' ? [] : spec.repositories;
    const installation: GithubInstallation = {
      id: spec.id ?? this.#world.nextSmallId(),
      app,
      account: spec.account,
      selection: spec.repositories === 'all' ? 'all' : 'selected',
      repositoryIds: new Set(chosen.map(({ id }) => id)),
      permissions: spec.permissions ?? app.permissions,
      createdAt: at,
      updatedAt: at,
      suspendedAt: null,
      suspendedBy: null,
    };
    this.installations.set(installation.id, installation);
    return installation;
  }

  installationsOf(app: GithubApp): GithubInstallation[] {
    return [...this.installations.values()].filter((installation) => installation.app === app);
  }

  /** The repositories that the installation covers, by id. */
  repositoriesOf(installation: GithubInstallation): GithubRepository[] {
    return [...this.#world.repositories.values()]
      .filter((repository) => covers(installation, repository))
      .sort((a, b) => a.id - b.id);
  }
}

/** Repositories of the account alone; one that was transferred away is lost to the installation. */
export function covers(installation: GithubInstallation, repository: GithubRepository): boolean {
  if (repository.owner.id !== installation.account.id) return false;
  return installation.selection === 'all' || installation.repositoryIds.has(repository.id);
}
