import { exportTeamTimesheet } from '@devpulse/contracts/attendance/team';
import { timesheetSearch } from '../../../../../features/attendance/timesheet-search.ts';
import { callApi } from '../../../../../lib/api.ts';
import { csvAnswer } from '../../../../../lib/csv-answer.ts';
import { answerFile } from '../../../../../lib/file-passage.ts';
import { tableCsv } from '../../../../../lib/table-export.ts';

export const dynamic = 'force-dynamic';

/** Day sheets of a team, or of everybody within reach. */
export async function GET(request: Request, { params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const search = timesheetSearch(request.url);
  return answerFile(request, organization, {
    read: () => {
      if (search === null) return null;
      const { from, to, team } = search;
      const query = { from, to, ...(team !== null && { team }) };
      return callApi(exportTeamTimesheet, { params: { organization }, query });
    },
    answer: ({ rows }) => csvAnswer(`team-timesheet-${search?.from}-to-${search?.to}`, tableCsv(rows)),
  });
}
