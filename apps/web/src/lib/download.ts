import type { TableExport } from '@devpulse/contracts/organization/ownership';
import type { Problem } from '@devpulse/contracts/problem';
import { redirect } from 'next/navigation';
import { settle } from './api.ts';
import { problemAnswer } from './csv-answer.ts';
import { withNext } from './next-address.ts';
import { inCookieScope } from './session.ts';
import { exportArchive } from './table-export.ts';

/**
 * Answers a download of tables, as JSON or as an archive of one CSV a table. A link of another site gets nothing, as each export is
 * written into access logs; what is sensitive leads to a confirmation and back to `page`, which offers the link again.
 */
export async function answerExport(
  request: Request,
  { name, page, read }: { name: string; page: string; read: () => Promise<TableExport> },
): Promise<Response> {
  const site = request.headers.get('sec-fetch-site');
  if (site === 'cross-site' || site === 'same-site') return new Response(null, { status: 403 });
  const answer = await inCookieScope(() => settle(read()));
  if ('problem' in answer) return refusal(answer.problem, page);
  const isCsv = new URL(request.url).searchParams.get('format') === 'csv';
  const day = answer.data.exportedAt.slice(0, 10);
  return new Response(isCsv ? exportArchive(answer.data) : JSON.stringify(answer.data, null, 2), {
    headers: {
      'content-type': isCsv ? 'application/zip' : 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${name}-${day}.${isCsv ? 'zip' : 'json'}"`,
      'cache-control': 'no-store',
    },
  });
}

function refusal(problem: Problem, page: string): Response {
  if (problem.code === 'reauthentication_required') redirect(withNext('/account/confirm', page));
  return problemAnswer(problem);
}
