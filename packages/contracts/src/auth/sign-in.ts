import { z } from 'zod';
import { Done, EmailAddress, GivenPassword, InstantText, OpaqueToken } from '../primitives.ts';
import { route } from '../route.ts';
import { SessionTokens, SignInResult } from './tokens.ts';

/** JSON of the Web Authentication API; its own library validates it. */
export const WebAuthnJson = z.record(z.string().max(60), z.unknown());

export const signIn = route({
  id: 'signIn',
  method: 'POST',
  path: '/api/v1/auth/sign-in',
  summary: 'Begins a session with e-mail and password',
  access: 'anyone',
  body: z.object({ email: EmailAddress, password: GivenPassword }),
  response: SignInResult,
});

export const signInWithFactor = route({
  id: 'signInWithFactor',
  method: 'POST',
  path: '/api/v1/auth/sign-in/factor',
  summary: 'Completes a sign-in with a code of the authenticator app, or a recovery code',
  access: 'anyone',
  body: z.object({ challenge: OpaqueToken, code: z.string().trim().min(6).max(40) }),
  response: SignInResult,
});

export const startPasskeySignIn = route({
  id: 'startPasskeySignIn',
  method: 'POST',
  path: '/api/v1/auth/passkeys/challenge',
  summary: 'Options for navigator.credentials.get; alone, or as the second factor of a challenge',
  access: 'anyone',
  body: z.object({ challenge: OpaqueToken.optional() }),
  response: z.object({ flow: OpaqueToken, options: WebAuthnJson }),
});

export const signInWithPasskey = route({
  id: 'signInWithPasskey',
  method: 'POST',
  path: '/api/v1/auth/passkeys/sign-in',
  summary: 'Begins a session with a passkey',
  access: 'anyone',
  body: z.object({ flow: OpaqueToken, credential: WebAuthnJson }),
  response: SignInResult,
});

export const refreshSession = route({
  id: 'refreshSession',
  method: 'POST',
  path: '/api/v1/auth/refresh',
  summary: 'Exchanges a refresh token for the next one; reuse of an old one ends its session',
  access: 'anyone',
  body: z.object({ refreshToken: OpaqueToken }),
  response: SessionTokens,
});

export const signOut = route({
  id: 'signOut',
  method: 'POST',
  path: '/api/v1/auth/sign-out',
  summary: 'Ends the session that asks',
  access: 'person',
  response: Done,
});

/**
 * Takes exactly one of the three; any of them will do, also for a person with a second factor: their session has been through both
 * already, and what is asked here is whether they still sit before it. A recovery code is used up by it. Wrong ones are 403, since
 * the session stays as it is. Who has none of the three signs out and in again.
 */
export const reauthenticate = route({
  id: 'reauthenticate',
  method: 'POST',
  path: '/api/v1/auth/reauthenticate',
  summary: 'Gives a factor again, so that sensitive changes are open for five minutes',
  access: 'person',
  body: z.object({
    password: GivenPassword.optional(),
    code: z.string().trim().min(6).max(40).optional(),
    passkey: z.strictObject({ flow: OpaqueToken, credential: WebAuthnJson }).optional(),
  }),
  response: z.object({ authenticatedAt: InstantText }),
});
