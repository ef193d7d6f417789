/** What a rule of the script looks at. */
export interface RequestFacts {
  readonly method: string;
  readonly path: string;
  readonly kind: RequestKind;
  /** Such as `installation:12`, `app:3`, `user:7` or `anonymous`. */
  readonly holder: string;
}

export type RequestKind = 'graphql' | 'rest' | 'token' | 'page';

export interface FaultCondition {
  readonly method?: string;
  readonly path?: string | RegExp;
  readonly kind?: RequestKind;
  readonly holder?: string;
  /** The rule strikes from its `from`th fitting request to its `to`th, both included; `nth` is both at once. */
  readonly nth?: number;
  readonly from?: number;
  readonly to?: number;
}

/**
 * What happens instead of an answer, or to it. `graphql_error` is 200 with errors and no data; `truncate` ends the
 * connection in the middle of the answer; `revoke_token` takes the token away before the request is looked at.
 */
export type FaultDeed =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | { readonly delayMs: number }
  | 'reset'
  | 'truncate'
  | 'graphql_error'
  | 'revoke_token';

export interface FaultRule {
  readonly when: FaultCondition;
  readonly do: FaultDeed;
}

/** A rule at work. */
export interface Fault extends FaultRule {
  /** Requests that fitted, and how many of them were struck. */
  matched: number;
  struck: number;
}

function fits({ when }: FaultRule, facts: RequestFacts): boolean {
  if (when.method !== undefined && when.method !== facts.method) return false;
  if (when.kind !== undefined && when.kind !== facts.kind) return false;
  if (when.holder !== undefined && when.holder !== facts.holder) return false;
  if (when.path === undefined) return true;
  return typeof when.path === 'string' ? facts.path.includes(when.path) : when.path.test(facts.path);
}

/** What goes wrong, and when. The first rule that strikes counts. */
export class FaultScript {
  readonly #faults: Fault[] = [];

  /** @returns the rule with its counts */
  add(rule: FaultRule): Fault {
    const fault = { ...rule, matched: 0, struck: 0 };
    this.#faults.push(fault);
    return fault;
  }

  remove(fault: Fault): void {
    const index = this.#faults.indexOf(fault);
    if (index >= 0) this.#faults.splice(index, 1);
  }

  clear(): void {
    this.#faults.length = 0;
  }

  /** @returns what happens to this request, or null */
  strike(facts: RequestFacts): FaultDeed | null {
    let deed: FaultDeed | null = null;
    for (const fault of this.#faults) {
      if (!fits(fault, facts)) continue;
      fault.matched += 1;
      const { nth, from = nth ?? 1, to = nth ?? Number.POSITIVE_INFINITY } = fault.when;
      if (deed !== null || fault.matched < from || fault.matched > to) continue;
      fault.struck += 1;
      deed = fault.do;
    }
    return deed;
  }
}

/** 403 as GitHub gives it to those who ask too fast. */
export function secondaryLimit(retryAfterSeconds?: number): FaultDeed {
  return {
    status: 403,
    headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    body: {
      message:
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.',
      documentation_url:
        'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits',
    },
  };
}
