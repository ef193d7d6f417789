import { createHash } from 'node:crypto';
import { answerGraphql, type GraphqlRequest } from '../graphql/execution.ts';
import { appRoutes } from '../rest/app-routes.ts';
import { hookRoutes } from '../rest/hook-routes.ts';
import { organizationRoutes } from '../rest/organization-routes.ts';
import { repositoryRoutes } from '../rest/repository-routes.ts';
import { ApiError } from './api-error.ts';
import type { Resource } from './budgets.ts';
import type { Caller } from './caller.ts';
import { type Answer, type Exchange, fieldsOf, jsonAnswer } from './exchange.ts';
import { compile, findRoute, type Hub } from './hub.ts';

const routes = compile([...appRoutes, ...hookRoutes, ...repositoryRoutes, ...organizationRoutes], '/api/v3');
const documentation = 'https://docs.github.com/rest';

/** What an answer has cost its holder. */
export interface PricedAnswer {
  readonly answer: Answer;
  readonly cost: number;
}

export function errorAnswer({ status, message, headers }: ApiError): Answer {
  const body = { message, documentation_url: documentation, status: String(status) };
  return jsonAnswer(status, body, headers);
}

/** Headers that every answer of an API carries: the budget, and when a personal token ends. */
export function holderHeaders(hub: Hub, caller: Caller, resource: Resource): Record<string, string> {
  const expiresAt = caller.kind === 'personal' ? caller.token.expiresAt : null;
  return {
    ...hub.budgets.headers(caller.holder, resource),
    ...(expiresAt !== null && {
      'github-authentication-token-expiration': `${new Date(expiresAt).toISOString().slice(0, 19).replace('T', ' ')} UTC`,
    }),
    'x-github-request-id': createHash('sha1').update(String(hub.now())).digest('hex').slice(0, 20),
    'x-github-enterprise-version': '3.19.0',
  };
}

function named(holder: string): string {
  return holder.replace('installation:', 'installation ID ').replace('user:', 'user ID ');
}

/** Answers `/api/v3/…`. A 304 costs nothing. */
export async function answerRest(hub: Hub, exchange: Exchange, caller: Caller): Promise<PricedAnswer> {
  const budget = hub.budgets.of(caller.holder, 'core');
  if (hub.budgets.remaining(budget) === 0) {
    return {
      answer: errorAnswer(new ApiError(403, `API rate limit exceeded for ${named(caller.holder)}.`)),
      cost: 0,
    };
  }
  const found = findRoute(routes, exchange);
  if (found === null) return { answer: errorAnswer(new ApiError(404, 'Not Found')), cost: spend(budget, 1) };
  const { route, params } = found;
  const answer = await route.answer({ hub, exchange, params, caller });
  if (exchange.method !== 'GET' || answer.status !== 200) return { answer, cost: spend(budget, 1) };
  const etag = `W/"${createHash('sha256').update(answer.body).digest('hex')}"`;
  const headers = { ...answer.headers, etag, 'cache-control': 'private, max-age=60, s-maxage=60' };
  if (exchange.headers['if-none-match'] === etag)
    return { answer: { status: 304, headers, body: '' }, cost: 0 };
  return {
    answer: { ...answer, headers },
    cost: spend(budget, exchange.path === '/api/v3/rate_limit' ? 0 : 1),
  };
}

function spend(budget: { used: number }, cost: number): number {
  budget.used += cost;
  return cost;
}

/** Answers `POST /api/graphql`: 200 with errors for whatever is wrong in the query. */
export async function answerGraphqlRequest(
  hub: Hub,
  exchange: Exchange,
  caller: Caller,
): Promise<PricedAnswer> {
  if (caller.kind === 'anonymous' || caller.kind === 'app') {
    throw new ApiError(401, 'This endpoint requires you to be authenticated.');
  }
  const fields = fieldsOf(exchange);
  if (typeof fields.query !== 'string') {
    return {
      answer: jsonAnswer(200, {
        errors: [{ message: 'A query attribute must be specified and must be a string.' }],
      }),
      cost: 1,
    };
  }
  const budget = hub.budgets.of(caller.holder, 'graphql');
  const { answer, cost } = await answerGraphql(fields as unknown as GraphqlRequest, {
    world: hub.world,
    caller,
    url: hub.url,
    spend: (points) => {
      if (hub.budgets.remaining(budget) < points) return null;
      budget.used += points;
      return { ...budget, remaining: hub.budgets.remaining(budget) };
    },
  });
  return { answer: jsonAnswer(200, answer), cost };
}
