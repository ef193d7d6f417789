import { OrganizationSlug } from '@devpulse/contracts/primitives';
import { evidenceCsv } from '../../../../features/evidence/evidence-csv.ts';
import { readEvidence } from '../../../../features/evidence/evidence-query.ts';
import { settle } from '../../../../lib/api.ts';
import { loadEvidenceSearch } from '../../../../lib/search-params.ts';
import { inCookieScope } from '../../../../lib/session.ts';

export const dynamic = 'force-dynamic';

/** The rows of the page with the same address, no more and no fewer. */
export async function GET(request: Request, { params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  if (!OrganizationSlug.safeParse(organization).success) return new Response(null, { status: 404 });
  const search = loadEvidenceSearch(request);
  const answer = await inCookieScope(() => settle(readEvidence(organization, search)));
  if ('problem' in answer) {
    const status = answer.problem.status >= 400 ? answer.problem.status : 503;
    return Response.json(answer.problem, { status, headers: { 'content-type': 'application/problem+json' } });
  }
  return new Response(evidenceCsv(answer.data.items), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${organization}-${search.metric}.csv"`,
      'cache-control': 'no-store',
    },
  });
}
