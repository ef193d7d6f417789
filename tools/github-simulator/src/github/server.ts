import type { Delivery } from '../model.ts';
import { fernhill } from '../people.ts';
import { Grants } from './apps/grants.ts';
import { InstallationLife } from './apps/installation-life.ts';
import { AppRegistry, type AppSpec, type GithubApp, type Permissions } from './apps/registry.ts';
import { type GithubToken, type TokenFormat, TokenVault } from './apps/tokens.ts';
import { FaultScript } from './faults.ts';
import { DeliveryLog } from './hooks/delivery-log.ts';
import { DeliveryScript } from './hooks/delivery-script.ts';
import { fanOut } from './hooks/fan-out.ts';
import { HookSender } from './hooks/sender.ts';
import { Budgets } from './http/budgets.ts';
import type { Hub } from './http/hub.ts';
import { listen } from './http/server.ts';
import { RequestLog } from './requests.ts';
import { PullRequestChanges } from './world/changes.ts';
import { GithubWorld } from './world/github-world.ts';
import { Ledger } from './world/ledger.ts';
import type { GithubAccount, GithubRepository } from './world/model.ts';

export interface LocalGithubOptions {
  /** Any that is free unless given. */
  readonly port?: number;
  /** GitHub's clock, in milliseconds since 1970. */
  readonly now?: () => number;
  /** Format of installation tokens; a request can ask for either by its header. */
  readonly tokenFormat?: TokenFormat;
  /** How long the log of deliveries reaches back; three days unless given, in milliseconds. */
  readonly deliveriesKeptMs?: number;
  /** Called before the answer to each request by which an App or an installation may have come, changed or gone. */
  readonly onChange?: () => void;
}

/** A GitHub on the loopback address: a world, the APIs and pages that show it, and the webhooks that tell of it. */
export interface LocalGithub {
  /** Pages at `/`, REST at `/api/v3`, GraphQL at `/api/graphql`, like a GitHub Enterprise Server. */
  readonly url: string;
  readonly world: GithubWorld;
  /** Changes pull requests of the world, without telling anybody. */
  readonly changes: PullRequestChanges;
  readonly registry: AppRegistry;
  /** Installs, suspends, renames, transfers, deletes: changes the world and sends what GitHub sends. */
  readonly life: InstallationLife;
  readonly requests: RequestLog;
  readonly faults: FaultScript;
  readonly deliveryScript: DeliveryScript;
  readonly deliveryLog: DeliveryLog;
  /** Overrides of the hourly limits, by holder such as `installation:12`. */
  readonly limits: Map<string, number>;
  /** Milliseconds by which GitHub's clock differs from the one that was given. */
  clockOffsetMs: number;
  /** Takes a delivery of the simulation into the world; nothing is sent. */
  tell(delivery: Delivery): void;
  /** `tell`, and sends to the Apps that are installed there. Resolves when they have answered. */
  send(delivery: Delivery): Promise<void>;
  createApp(spec: AppSpec): { app: GithubApp; privateKey: string };
  /** A fine-grained personal access token. @param expiresAt milliseconds since 1970, null for never */
  createToken(
    user: GithubAccount,
    asked: {
      repositories: readonly GithubRepository[];
      permissions?: Permissions;
      expiresAt?: number | null;
    },
  ): GithubToken;
  /** What a user's consent gives to an App; good for eight hours. */
  createUserToken(user: GithubAccount, app: GithubApp): GithubToken;
  /** Takes every token of the installation away, as an administrator can. */
  revokeTokens(installationId: number): void;
  /** Whoever walks through the pages from now on is this user. */
  signIn(user: GithubAccount): void;
  /** Resolves when no delivery is under way or waiting any more. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

function assemble(options: LocalGithubOptions) {
  const clock = { offsetMs: 0 };
  const now = () => (options.now?.() ?? Date.now()) + clock.offsetMs;
  const world = new GithubWorld();
  const registry = new AppRegistry(world, now);
  const tokens = new TokenVault(now);
  const budgets = new Budgets({ registry, world, now });
  const log = new DeliveryLog(now, options.deliveriesKeptMs);
  const hooks = new HookSender({ log, script: new DeliveryScript(), now });
  const viewer = world.meet({ id: 3_115_702, login: 'martalind', type: 'User', name: 'Marta Lindqvist' });
  const hub: Hub = {
    url: '',
    now,
    world,
    registry,
    tokens,
    budgets,
    grants: new Grants(now),
    hooks,
    life: new InstallationLife({
      world,
      registry,
      tokens,
      hooks,
      now,
      url: () => hub.url,
      sender: () => hub.viewer,
    }),
    tokenFormat: options.tokenFormat ?? 'classic',
    viewer,
  };
  return { hub, clock };
}

/** Opens a local GitHub that knows the organization Fernhill and its owner, and nothing else yet. */
export async function openLocalGithub(options: LocalGithubOptions = {}): Promise<LocalGithub> {
  const { hub, clock } = assemble(options);
  const { world, registry, tokens, hooks, life } = hub;
  world.addMember(world.meet(fernhill.organization), hub.viewer);
  const faults = new FaultScript();
  const requests = new RequestLog();
  const ledger = new Ledger(world);
  const server = await listen({ hub, faults, requests, onChange: options.onChange }, options.port ?? 0);
  hub.url = server.url;
  return {
    url: server.url,
    world,
    changes: new PullRequestChanges(world),
    registry,
    life,
    requests,
    faults,
    deliveryScript: hooks.script,
    deliveryLog: hooks.log,
    limits: hub.budgets.limits,
    get clockOffsetMs() {
      return clock.offsetMs;
    },
    set clockOffsetMs(offset) {
      clock.offsetMs = offset;
    },
    tell: (delivery) => ledger.book(delivery),
    send: async (delivery) => {
      ledger.book(delivery);
      await fanOut(delivery, { world, registry, hooks, url: server.url });
      const created = delivery.event === 'repository' && delivery.action === 'created' ? delivery.body : null;
      const { repository } = JSON.parse(created ?? '{}') as { repository?: { id: number } };
      const gained = world.repositories.get(repository?.id ?? 0);
      if (gained !== undefined) await life.gainRepository(gained);
    },
    createApp: (spec) => registry.createApp(spec),
    createToken: (user, { repositories, permissions, expiresAt = null }) =>
      tokens.mintPersonal(user, {
        repositoryIds: new Set(repositories.map(({ id }) => id)),
        permissions: permissions ?? { metadata: 'read', pull_requests: 'read', contents: 'read' },
        expiresAt,
      }),
    createUserToken: (user, app) => tokens.mintUser(user, app),
    revokeTokens: (installationId) => {
      const installation = registry.installations.get(installationId);
      if (installation !== undefined) tokens.revokeInstallation(installation);
    },
    signIn: (user) => {
      hub.viewer = user;
    },
    settle: () => hooks.settle(),
    close: async () => {
      await hooks.close();
      await server.close();
    },
  };
}
