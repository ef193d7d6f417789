import { Problem } from './problem.ts';
import type { Route, RouteInput, RouteResponse } from './route.ts';

/** The API answered with an error, or could not be reached (status 0). */
export class ApiError extends Error {
  readonly problem: Problem;
  /** From the answer's header; null when waiting changes nothing. */
  readonly retryAfterSeconds: number | null;
  constructor(problem: Problem, retryAfterSeconds: number | null = null) {
    super(`${problem.title}: ${problem.detail}`);
    this.name = 'ApiError';
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export type ApiCall = <R extends Route>(route: R, input: RouteInput<R>) => Promise<RouteResponse<R>>;

/** A typed client over fetch. Rejects with `ApiError` alone; a response that does not fit its schema is one too. */
export function createClient(options: { baseUrl: string; fetch?: typeof fetch }): ApiCall {
  const send = options.fetch ?? fetch;
  return async (route, input) => {
    const { params = {}, query = {}, body } = input as { params?: object; query?: object; body?: object };
    const url = new URL(fillPath(route.path, params), options.baseUrl);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const request: RequestInit = { method: route.method, headers: { accept: 'application/json' } };
    if (body !== undefined) {
      request.headers = { ...request.headers, 'content-type': 'application/json' };
      request.body = JSON.stringify(body);
    }
    const response = await send(url, request).catch((cause: unknown) => {
      throw new ApiError(localProblem('unavailable', 0, `The API could not be reached: ${String(cause)}`));
    });
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) throw new ApiError(readProblem(answer, response.status), retryAfterOf(response));
    const parsed = route.response.safeParse(answer);
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

function retryAfterOf(response: Response): number | null {
  const text = response.headers.get('retry-after') ?? '';
  return /^\d+$/.test(text) ? Number(text) : null;
}

function localProblem(code: string, status: number, detail: string): Problem {
  return { type: 'about:blank', title: 'Request failed', status, code, detail, requestId: '-' };
}
