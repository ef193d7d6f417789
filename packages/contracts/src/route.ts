import type { z } from 'zod';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type AnyObject = z.ZodObject;

/**
 * One endpoint. The same object drives the controller (validation of what comes in, stripping of what goes out), the
 * OpenAPI page and the typed client. `path` is absolute, with `:name` for each key of `params`.
 */
export type Route<
  Params extends AnyObject = AnyObject,
  Query extends AnyObject = AnyObject,
  Response extends AnyObject = AnyObject,
> = {
  id: string;
  method: HttpMethod;
  path: string;
  summary: string;
  params: Params;
  query: Query;
  response: Response;
};

export function route<Params extends AnyObject, Query extends AnyObject, Response extends AnyObject>(
  definition: Route<Params, Query, Response>,
): Route<Params, Query, Response> {
  return definition;
}

export type RouteInput<R> =
  R extends Route<infer P, infer Q, AnyObject> ? { params: z.input<P>; query: z.input<Q> } : never;
export type RouteParams<R> = R extends Route<infer P, AnyObject, AnyObject> ? z.output<P> : never;
export type RouteQuery<R> = R extends Route<AnyObject, infer Q, AnyObject> ? z.output<Q> : never;
export type RouteResponse<R> = R extends Route<AnyObject, AnyObject, infer S> ? z.output<S> : never;
