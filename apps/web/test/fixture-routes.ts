import type { IncomingMessage } from 'node:http';
import type { Route, RouteBody, RouteParams, RouteQuery } from '@devpulse/contracts/route';

export type Reply = { status: number; body: unknown; retryAfterSeconds?: number };
export type FixtureCall<R extends Route> = {
  params: RouteParams<R>;
  query: RouteQuery<R>;
  body: RouteBody<R>;
  /** Of the session whose token came along; the empty string on a route that is open to anyone. */
  sessionId: string;
  headers: IncomingMessage['headers'];
};
export type FixtureRoute = { route: Route; work: (call: FixtureCall<Route>) => unknown };

/** An answer of the stand-in that is an error, as the API words it. */
export class FixtureProblem extends Error {
  readonly reply: Reply;
  constructor(
    status: number,
    code: string,
    detail: string,
    extra: {
      remedy?: string;
      field?: string;
      retryAfterSeconds?: number;
      expectedSeq?: number;
      overlapped?: object;
    } = {},
  ) {
    super(detail);
    const { retryAfterSeconds, ...rest } = extra;
    const body = { type: 'about:blank', title: 'Request failed', status, code, detail, ...rest };
    this.reply = {
      status,
      body: { ...body, requestId: 'req-0198c1d2' },
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    };
  }
}

/** One endpoint of the stand-in; what `work` answers is parsed with the contract, so that it can never be what the API cannot say. */
export function answering<R extends Route>(route: R, work: (call: FixtureCall<R>) => unknown): FixtureRoute {
  return { route, work: work as FixtureRoute['work'] };
}

/** The first route that fits method and path, with its parameters. */
export function findRoute(
  routes: readonly FixtureRoute[],
  method: string,
  path: string,
): { match: FixtureRoute; params: Record<string, string> } | null {
  for (const match of routes) {
    if (match.route.method !== method) continue;
    const pattern = new RegExp(`^${match.route.path.replaceAll(/:([a-z]+)/gi, '(?<$1>[^/]+)')}$`);
    const found = pattern.exec(path);
    if (found) return { match, params: { ...found.groups } };
  }
  return null;
}

/** Parses what came in, works, and parses what goes out; a body that does not fit is answered with the field at fault. */
export function replyTo(
  { route, work }: FixtureRoute,
  call: {
    params: unknown;
    query: unknown;
    body: unknown;
    sessionId: string;
    headers: IncomingMessage['headers'];
  },
): Reply {
  try {
    const { data: params } = route.params.safeParse(call.params);
    if (params === undefined) throw new FixtureProblem(404, 'not_found', 'There is nothing at this address.');
    const query = route.query.parse(call.query);
    const body = route.body.safeParse(call.body ?? {});
    if (!body.success) {
      const [issue] = body.error.issues;
      const field = `body.${issue?.path.join('.')}`;
      throw new FixtureProblem(400, 'invalid_request', `${field}: ${issue?.message}.`, { field });
    }
    const answer = work({ ...call, params, query, body: body.data } as FixtureCall<Route>);
    return { status: 200, body: route.response.parse(answer) };
  } catch (error) {
    if (error instanceof FixtureProblem) return error.reply;
    throw error;
  }
}
