import type { Caller } from '../http/caller.ts';
import type { GithubWorld } from '../world/github-world.ts';
import type { Survey } from './cost.ts';

/** What a query may look at, and as whom. */
export interface Scope {
  readonly world: GithubWorld;
  readonly caller: Caller;
  /** Address of the local GitHub, without a slash at its end. */
  readonly url: string;
  readonly survey: Survey;
  readonly budget: { limit: number; remaining: number; used: number; resetsAt: number };
}

const int32 = 2 ** 31;

/** GraphQL's `Int` holds 32 bits: `databaseId` is null for what has outgrown them. */
export function databaseId(id: number): number | null {
  return id < int32 ? id : null;
}
