import { isIP } from 'node:net';
import { AppError } from '@devpulse/domain/errors';

export type RelyingParty = { id: string; origin: string };

/**
 * What passkeys are bound to, by the public address (an origin): its host name. Null where browsers have none: under a bare IP
 * address, and over plain HTTP except under localhost.
 */
export function relyingPartyOf(publicUrl: string): RelyingParty | null {
  const { hostname, origin, protocol } = new URL(publicUrl);
  const isName = isIP(hostname.replace(/^\[|\]$/g, '')) === 0;
  const isSecure = protocol === 'https:' || /^(.+\.)?localhost$/.test(hostname);
  return isName && isSecure ? { id: hostname, origin } : null;
}

/** Throws AppError('conflict') where passkeys are not offered. */
export function requireRelyingParty(publicUrl: string): RelyingParty {
  const party = relyingPartyOf(publicUrl);
  if (party !== null) return party;
  throw new AppError('conflict', 'Passkeys need DevPulse to be reached under a host name, over https.', {
    remedy: 'Set PUBLIC_URL to such an address, or use an authenticator app.',
  });
}
