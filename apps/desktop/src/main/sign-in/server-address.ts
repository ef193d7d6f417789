import { isThisMachine } from '../security/external-links.ts';

/** The origin that a person means by what they typed; null when it is none, or is not https on another machine. */
export function readServerAddress(text: string): string | null {
  const trimmed = text.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed);
  const url = URL.parse(hasScheme ? trimmed : `https://${trimmed}`);
  if (!url || url.host === '' || url.username !== '' || url.password !== '') return null;
  if (url.protocol === 'https:') return url.origin;
  return url.protocol === 'http:' && isThisMachine(url.hostname) ? url.origin : null;
}
