import { createSign } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GithubApp, GithubInstallation } from '../apps/registry.ts';
import type { LocalGithub } from '../server.ts';

/** The JWT by which an App proves itself, good for nine minutes from `now` (milliseconds since 1970). */
export function appJwt(app: GithubApp, privateKey: string, now: number): string {
  const seconds = Math.floor(now / 1_000);
  return signedJwt({ iss: app.id, iat: seconds - 60, exp: seconds + 540 }, privateKey);
}

export function signedJwt(claims: object, privateKey: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
}

export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly body: any;
}

/** Asks the local GitHub as the holder of a token or JWT. */
export class TestClient {
  readonly #url: string;
  readonly token: string;

  constructor(github: LocalGithub, token: string) {
    this.#url = github.url;
    this.token = token;
  }

  /** @param path below `/api/v3`, or a whole address */
  async rest(
    path: string,
    init: { method?: string; body?: object; headers?: Record<string, string> } = {},
  ): Promise<Heard> {
    const response = await fetch(path.startsWith('http') ? path : `${this.#url}/api/v3${path}`, {
      method: init.method ?? 'GET',
      redirect: 'manual',
      headers: { authorization: `Bearer ${this.token}`, ...init.headers },
      ...(init.body && { body: JSON.stringify(init.body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  }

  async graphql(query: string, variables: Record<string, unknown> = {}): Promise<Heard> {
    const response = await fetch(`${this.#url}/api/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }
}

/** The address that a `link` header gives for a relation. */
export function linked(heard: Heard, relation: string): string | null {
  const links = heard.headers.get('link') ?? '';
  return new RegExp(`<([^>]+)>; rel="${relation}"`).exec(links)?.[1] ?? null;
}

/** Opens a client of an installation by minting a token for it. */
export async function installationClient(
  github: LocalGithub,
  by: { app: GithubApp; privateKey: string; installation: GithubInstallation; now: number },
): Promise<TestClient> {
  const app = new TestClient(github, appJwt(by.app, by.privateKey, by.now));
  const { body } = await app.rest(`/app/installations/${by.installation.id}/access_tokens`, {
    method: 'POST',
  });
  return new TestClient(github, body.token);
}

export interface Received {
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver of webhooks that keeps what comes and answers with `status`. */
export async function openReceiver(status = 202): Promise<{
  readonly url: string;
  readonly received: Received[];
  answerWith(status: number): void;
  close(): Promise<void>;
}> {
  const received: Received[] = [];
  let answer = status;
  // whoever computes for seconds must find the connection open that rested meanwhile
  const server = http.createServer({ keepAliveTimeout: 0 }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(answer).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answerWith: (next) => {
      answer = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
