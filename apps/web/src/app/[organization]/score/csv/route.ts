import { LocalDay, OrganizationSlug } from '@devpulse/contracts/primitives';
import { readScoreRows, scoreCsv } from '../../../../features/score/score-csv.ts';
import { settle } from '../../../../lib/api.ts';
import { csvAnswer, problemAnswer } from '../../../../lib/csv-answer.ts';
import { inCookieScope } from '../../../../lib/session.ts';

export const dynamic = 'force-dynamic';

/** Every pull request behind the score of a day, of the last one without a day. */
export async function GET(request: Request, { params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  if (!OrganizationSlug.safeParse(organization).success) return new Response(null, { status: 404 });
  const search = new URL(request.url).searchParams;
  const day = LocalDay.safeParse(search.get('day')).data;
  const team = search.get('team');
  const asked = { ...(day && { day }), ...(team && { team }) };
  const answer = await inCookieScope(() => settle(readScoreRows(organization, asked)));
  if ('problem' in answer) return problemAnswer(answer.problem);
  return csvAnswer(`${organization}-score-${answer.data.day}`, scoreCsv(answer.data.rows));
}
