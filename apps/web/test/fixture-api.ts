import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MetricId, RangeQuery, ScopeQuery } from '@devpulse/contracts/analytics/figures';
import { LiveChange } from '@devpulse/contracts/live';
import { accessRoutes } from './fixture-access.ts';
import { accountRoutes } from './fixture-account.ts';
import { evidenceOf } from './fixture-evidence.ts';
import { overviewOf, TODAY } from './fixture-figures.ts';
import { organizationRoutes } from './fixture-organization.ts';
import { FixtureProblem, findRoute, type Reply, replyTo } from './fixture-routes.ts';
import { scoreRoutes } from './fixture-score.ts';
import { type FixtureState, freshState } from './fixture-state.ts';

/** Stands for the answer that is a stream and has no body. */
const STREAM = 0;

/** An API of one made-up organization, on a free loopback port. Every answer is parsed with its contract before it is sent. */
export type FixtureApi = {
  url: string;
  state: FixtureState;
  /** Merges one more pull request and tells everyone who listens. */
  change(): void;
  overviewReads: number;
  listeners(): number;
  /** Ends every stream, as a restart of the API does. */
  dropListeners(): void;
  close(): Promise<void>;
};

export async function startFixtureApi(port = 0): Promise<FixtureApi> {
  const listeners = new Set<ServerResponse>();
  const state = freshState();
  let merged = 0;
  const routes = [
    ...accessRoutes(state),
    ...accountRoutes(state),
    ...organizationRoutes(state),
    ...scoreRoutes(state),
  ];
  const server = createServer((request, response) => void answer(request, response));
  const api: FixtureApi = {
    url: '',
    state,
    overviewReads: 0,
    listeners: () => listeners.size,
    dropListeners: () => {
      for (const listener of listeners) listener.end();
    },
    change: () => {
      merged += 1;
      const change = LiveChange.parse({
        days: [TODAY],
        receivedAt: '2026-11-20T13:32:07.250Z',
        computedAt: '2026-11-20T13:32:07.600Z',
      });
      for (const listener of listeners) listener.write(`event: changed\ndata: ${JSON.stringify(change)}\n\n`);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { status, body, retryAfterSeconds } = await replyOf(request);
    if (status === STREAM) return listen(response);
    response.setHeader('content-type', status === 200 ? 'application/json' : 'application/problem+json');
    if (retryAfterSeconds !== undefined) response.setHeader('retry-after', retryAfterSeconds);
    response.writeHead(status);
    response.end(JSON.stringify(body));
  }

  async function replyOf(request: IncomingMessage): Promise<Reply> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const { headers, method = 'GET' } = request;
    const found = findRoute(routes, method, url.pathname);
    try {
      const isOpen = found?.match.route.access === 'anyone';
      const sessionId = isOpen ? '' : state.sessions.of(headers.authorization).id;
      if (!found) return url.pathname.endsWith('/live') ? { status: STREAM, body: null } : reply(url);
      const { match, params } = found;
      state.lastHeaders.set(match.route.id, headers);
      if (method !== 'GET') state.mutations.push(match.route.id);
      const query = Object.fromEntries(url.searchParams);
      return replyTo(match, { params, query, body: await readBody(request), sessionId, headers });
    } catch (error) {
      if (error instanceof FixtureProblem) return error.reply;
      throw error;
    }
  }

  function listen(response: ServerResponse) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    response.write(': hello\n\n');
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  }

  function reply(url: URL): { status: number; body: unknown } {
    if (state.mode === 'failing') return problem(503, 'unavailable', 'The database does not answer.');
    const query = RangeQuery.extend(ScopeQuery.shape).parse(Object.fromEntries(url.searchParams));
    const evidence = /\/metrics\/(\w+)\/pull-requests$/.exec(url.pathname);
    if (evidence) {
      const total = evidence[1] === 'merged' ? 62 + merged : 57;
      const cursor = url.searchParams.get('cursor') ?? undefined;
      return { status: 200, body: evidenceOf(MetricId.parse(evidence[1]), total, cursor, 50) };
    }
    api.overviewReads += 1;
    if (query.from && query.to && query.from > query.to) {
      return problem(400, 'invalid_range', 'The range ends before it begins.');
    }
    const overview = overviewOf({ ...query, today: TODAY }, query.team, merged);
    return { status: 200, body: state.mode === 'silent' ? { ...overview, computedAt: null } : overview };
  }

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  api.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return api;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return parts.length === 0 ? undefined : JSON.parse(Buffer.concat(parts).toString());
}

function problem(status: number, code: string, detail: string) {
  return {
    status,
    body: {
      type: `https://devpulse.dev/problems/${code}`,
      title: 'Request failed',
      status,
      code,
      detail,
      remedy: 'Try again in a moment; the range and the address stay as they are.',
      requestId: 'req-0198c1d2',
    },
  };
}

if (process.argv[1] === import.meta.filename) {
  const api = await startFixtureApi(Number(process.env.PORT ?? 0));
  console.log(api.url);
  setInterval(() => api.change(), Number(process.env.EVERY ?? 60_000));
}
