import type { CapabilityId } from '@devpulse/domain/access/capabilities';
import { z } from 'zod';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type AnyObject = z.ZodObject;

/**
 * Who may call an endpoint: anyone; any person with a session; the Owner of the instance; or a member of the organization in the path
 * whose role has the capability.
 */
export type RouteAccess = 'anyone' | 'person' | 'instance_owner' | CapabilityId;

/**
 * One endpoint. The same object drives the controller (who may call it, validation of what comes in, stripping of what goes
 * out), the OpenAPI page and the typed client. `path` is absolute, with `:name` for each key of `params`.
 */
export type Route<
  Params extends AnyObject = AnyObject,
  Query extends AnyObject = AnyObject,
  Response extends AnyObject = AnyObject,
  Body extends AnyObject = AnyObject,
  Access extends RouteAccess = RouteAccess,
> = {
  id: string;
  method: HttpMethod;
  path: string;
  summary: string;
  access: Access;
  /** Asks for a factor given within the last five minutes, beyond what the capability asks. */
  isSensitive?: boolean;
  params: Params;
  query: Query;
  /** JSON; an empty object where the endpoint takes none. */
  body: Body;
  response: Response;
};

const nothing = z.object({});
type Nothing = typeof nothing;

/** Defines an endpoint; `params`, `query` and `body` are empty where they are left out. */
export function route<
  Response extends AnyObject,
  const Access extends RouteAccess,
  Params extends AnyObject = Nothing,
  Query extends AnyObject = Nothing,
  Body extends AnyObject = Nothing,
>(
  definition: Omit<Route<Params, Query, Response, Body, Access>, 'params' | 'query' | 'body'> & {
    params?: Params;
    query?: Query;
    body?: Body;
  },
): Route<Params, Query, Response, Body, Access> {
  return { params: nothing, query: nothing, body: nothing, ...definition } as Route<
    Params,
    Query,
    Response,
    Body,
    Access
  >;
}

/** What a caller hands over; parts that may be empty may be left out. */
export type RouteInput<R extends Route> = Part<'params', z.input<R['params']>> &
  Part<'query', z.input<R['query']>> &
  Part<'body', z.input<R['body']>>;
type Part<Name extends string, Value> =
  Record<string, never> extends Value ? { [key in Name]?: Value } : { [key in Name]: Value };

export type RouteParams<R extends Route> = z.output<R['params']>;
export type RouteQuery<R extends Route> = z.output<R['query']>;
export type RouteBody<R extends Route> = z.output<R['body']>;
export type RouteResponse<R extends Route> = z.output<R['response']>;
