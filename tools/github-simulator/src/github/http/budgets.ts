import type { AppRegistry } from '../apps/registry.ts';
import type { GithubWorld } from '../world/github-world.ts';

export type Resource = 'core' | 'graphql';

export interface Budget {
  readonly limit: number;
  used: number;
  /** Milliseconds since 1970. */
  readonly resetsAt: number;
}

const hour = 3_600_000;

/** Points per hour for each holder and resource. The hour begins with the first request. */
export class Budgets {
  /** Overrides GitHub's rule for a holder such as `installation:12`. */
  readonly limits = new Map<string, number>();
  readonly #budgets = new Map<string, Budget>();
  readonly #registry: AppRegistry;
  readonly #world: GithubWorld;
  readonly #now: () => number;

  constructor(known: { registry: AppRegistry; world: GithubWorld; now: () => number }) {
    this.#registry = known.registry;
    this.#world = known.world;
    this.#now = known.now;
  }

  of(holder: string, resource: Resource): Budget {
    const key = `${holder}/${resource}`;
    const known = this.#budgets.get(key);
    if (known !== undefined && known.resetsAt > this.#now()) return known;
    const budget = { limit: this.#limitOf(holder), used: 0, resetsAt: this.#now() + hour };
    this.#budgets.set(key, budget);
    return budget;
  }

  remaining(budget: Budget): number {
    return Math.max(0, budget.limit - budget.used);
  }

  headers(holder: string, resource: Resource): Record<string, string> {
    const budget = this.of(holder, resource);
    return {
      'x-ratelimit-limit': String(budget.limit),
      'x-ratelimit-remaining': String(this.remaining(budget)),
      'x-ratelimit-used': String(Math.min(budget.used, budget.limit)),
      'x-ratelimit-reset': String(Math.floor(budget.resetsAt / 1_000)),
      'x-ratelimit-resource': resource,
    };
  }

  /** 5,000; installations get 50 more for each repository and each user over 20, up to 12,500. */
  #limitOf(holder: string): number {
    const override = this.limits.get(holder);
    if (override !== undefined) return override;
    if (holder === 'anonymous') return 60;
    const [kind, id] = holder.split(':');
    const installation = kind === 'installation' ? this.#registry.installations.get(Number(id)) : undefined;
    if (installation === undefined) return 5_000;
    const repositories = this.#registry.repositoriesOf(installation).length;
    const users = this.#world.members.get(installation.account.id)?.size ?? 0;
    return Math.min(12_500, 5_000 + 50 * (Math.max(0, repositories - 20) + Math.max(0, users - 20)));
  }
}
