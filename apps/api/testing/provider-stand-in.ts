import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the provider keeps of one consent: OAuth 2 with PKCE. */
export type Grant = {
  code: string;
  redirectUri: string;
  codeChallenge: string | null;
  nonce: string | null;
  isUsed: boolean;
};

export type StandInRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  body: URLSearchParams;
  /** The body as it came. */
  text: string;
  bearer: string | null;
};
export type StandInAnswer = {
  status?: number;
  json?: unknown;
  location?: string;
  headers?: Record<string, string>;
};
type Answerer = (request: StandInRequest) => Promise<StandInAnswer> | StandInAnswer;

/** A server on a free loopback port. */
export async function listenStandIn(answer: Answerer) {
  const server = createServer((request, response) => {
    handle(request, response, answer).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, answer: Answerer): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://stand-in');
  const text = Buffer.concat(chunks).toString();
  const { status, json, location, headers } = await answer({
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    body: new URLSearchParams(text),
    text,
    bearer: /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null,
  });
  if (location !== undefined) {
    response.writeHead(302, { location }).end();
    return;
  }
  response
    .writeHead(status ?? 200, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(json ?? {}));
}

/** The consent of whoever is signed in at the provider: a code for the address that asked, and the way back to it. */
export function consent(query: URLSearchParams, grants: Map<string, Grant>): StandInAnswer {
  const code = randomBytes(20).toString('hex');
  const redirectUri = query.get('redirect_uri') ?? '';
  const isS256 = query.get('code_challenge_method') === 'S256';
  grants.set(code, {
    code,
    redirectUri,
    codeChallenge: isS256 ? query.get('code_challenge') : null,
    nonce: query.get('nonce'),
    isUsed: false,
  });
  const back = new URL(redirectUri);
  back.searchParams.set('code', code);
  back.searchParams.set('state', query.get('state') ?? '');
  return { location: back.href };
}

/** The grant of a token request, used up; null for a code, an address or a verifier that is wrong, or used. */
export function redeem(body: URLSearchParams, grants: Map<string, Grant>): Grant | null {
  const grant = grants.get(body.get('code') ?? '');
  if (grant === undefined || grant.isUsed) return null;
  grant.isUsed = true;
  const verifier = body.get('code_verifier') ?? '';
  const isVerifier = createHash('sha256').update(verifier).digest('base64url') === grant.codeChallenge;
  return isVerifier && body.get('redirect_uri') === grant.redirectUri ? grant : null;
}

/** Goes where the browser is sent, and answers the query with which it comes back. */
export async function visit(authorizeUrl: string): Promise<{ code: string; state: string }> {
  const response = await fetch(authorizeUrl, { redirect: 'manual' });
  const back = new URL(response.headers.get('location') ?? '');
  return { code: back.searchParams.get('code') ?? '', state: back.searchParams.get('state') ?? '' };
}
