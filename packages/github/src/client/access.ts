import type { Instant } from '@devpulse/domain/time/instant';
import type { z } from 'zod';
import { Asking, type GithubObserver, type Reader, type Speaker } from './asking.ts';
import { type Authorize, byAppKeys, byInstallation, byToken } from './authorization.ts';
import {
  type AppCredentials,
  type GithubAccess,
  type GithubClient,
  GithubFault,
  type RequestGate,
} from './client.ts';
import { GithubClock } from './clock.ts';
import type { Question } from './exchange.ts';
import { type FetchOf, PATIENCE_MS } from './fetching.ts';
import { complaintOfQuery, isTooHeavy, readQueryAnswer, takeQueryData } from './graphql-answers.ts';
import { installationHolder } from './holders.ts';
import { apiOf } from './hosts.ts';
import { InstallationTokens, MintedToken } from './installation-tokens.ts';
import { complaintOf } from './limits.ts';
import { decodeBody, faultOfStatus, nextPage, refusalText, takeShape } from './rest-answers.ts';

export type GithubAccessOptions = {
  gate: RequestGate;
  fetchOf: FetchOf;
  now(): Instant;
  observer?: GithubObserver;
  /** Of a request with its redirects; 15 seconds without it. */
  timeoutMs?: number;
};

/** Opens clients that share one gate, one memory of tokens, and what is known of GitHub's clocks. */
export function openGithubAccess(options: GithubAccessOptions): GithubAccess {
  const { gate, fetchOf, now, observer = null, timeoutMs = PATIENCE_MS } = options;
  const clock = new GithubClock(now);
  const asking = new Asking({ gate, clock, fetchOf, timeoutMs, now, observer });
  const tokens = new InstallationTokens();
  const speak = (speaker: Speaker, authorize: Authorize) => new Client({ asking, speaker, authorize });

  const asApp = (app: AppCredentials) =>
    speak({ holder: `app:${app.id}`, webUrl: app.webUrl, priority: 'live' }, byAppKeys(app, clock));
  return {
    app: asApp,
    installation({ app, installationId }, priority) {
      const { webUrl } = app;
      const holder = installationHolder(app.id, installationId);
      const mint = () => asApp(app).mint(installationId);
      const authorize = byInstallation({ key: holder, webUrl, tokens, clock, mint });
      return speak({ holder, webUrl, priority }, authorize);
    },
    token: ({ id, webUrl, token }, priority) =>
      speak({ holder: `token:${id}`, webUrl, priority }, byToken(token)),
  };
}

type Parts = { asking: Asking; speaker: Speaker; authorize: Authorize };

class Client implements GithubClient {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  rest: GithubClient['rest'] = async (method, path, { schema, query = {}, etag = null, body = null }) => {
    const url = addressOf(this.#parts.speaker.webUrl, path, query);
    const told = await this.#ask({ method, url, body, etag }, restReader('rest', schema));
    const { headers } = told.answer;
    return {
      data: told.value,
      etag: headers.get('etag'),
      next: nextPage(headers),
      answeredAt: told.answeredAt,
    };
  };

  graphql: GithubClient['graphql'] = async (document, variables, schema) => {
    const url = new URL(apiOf(this.#parts.speaker.webUrl).graphql);
    const body = { query: document, variables };
    const told = await this.#ask({ method: 'POST', url, body, etag: null }, queryReader(schema));
    return { data: told.value, answeredAt: told.answeredAt };
  };

  /** A new token of an installation of the App that speaks. */
  async mint(installationId: string): Promise<MintedToken> {
    const path = `/app/installations/${encodeURIComponent(installationId)}/access_tokens`;
    const url = addressOf(this.#parts.speaker.webUrl, path, {});
    const question = { method: 'POST', url, body: {}, etag: null } as const;
    const { value } = await this.#ask(question, restReader('token', MintedToken));
    if (value === null) throw new GithubFault('malformed', 'GitHub minted no token');
    return value;
  }

  #ask<T>(question: Omit<Question, 'authorization'>, reader: Reader<T>) {
    const { asking, speaker, authorize } = this.#parts;
    return authorize((authorization) => asking.ask(speaker, { ...question, authorization }, reader));
  }
}

/** Under the API's root, or the address of a next page, which has to be on the same host. */
function addressOf(webUrl: string, path: string, query: Record<string, string | number>): URL {
  const root = apiOf(webUrl).rest;
  const url = URL.parse(path.startsWith('/') ? `${root}${path}` : path);
  if (url === null || url.origin !== new URL(root).origin) {
    throw new GithubFault('refused', 'This is no address of the API');
  }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url;
}

function restReader<T>(kind: 'rest' | 'token', schema: z.ZodType<T>): Reader<T | null> {
  return {
    kind,
    resource: 'core',
    read: (answer) => ({
      complaint: complaintOf(answer.status, answer.headers, refusalText(answer)),
      take() {
        const fault = faultOfStatus(answer);
        if (fault !== null) throw fault;
        return answer.status === 304 ? null : takeShape(schema, decodeBody(answer), answer.status);
      },
    }),
  };
}

function queryReader<T>(schema: z.ZodType<T>): Reader<T> {
  return {
    kind: 'graphql',
    resource: 'graphql',
    read(answer) {
      const { status, headers } = answer;
      if (isTooHeavy(status))
        throw new GithubFault('too_heavy', `GitHub answered ${status} to a query`, { status });
      const fault = faultOfStatus(answer);
      if (fault !== null) {
        return {
          complaint: complaintOf(status, headers, refusalText(answer)),
          take() {
            throw fault;
          },
        };
      }
      const told = readQueryAnswer(answer);
      return { complaint: complaintOfQuery(told), take: () => takeQueryData(schema, told) };
    },
  };
}
