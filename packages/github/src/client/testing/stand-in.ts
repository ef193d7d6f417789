import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type GithubAccessOptions, openGithubAccess } from '../access.ts';
import type { AppCredentials, BudgetNews, RequestGate } from '../client.ts';
import { createGithubFetch } from '../fetching.ts';

export type SeenRequest = {
  method: string;
  path: string;
  authorization: string;
  etag: string | null;
  body: unknown;
};
export type Reply =
  | { status?: number; headers?: Record<string, string>; json?: unknown; text?: string }
  | 'reset'
  | 'silence';

export type StandIn = { url: string; seen: SeenRequest[]; close(): void };

/** A GitHub that answers as the test says; instants of its own clock go by `now`. */
export async function openStandIn(
  answer: (request: SeenRequest, count: number) => Reply | Promise<Reply>,
  now: () => number = Date.now,
): Promise<StandIn> {
  const seen: SeenRequest[] = [];
  const server: Server = createServer(async (request, response) => {
    const asked = await readRequest(request);
    seen.push(asked);
    reply(response, await answer(asked, seen.length), now());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const { authorization = '', 'if-none-match': etag = null } = request.headers;
  const body: unknown = text === '' ? null : JSON.parse(text);
  return { method: request.method ?? '', path: request.url ?? '', authorization, etag, body };
}

function reply(response: ServerResponse, said: Reply, now: number): void {
  if (said === 'silence') return;
  if (said === 'reset') return void response.destroy();
  const { status = 200, headers = {}, json, text } = said;
  response.writeHead(status, { date: new Date(now).toUTCString(), ...headers });
  response.end(text ?? (json === undefined ? '' : JSON.stringify(json)));
}

export function newPrivateKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  return privateKey;
}

const KEY = newPrivateKey();

export function appOn(standIn: StandIn, privateKeys: readonly string[] = [KEY]): AppCredentials {
  return { id: '0190f3a2-0000-7000-8000-000000000001', webUrl: standIn.url, appId: '42', privateKeys };
}

/** Everybody may go in; remembers what each answer told. */
export function openDoor(): RequestGate & { news: (BudgetNews | null)[] } {
  const news: (BudgetNews | null)[] = [];
  return { news, enter: async () => ({ leave: async (told) => void news.push(told) }) };
}

export function accessTo(standIn: StandIn, options: Partial<GithubAccessOptions> = {}) {
  return openGithubAccess({
    gate: openDoor(),
    fetchOf: createGithubFetch(standIn.url),
    now: Date.now,
    ...options,
  });
}

/** What the JWT of a request says. */
export function claimsOf({ authorization }: SeenRequest): { iss: string; iat: number; exp: number } {
  return JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString());
}
