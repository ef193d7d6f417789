import type { Instant } from '@devpulse/domain/time/instant';
import type { z } from 'zod';

/** Backfill leaves 20 % of every budget to live work: healing, reconciling, polling, and people who wait for a page. */
export type Priority = 'live' | 'backfill';

export type RestAnswer<T> = {
  /** Null when nothing has changed since the ETag that was handed in; such an answer costs nothing. */
  data: T | null;
  etag: string | null;
  /** Address of the next page, to be handed in as the path. */
  next: string | null;
  /** GitHub's own clock. */
  answeredAt: Instant;
};

export type GraphqlAnswer<T> = { data: T; answeredAt: Instant };

type RestOptions<T> = {
  schema: z.ZodType<T>;
  query?: Record<string, string | number>;
  etag?: string | null;
  body?: Record<string, unknown>;
};

/**
 * Speaks to one GitHub as one App, installation or token. Every request has 15 seconds, follows redirects of renamed repositories on
 * the same host, and is one of at most four of its holder. Rejects with a GithubFault and nothing else.
 */
export interface GithubClient {
  /** `path` begins with `/` under the API's root, or is the `next` of an answer. */
  rest<T>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    options: RestOptions<T>,
  ): Promise<RestAnswer<T>>;
  /** An answer of 200 with errors and without usable data is a fault. */
  graphql<T>(
    document: string,
    variables: Record<string, unknown>,
    schema: z.ZodType<T>,
  ): Promise<GraphqlAnswer<T>>;
}

/**
 * What came of a request that brought no answer to use.
 * `paused`: GitHub or our own budget asks for patience until `until`. `too_heavy`: a GraphQL page timed out on GitHub (502, 504, or an
 * error that says so): ask for less. `unavailable`: no answer, a timeout, a reset, 5xx. `unauthorized`: even a fresh token was refused.
 * `suspended`: the installation is. `forbidden`: a permission is missing. `gone`: 404, 410, 451. `malformed`: not of GitHub's shape.
 * `refused`: any other 4xx.
 */
export type GithubFaultKind =
  | 'paused'
  | 'too_heavy'
  | 'unavailable'
  | 'unauthorized'
  | 'suspended'
  | 'forbidden'
  | 'gone'
  | 'malformed'
  | 'refused';

/** The message is for the log and never holds a token, an address with a query, or a body. */
export class GithubFault extends Error {
  override readonly name = 'GithubFault';
  readonly kind: GithubFaultKind;
  readonly status: number | null;
  /** Of `paused`: when it may be tried again. */
  readonly until: Instant | null;

  constructor(
    kind: GithubFaultKind,
    message: string,
    detail: { status?: number | null; until?: Instant | null; cause?: unknown } = {},
  ) {
    super(message, { cause: detail.cause });
    this.kind = kind;
    this.status = detail.status ?? null;
    this.until = detail.until ?? null;
  }
}

/** A GitHub App as it proves itself: newest key first; the next one is tried when GitHub refuses the first. */
export type AppCredentials = {
  /** DevPulse's own id of it. */
  id: string;
  webUrl: string;
  /** GitHub's number of it. */
  appId: string;
  privateKeys: readonly string[];
};

export type TokenCredentials = { id: string; webUrl: string; token: string };

/** Opens clients. Installation tokens are minted, kept until ten minutes before their end, and minted anew once after a 401. */
export interface GithubAccess {
  app(app: AppCredentials): GithubClient;
  installation(source: { app: AppCredentials; installationId: string }, priority: Priority): GithubClient;
  token(source: TokenCredentials, priority: Priority): GithubClient;
}

/** What a request spends. */
export type BudgetResource = 'core' | 'graphql';

/** What the headers of an answer say of the budget, and whether it asks for patience. */
export type BudgetNews = {
  limit: number | null;
  remaining: number | null;
  resetsAt: Instant | null;
  /** Set by `retry-after` or a spent primary limit. A secondary limit may name no time: then the gate decides, a minute at least. */
  blockedUntil: Instant | null;
  isSecondaryLimit: boolean;
};

/** The turnstile that all processes share. `enter` rejects with a paused GithubFault when it is not this request's turn. */
export interface RequestGate {
  enter(request: { holder: string; resource: BudgetResource; priority: Priority }): Promise<RequestPass>;
}
export interface RequestPass {
  /** Gives the place back, and never rejects; `news` is null when no answer came. */
  leave(news: BudgetNews | null): Promise<void>;
}
