import { OrganizationSlug } from '@devpulse/contracts/primitives';
import { evidenceCsv } from '../../../../features/evidence/evidence-csv.ts';
import { readEvidence } from '../../../../features/evidence/evidence-query.ts';
import { settle } from '../../../../lib/api.ts';
import { csvAnswer, problemAnswer } from '../../../../lib/csv-answer.ts';
import { loadEvidenceSearch } from '../../../../lib/search-params.ts';
import { inCookieScope } from '../../../../lib/session.ts';

export const dynamic = 'force-dynamic';

/** The rows of the page with the same address, no more and no fewer. */
export async function GET(request: Request, { params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  if (!OrganizationSlug.safeParse(organization).success) return new Response(null, { status: 404 });
  const search = loadEvidenceSearch(request);
  const answer = await inCookieScope(() => settle(readEvidence(organization, search)));
  if ('problem' in answer) return problemAnswer(answer.problem);
  return csvAnswer(`${organization}-${search.metric}`, evidenceCsv(answer.data.items));
}
