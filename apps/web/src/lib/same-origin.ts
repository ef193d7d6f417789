type HeaderReader = { get(name: string): string | null };

/**
 * Whether a request that changes something was made by a page of this very origin. Browsers say so in Sec-Fetch-Site; older ones
 * only in Origin, which has to be the host that was asked. Another site, a sibling of the same site, a null origin and a request
 * without either header are not.
 */
export function isSameOrigin(headers: HeaderReader): boolean {
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  if (site !== null && site !== 'same-origin') return false;
  if (origin === null) return site === 'same-origin';
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  return host !== null && URL.canParse(origin) && new URL(origin).host === host;
}

/**
 * Whether a body is of a type that only our own pages send. A form of another site can be `text/plain`; our script sends that type
 * with a header that no form can set.
 */
export function isOwnBody(headers: HeaderReader): boolean {
  const type = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (headers.get('next-action') !== null) return true;
  return type === '' || type === 'multipart/form-data' || type === 'application/json';
}
