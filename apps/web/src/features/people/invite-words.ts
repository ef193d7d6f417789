import { ApiError } from '@devpulse/contracts/client';
import { EmailAddress } from '@devpulse/contracts/primitives';

/** What came of an invitation of several. */
export type Invited = {
  sent: { email: string; link: string }[];
  refused: { email: string; detail: string }[];
};

/** Addresses that stand one a line, or between commas; each once, in lower case. */
export function addressesOf(text: string): { good: string[]; bad: string[] } {
  const good = new Set<string>();
  const bad = new Set<string>();
  for (const entry of text.split(/[\s,;]+/).filter((part) => part !== '')) {
    const parsed = EmailAddress.safeParse(entry);
    if (parsed.success) good.add(parsed.data);
    else bad.add(entry);
  }
  return { good: [...good], bad: [...bad] };
}

/** Nobody is invited while one of the addresses is none. */
export function noAddressProblem(bad: readonly string[]): ApiError {
  return new ApiError({
    type: 'about:blank',
    title: 'Request failed',
    status: 400,
    code: 'invalid_request',
    detail:
      bad.length === 0
        ? 'There is no address yet.'
        : `${bad.join(', ')} ${bad.length === 1 ? 'is no e-mail address' : 'are no e-mail addresses'}.`,
    remedy: 'Nobody was invited. Put one address on each line.',
    field: 'body.emails',
    requestId: '-',
  });
}
