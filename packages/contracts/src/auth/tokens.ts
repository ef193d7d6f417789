import { SESSION_KINDS } from '@devpulse/domain/access/session-rules';
import { z } from 'zod';
import { InstantText, OpaqueToken, PlainName } from '../primitives.ts';

/** Both tokens of a session. The refresh token is good for one use; its answer may be asked for again within ten seconds. */
export const SessionTokens = z.object({
  sessionId: z.uuid(),
  accessToken: z.string(),
  accessExpiresAt: InstantText,
  refreshToken: z.string(),
  /** Of the session as it stands: unused until then, it ends. */
  refreshExpiresAt: InstantText,
});
export type SessionTokens = z.infer<typeof SessionTokens>;

export const SecondFactorMethod = z.enum(['totp', 'recovery_code', 'passkey']);

/** A sign-in that is complete has `session`; one that needs a second factor has `challenge`. */
export const SignInResult = z.object({
  session: SessionTokens.nullable(),
  challenge: z
    .object({ token: OpaqueToken, methods: z.array(SecondFactorMethod), expiresAt: InstantText })
    .nullable(),
});
export type SignInResult = z.infer<typeof SignInResult>;

/** What a program that signs in says of itself; shown to the person, never trusted. */
export const DeviceDescription = z.strictObject({
  name: PlainName,
  kind: z.enum(SESSION_KINDS).exclude(['web']).default('desktop'),
  os: PlainName,
  appVersion: z.string().min(1).max(40),
});
export type DeviceDescription = z.infer<typeof DeviceDescription>;
