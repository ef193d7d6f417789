import { generateSecret, generateURI, verifySync } from 'otplib';

/** RFC 6238 as every app knows it. A code is good in its own 30 seconds alone: a step of allowance exceeds ASVS 6.5.5. */
const STEP_SECONDS = 30;
const ISSUER = 'DevPulse';

/** 160 bits in Base32, and the same as an address that an app reads from a picture. */
export function newAuthenticatorSecret(label: string): { secret: string; uri: string } {
  const secret = generateSecret();
  return { secret, uri: generateURI({ issuer: ISSUER, label, secret }) };
}

/** The time step that a code is of, when it is right at `now` (epoch milliseconds); null when it is not. */
export function stepOfCode(secret: string, code: string, now: number): number | null {
  const epoch = Math.floor(now / 1000);
  const { valid } = verifySync({ secret, token: code, epoch, period: STEP_SECONDS, epochTolerance: 0 });
  return valid ? Math.floor(epoch / STEP_SECONDS) : null;
}
