import { exportTimesheet } from '@devpulse/contracts/attendance/days';
import { timesheetSearch } from '../../../../features/attendance/timesheet-search.ts';
import { readAccount } from '../../../../lib/account.ts';
import { callApi } from '../../../../lib/api.ts';
import { csvAnswer } from '../../../../lib/csv-answer.ts';
import { answerFile } from '../../../../lib/file-passage.ts';
import { tableCsv } from '../../../../lib/table-export.ts';

export const dynamic = 'force-dynamic';

/** Day sheets of a member, or of the caller. */
export async function GET(request: Request, { params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const search = timesheetSearch(request.url);
  return answerFile(request, organization, {
    read: () =>
      search &&
      (async () => {
        const { from, to } = search;
        const member = search.member ?? (await readAccount()).id;
        return callApi(exportTimesheet, { params: { organization, member }, query: { from, to } });
      })(),
    answer: ({ rows }) => csvAnswer(`timesheet-${search?.from}-to-${search?.to}`, tableCsv(rows)),
  });
}
