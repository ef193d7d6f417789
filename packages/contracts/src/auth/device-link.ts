import { z } from 'zod';
import { InstantText, OpaqueToken } from '../primitives.ts';
import { route } from '../route.ts';
import { DeviceDescription, SessionTokens } from './tokens.ts';

/** RFC 8252: a loopback address with any port; never a name, never another path. */
export const LoopbackRedirect = z
  .string()
  .max(100)
  .regex(/^http:\/\/(127\.0\.0\.1|\[::1\]):\d{1,5}\/callback$/, 'http://127.0.0.1:PORT/callback');
/** RFC 7636: S256 only. */
const CodeChallenge = z.string().regex(/^[\w-]{43}$/, 'a SHA-256 code challenge');
const CodeVerifier = z.string().regex(/^[\w.~-]{43,128}$/, 'the code verifier');
/** Eight letters that cannot be taken for each other, in two groups; RFC 8628, section 6.1. */
export const UserCode = z
  .string()
  .trim()
  .toUpperCase()
  .transform((text) => text.replaceAll(/[^A-Z]/g, ''))
  .pipe(z.string().regex(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/, 'the eight letters that the device shows'));

export const authorizeDevice = route({
  id: 'authorizeDevice',
  method: 'POST',
  path: '/api/v1/account/devices/authorize',
  summary: 'Lets a program on this computer sign in: a code for its loopback address (PKCE, S256)',
  access: 'person',
  body: z.object({
    redirectUri: LoopbackRedirect,
    codeChallenge: CodeChallenge,
    codeChallengeMethod: z.literal('S256'),
    state: z.string().min(8).max(200),
    device: DeviceDescription,
  }),
  response: z.object({ redirectTo: z.string() }),
});

export const exchangeCode = route({
  id: 'exchangeCode',
  method: 'POST',
  path: '/api/v1/auth/devices/token',
  summary: 'Exchanges a code, once and within 60 seconds, for the session of a new device',
  access: 'anyone',
  body: z.object({ code: OpaqueToken, codeVerifier: CodeVerifier, redirectUri: LoopbackRedirect }),
  response: SessionTokens.extend({ deviceId: z.uuid() }),
});

export const startDeviceCode = route({
  id: 'startDeviceCode',
  method: 'POST',
  path: '/api/v1/auth/devices/code',
  summary: 'Codes for a program without a browser of its own (RFC 8628); good for 10 minutes',
  access: 'anyone',
  body: z.object({ device: DeviceDescription }),
  response: z.object({
    deviceCode: OpaqueToken,
    userCode: z.string(),
    verificationUri: z.url(),
    expiresAt: InstantText,
    intervalSeconds: z.int().positive(),
  }),
});

export const pollDeviceCode = route({
  id: 'pollDeviceCode',
  method: 'POST',
  path: '/api/v1/auth/devices/code/token',
  summary: 'Asks whether the person has decided; at most every 5 seconds',
  access: 'anyone',
  body: z.object({ deviceCode: OpaqueToken }),
  response: z.object({
    status: z.enum(['pending', 'slow_down', 'denied', 'expired', 'linked']),
    session: SessionTokens.nullable(),
    deviceId: z.uuid().nullable(),
  }),
});

export const readDeviceCode = route({
  id: 'readDeviceCode',
  method: 'POST',
  path: '/api/v1/account/devices/code/read',
  summary: 'Which device shows this code, and from where it asked',
  access: 'person',
  body: z.object({ userCode: UserCode }),
  response: z.object({
    device: DeviceDescription,
    ipAddress: z.string(),
    requestedAt: InstantText,
  }),
});

export const decideDeviceCode = route({
  id: 'decideDeviceCode',
  method: 'POST',
  path: '/api/v1/account/devices/code/decide',
  summary: 'Lets the device that shows this code sign in, or refuses it',
  access: 'person',
  body: z.object({ userCode: UserCode, isAllowed: z.boolean() }),
  response: z.object({ isAllowed: z.boolean() }),
});
