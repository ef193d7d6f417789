import type { Route, RouteBody, RouteParams, RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import { AppError } from '@devpulse/domain/errors';
import {
  createParamDecorator,
  type ExecutionContext,
  HttpCode,
  RequestMapping,
  RequestMethod,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ROUTE_METADATA } from './access/access-rule.ts';
import { type Caller, type Member, originOf, type RequestOrigin } from './access/caller.ts';
import { declaredOnly } from './declared-only.ts';
import { inputProblem } from './input-problem.ts';

/** What a handler is given: the validated parts of its route, and who asks as far as the route's access tells. */
export type RouteCall<R extends Route> = {
  params: RouteParams<R>;
  query: RouteQuery<R>;
  body: RouteBody<R>;
  origin: RequestOrigin;
} & (R['access'] extends 'anyone'
  ? unknown
  : R['access'] extends 'person' | 'instance_owner'
    ? { caller: Caller }
    : { caller: Caller; member: Member });

type Handler<R extends Route> = (call: RouteCall<R>, ...rest: never[]) => Promise<RouteResponse<R>>;

/**
 * Serves an endpoint of the contracts: sets method and path, hands the validated input as first argument, and lets out only what
 * the response schema declares. A handler whose input or answer does not fit the contract does not compile.
 */
export function ContractRoute<R extends Route>(route: R) {
  const readInput = inputReader(route);
  const ValidInput = createParamDecorator((_: unknown, context: ExecutionContext) =>
    readInput(context.switchToHttp().getRequest<FastifyRequest>()),
  );
  return <H extends Handler<R>>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<H>,
  ): void => {
    const handle = descriptor.value;
    if (handle === undefined) throw new TypeError(`${route.id}: ContractRoute belongs on a method`);
    descriptor.value = serializing(route, handle) as H;
    ValidInput()(target, key, 0);
    RequestMapping({ method: RequestMethod[route.method], path: route.path })(target, key, descriptor);
    HttpCode(200)(target, key, descriptor);
    Reflect.defineMetadata(ROUTE_METADATA, route, descriptor.value);
  };
}

/** What of a request a route is asked with: what is left out has its default. Throws AppError('invalid_request'). */
export function readAsked(route: Route, request: FastifyRequest): { params: unknown; query: unknown } {
  return {
    params: readPart(route.params, request.params, 'path'),
    query: readPart(route.query.strict(), request.query, 'query'),
  };
}

function inputReader<R extends Route>(route: R): (request: FastifyRequest) => RouteCall<R> {
  const query = route.query.strict();
  const body = route.body.strict();
  return (request) =>
    ({
      params: readPart(route.params, request.params, 'path'),
      query: readPart(query, request.query, 'query'),
      body: readPart(body, requireObject(request.body), 'body'),
      origin: originOf(request),
      ...(request.caller !== null && { caller: request.caller }),
      ...(request.member !== null && { member: request.member }),
    }) as RouteCall<R>;
}

function requireObject(body: unknown): object {
  if (body === undefined || body === null) return {};
  if (typeof body === 'object' && !Array.isArray(body)) return body;
  throw new AppError('invalid_request', 'The body has to be a JSON object.', {
    field: 'body',
    remedy: 'Send an object in braces.',
  });
}

function readPart(schema: z.ZodObject, value: unknown, part: 'path' | 'query' | 'body'): unknown {
  // The router's objects have no prototype, or another one; a schema of an object wants a plain one.
  const result = schema.safeParse({ ...(value as object) });
  if (result.success) return result.data;
  throw inputProblem(result.error, { part, known: Object.keys(schema.shape) });
}

function serializing<R extends Route>(route: R, handle: Handler<R>): Handler<R> {
  const cut = declaredOnly(route.response);
  async function serialized(this: unknown, ...input: Parameters<Handler<R>>): Promise<RouteResponse<R>> {
    const response = await handle.apply(this, input);
    return cut(response) as RouteResponse<R>;
  }
  for (const name of Reflect.getMetadataKeys(handle)) {
    Reflect.defineMetadata(name, Reflect.getMetadata(name, handle), serialized);
  }
  return serialized;
}
