import type { Route, RouteParams, RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import {
  createParamDecorator,
  type ExecutionContext,
  HttpCode,
  RequestMapping,
  RequestMethod,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { inputProblem } from './input-problem.ts';

/** What a handler is given: the validated parameters of its route. */
export type RouteCall<R extends Route> = { params: RouteParams<R>; query: RouteQuery<R> };

type Handler<R extends Route> = (call: RouteCall<R>, ...rest: never[]) => Promise<RouteResponse<R>>;

/** Marks a handler with the endpoint it serves, so that tests and guards can find it. */
export const ROUTE_METADATA = 'devpulse:route';

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

function inputReader<R extends Route>(route: R): (request: FastifyRequest) => RouteCall<R> {
  const query = route.query.strict();
  return (request) =>
    ({
      params: readPart(route.params, request.params, 'path'),
      query: readPart(query, request.query, 'query'),
    }) as RouteCall<R>;
}

function readPart(schema: z.ZodObject, value: unknown, part: 'path' | 'query'): unknown {
  // The router's objects have no prototype, or another one; a schema of an object wants a plain one.
  const result = schema.safeParse({ ...(value as object) });
  if (result.success) return result.data;
  throw inputProblem(result.error, { part, known: Object.keys(schema.shape) });
}

function serializing<R extends Route>(route: R, handle: Handler<R>): Handler<R> {
  async function serialized(this: unknown, ...input: Parameters<Handler<R>>): Promise<RouteResponse<R>> {
    const response = await handle.apply(this, input);
    return route.response.parse(response) as RouteResponse<R>;
  }
  for (const name of Reflect.getMetadataKeys(handle)) {
    Reflect.defineMetadata(name, Reflect.getMetadata(name, handle), serialized);
  }
  return serialized;
}
