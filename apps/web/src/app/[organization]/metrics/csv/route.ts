import { exportDailyMetrics } from '@devpulse/contracts/analytics/metrics';
import { OrganizationSlug } from '@devpulse/contracts/primitives';
import { callApi, settle } from '../../../../lib/api.ts';
import { csvAnswer, problemAnswer } from '../../../../lib/csv-answer.ts';
import { loadOverviewSearch, toRangeQuery } from '../../../../lib/search-params.ts';
import { inCookieScope } from '../../../../lib/session.ts';
import { tableCsv } from '../../../../lib/table-export.ts';

export const dynamic = 'force-dynamic';

/** The stored rows of the days that the overview with the same search shows, a row a day. */
export async function GET(request: Request, { params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  if (!OrganizationSlug.safeParse(organization).success) return new Response(null, { status: 404 });
  const query = toRangeQuery(loadOverviewSearch(request));
  const answer = await inCookieScope(() =>
    settle(callApi(exportDailyMetrics, { params: { organization }, query })),
  );
  if ('problem' in answer) return problemAnswer(answer.problem);
  const { range, rows } = answer.data;
  return csvAnswer(`${organization}-daily-metrics-${range.from}`, tableCsv(rows));
}
