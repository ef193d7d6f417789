import type { z } from 'zod';
import { Problem } from './problem.ts';
import type { Route, RouteInput, RouteResponse } from './route.ts';

/** The API answered with an error, or could not be reached (status 0). */
export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.title}: ${problem.detail}`);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

export type ApiCall = <R extends Route>(route: R, input: RouteInput<R>) => Promise<RouteResponse<R>>;

/** A typed client over fetch. Rejects with `ApiError` alone; a response that does not fit its schema is one too. */
export function createClient(options: { baseUrl: string; fetch?: typeof fetch }): ApiCall {
  const send = options.fetch ?? fetch;
  return async (route, input) => {
    const url = new URL(fillPath(route.path, input.params), options.baseUrl);
    for (const [name, value] of Object.entries(input.query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const response = await send(url, { method: route.method, headers: { accept: 'application/json' } }).catch(
      (cause: unknown) => {
        throw new ApiError(localProblem('unavailable', 0, `The API could not be reached: ${String(cause)}`));
      },
    );
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) throw new ApiError(readProblem(body, response.status));
    const parsed = (route.response as z.ZodObject).safeParse(body);
    if (!parsed.success) throw new ApiError(localProblem('internal', response.status, parsed.error.message));
    return parsed.data as never;
  };
}

function fillPath(path: string, params: object): string {
  const values = params as Record<string, unknown>;
  return path.replace(/:([a-z]+)/gi, (_, name: string) => encodeURIComponent(String(values[name])));
}

function readProblem(body: unknown, status: number): Problem {
  const parsed = Problem.safeParse(body);
  return parsed.success ? parsed.data : localProblem('internal', status, `Unexpected answer ${status}`);
}

function localProblem(code: string, status: number, detail: string): Problem {
  return { type: 'about:blank', title: 'Request failed', status, code, detail, requestId: '-' };
}
