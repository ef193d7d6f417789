import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultDeed, FaultScript, RequestKind } from '../faults.ts';
import { page } from '../pages/html.ts';
import { pageRoutes } from '../pages/page-routes.ts';
import type { RequestLog } from '../requests.ts';
import { answerGraphqlRequest, answerRest, errorAnswer, holderHeaders, type PricedAnswer } from './api.ts';
import { ApiError } from './api-error.ts';
import { type Caller, identify } from './caller.ts';
import { type Answer, type Exchange, jsonAnswer, readExchange } from './exchange.ts';
import { compile, findRoute, type Hub } from './hub.ts';

export interface Stage {
  readonly hub: Hub;
  readonly faults: FaultScript;
  readonly requests: RequestLog;
  /** Called before the answer to a request that may have changed something other than pull requests. */
  readonly onChange?: (() => void) | undefined;
}

const pages = compile(pageRoutes);
const anonymous: Caller = { kind: 'anonymous', holder: 'anonymous' };

function kindOf({ path }: Exchange): RequestKind {
  if (path === '/api/graphql') return 'graphql';
  if (!path.startsWith('/api/v3')) return 'page';
  return path.endsWith('/access_tokens') ? 'token' : 'rest';
}

/** Who asks, or why the credential does not count. */
function callerOf(hub: Hub, exchange: Exchange): { caller: Caller; refusal: ApiError | null } {
  try {
    return { caller: identify(exchange.headers.authorization, hub), refusal: null };
  } catch (error) {
    if (error instanceof ApiError) return { caller: anonymous, refusal: error };
    throw error;
  }
}

async function answerPage(hub: Hub, exchange: Exchange, caller: Caller): Promise<PricedAnswer> {
  const found = findRoute(pages, exchange);
  if (found === null) throw new ApiError(404, 'Not Found');
  return { answer: await found.route.answer({ hub, exchange, params: found.params, caller }), cost: 0 };
}

async function answerAsked(hub: Hub, exchange: Exchange, caller: Caller): Promise<PricedAnswer> {
  const kind = kindOf(exchange);
  try {
    if (kind === 'page') return await answerPage(hub, exchange, caller);
    if (kind !== 'graphql') return await answerRest(hub, exchange, caller);
    if (exchange.method !== 'POST') throw new ApiError(404, 'Not Found');
    return await answerGraphqlRequest(hub, exchange, caller);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const answer = kind === 'page' ? page(error.message, '', error.status) : errorAnswer(error);
    return { answer, cost: 0 };
  }
}

const brokenQuery = {
  data: null,
  errors: [
    {
      message:
        'Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub bug. Please include `1F2A:3B4C` when reporting this issue.',
    },
  ],
};

/** The answer that a fault gives by itself, or null when the request is to be answered after all. */
async function struckAnswer(deed: FaultDeed | null, hub: Hub, exchange: Exchange): Promise<Answer | null> {
  if (deed === null || deed === 'truncate' || deed === 'reset') return null;
  if (deed === 'graphql_error') return jsonAnswer(200, brokenQuery);
  if (deed === 'revoke_token') {
    hub.tokens.revoke((exchange.headers.authorization ?? '').replace(/^(bearer|token)\s+/i, '').trim());
    return errorAnswer(new ApiError(401, 'Bad credentials'));
  }
  if ('delayMs' in deed) {
    await sleep(deed.delayMs, undefined, { ref: false });
    return null;
  }
  const { body = { message: 'Server Error' } } = deed;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
  return { status: deed.status, headers: { 'content-type': type, ...deed.headers }, body: text };
}

function write(response: ServerResponse, answer: Answer, isCutShort: boolean): void {
  const body = Buffer.from(answer.body);
  const hasBody = answer.status !== 204 && answer.status !== 304;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(hasBody && { 'content-length': String(body.length) }),
  });
  if (!isCutShort) {
    response.end(hasBody ? body : undefined);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

async function handle(stage: Stage, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { hub, faults, requests } = stage;
  const exchange = await readExchange(request);
  const kind = kindOf(exchange);
  const { caller, refusal } = callerOf(hub, exchange);
  const { method, path } = exchange;
  const facts = { method, path, kind, holder: caller.holder };
  const record = { ...facts, at: hub.now(), status: 0, cost: 0 };
  requests.begin(record);
  try {
    const deed = faults.strike(facts);
    if (deed === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    const struck =
      (await struckAnswer(deed, hub, exchange)) ?? (refusal === null ? null : errorAnswer(refusal));
    const { answer, cost } =
      struck === null ? await answerAsked(hub, exchange, caller) : { answer: struck, cost: 0 };
    if (exchange.method !== 'GET' && kind !== 'graphql') stage.onChange?.();
    record.status = answer.status;
    record.cost = cost;
    const common = kind === 'page' ? {} : holderHeaders(hub, caller, kind === 'graphql' ? 'graphql' : 'core');
    const date = new Date(hub.now()).toUTCString();
    write(response, { ...answer, headers: { date, ...common, ...answer.headers } }, deed === 'truncate');
  } finally {
    requests.end(record);
  }
}

/** Listens on the loopback address. @param port 0 for any that is free */
export async function listen(
  stage: Stage,
  port: number,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = http.createServer((request, response) => {
    response.sendDate = false;
    handle(stage, request, response).catch((error: unknown) => {
      console.error('the local GitHub failed:', error);
      response.destroy();
    });
  });
  // Clients keep connections: one that ends under a request would look like a fault of the script.
  server.keepAliveTimeout = 60_000;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  const { port: chosen } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${chosen}`, close };
}
