import { OrganizationSlug } from '@devpulse/contracts/primitives';
import { settle } from './api.ts';
import { problemAnswer } from './csv-answer.ts';
import { inCookieScope } from './session.ts';

/**
 * Answers a download that is written into access logs: a link of another site gets nothing, and no more does an address without a sense.
 * `answer` makes the file of what was read.
 */
export async function answerFile<T>(
  request: Request,
  organization: string,
  { read, answer }: { read: () => Promise<T> | null; answer: (data: T) => Response },
): Promise<Response> {
  const site = request.headers.get('sec-fetch-site');
  if (site === 'cross-site' || site === 'same-site') return new Response(null, { status: 403 });
  const isAddress = OrganizationSlug.safeParse(organization).success;
  return inCookieScope(async () => {
    const reading = isAddress ? read() : null;
    if (reading === null) return new Response(null, { status: 404 });
    const outcome = await settle(reading);
    return 'problem' in outcome ? problemAnswer(outcome.problem) : answer(outcome.data);
  });
}
