import { z } from 'zod';
import { WebAuthnJson } from '../auth/sign-in.ts';
import { Count, Done, InstantText, OpaqueToken, PlainName } from '../primitives.ts';
import { route } from '../route.ts';

export const listFactors = route({
  id: 'listFactors',
  method: 'GET',
  path: '/api/v1/account/factors',
  summary:
    'Password, authenticator app, recovery codes, passkeys and linked identities of the person who asks',
  access: 'person',
  response: z.object({
    hasPassword: z.boolean(),
    totp: z.object({ confirmedAt: InstantText }).nullable(),
    recoveryCodesLeft: Count,
    passkeys: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        createdAt: InstantText,
        lastUsedAt: InstantText.nullable(),
      }),
    ),
    identities: z.array(
      z.object({
        id: z.uuid(),
        provider: z.enum(['github', 'sso']),
        label: z.string(),
        createdAt: InstantText,
      }),
    ),
  }),
});

export const startTotp = route({
  id: 'startTotp',
  method: 'POST',
  path: '/api/v1/account/totp',
  summary: 'A new secret for an authenticator app; it counts once a code of it was given',
  access: 'person',
  isSensitive: true,
  response: z.object({ secret: z.string(), uri: z.string() }),
});

const RecoveryCodes = z.object({
  /** Shown once; each is good for one sign-in. */
  recoveryCodes: z.array(z.string()),
});

export const confirmTotp = route({
  id: 'confirmTotp',
  method: 'POST',
  path: '/api/v1/account/totp/confirm',
  summary: 'Turns the authenticator app on; the recovery codes are shown once',
  access: 'person',
  isSensitive: true,
  body: z.object({
    code: z
      .string()
      .trim()
      .regex(/^\d{6}$/, 'the six digits that the app shows'),
  }),
  response: RecoveryCodes,
});

export const removeTotp = route({
  id: 'removeTotp',
  method: 'DELETE',
  path: '/api/v1/account/totp',
  summary: 'Turns the authenticator app off, and forgets the recovery codes',
  access: 'person',
  isSensitive: true,
  response: Done,
});

export const renewRecoveryCodes = route({
  id: 'renewRecoveryCodes',
  method: 'POST',
  path: '/api/v1/account/recovery-codes',
  summary: 'New recovery codes; the old ones are void',
  access: 'person',
  isSensitive: true,
  response: RecoveryCodes,
});

export const startPasskey = route({
  id: 'startPasskey',
  method: 'POST',
  path: '/api/v1/account/passkeys/start',
  summary: 'Options for navigator.credentials.create',
  access: 'person',
  isSensitive: true,
  response: z.object({ flow: OpaqueToken, options: WebAuthnJson }),
});

export const addPasskey = route({
  id: 'addPasskey',
  method: 'POST',
  path: '/api/v1/account/passkeys',
  summary: 'Adds a passkey',
  access: 'person',
  isSensitive: true,
  body: z.object({ flow: OpaqueToken, name: PlainName, credential: WebAuthnJson }),
  response: z.object({ id: z.uuid() }),
});

export const removePasskey = route({
  id: 'removePasskey',
  method: 'DELETE',
  path: '/api/v1/account/passkeys/:passkey',
  summary: 'Removes a passkey',
  access: 'person',
  isSensitive: true,
  params: z.object({ passkey: z.uuid() }),
  response: Done,
});

export const removeIdentity = route({
  id: 'removeIdentity',
  method: 'DELETE',
  path: '/api/v1/account/identities/:identity',
  summary: 'Unlinks an identity; 409 when nothing else would be left to sign in with',
  access: 'person',
  isSensitive: true,
  params: z.object({ identity: z.uuid() }),
  response: Done,
});
