import type { Grants } from '../apps/grants.ts';
import type { InstallationLife } from '../apps/installation-life.ts';
import type { AppRegistry } from '../apps/registry.ts';
import type { TokenFormat, TokenVault } from '../apps/tokens.ts';
import type { HookSender } from '../hooks/sender.ts';
import type { GithubWorld } from '../world/github-world.ts';
import type { GithubAccount } from '../world/model.ts';
import type { Budgets } from './budgets.ts';
import type { Caller } from './caller.ts';
import type { Answer, Exchange } from './exchange.ts';

/** What every route works with. */
export interface Hub {
  /** Address without a slash at its end; known once the server listens. */
  url: string;
  readonly now: () => number;
  readonly world: GithubWorld;
  readonly registry: AppRegistry;
  readonly tokens: TokenVault;
  readonly budgets: Budgets;
  readonly grants: Grants;
  readonly hooks: HookSender;
  readonly life: InstallationLife;
  /** Format of installation tokens whose request does not say. */
  tokenFormat: TokenFormat;
  /** Who is signed in to the pages. */
  viewer: GithubAccount;
}

export interface Call {
  readonly hub: Hub;
  readonly exchange: Exchange;
  readonly params: Readonly<Record<string, string>>;
  readonly caller: Caller;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';
  /** Such as `/repos/:owner/:repo/pulls`; below `/api/v3` for REST. */
  readonly path: string;
  readonly answer: (call: Call) => Answer | Promise<Answer>;
}

interface CompiledRoute extends Route {
  readonly pattern: RegExp;
}

export function compile(routes: readonly Route[], prefix = ''): CompiledRoute[] {
  return routes.map((route) => {
    const pattern = route.path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)');
    return { ...route, pattern: new RegExp(`^${prefix}${pattern}/?$`) };
  });
}

export function findRoute(
  routes: readonly CompiledRoute[],
  exchange: Exchange,
): { route: Route; params: Record<string, string> } | null {
  for (const route of routes) {
    if (route.method !== exchange.method) continue;
    const match = route.pattern.exec(exchange.path);
    if (match === null) continue;
    const found = Object.entries(match.groups ?? {}).map(([name, value]) => [
      name,
      decodeURIComponent(value),
    ]);
    return { route, params: Object.fromEntries(found) as Record<string, string> };
  }
  return null;
}
