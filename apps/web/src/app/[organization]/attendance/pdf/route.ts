import { exportTimesheetPdf } from '@devpulse/contracts/attendance/days';
import { timesheetSearch } from '../../../../features/attendance/timesheet-search.ts';
import { readAccount } from '../../../../lib/account.ts';
import { callApi } from '../../../../lib/api.ts';
import { answerFile } from '../../../../lib/file-passage.ts';

export const dynamic = 'force-dynamic';

/** The same as a page to print and sign. */
export async function GET(request: Request, { params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const search = timesheetSearch(request.url);
  return answerFile(request, organization, {
    read: () =>
      search &&
      (async () => {
        const { from, to } = search;
        const member = search.member ?? (await readAccount()).id;
        return callApi(exportTimesheetPdf, { params: { organization, member }, query: { from, to } });
      })(),
    answer: ({ fileName, pdfBase64 }) => pdfAnswer(fileName, Buffer.from(pdfBase64, 'base64')),
  });
}

function pdfAnswer(fileName: string, bytes: Uint8Array<ArrayBuffer>): Response {
  const name = fileName.replaceAll(/[^\w.-]/g, '_');
  return new Response(bytes, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  });
}
