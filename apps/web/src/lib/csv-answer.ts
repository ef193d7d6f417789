import type { Problem } from '@devpulse/contracts/problem';

/** A file that nothing keeps. */
export function csvAnswer(name: string, text: string): Response {
  return new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
      'cache-control': 'no-store',
    },
  });
}

/** Why there is no file, as the API said it. */
export function problemAnswer(problem: Problem): Response {
  return Response.json(problem, {
    status: problem.status >= 400 ? problem.status : 503,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  });
}
