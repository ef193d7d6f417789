import { z } from 'zod';
import { InstantMs, ShownText, Waiting } from './values.ts';

/** Why the last try to sign in came to nothing. */
export const SIGN_IN_PROBLEMS = [
  'server_address',
  'server_unreachable',
  'server_unknown',
  'browser_not_opened',
  'took_too_long',
  'state_mismatch',
  'denied',
  'code_expired',
  'session_ended',
  'tokens_unreadable',
] as const;
export const SignInProblem = z.enum(SIGN_IN_PROBLEMS);
export type SignInProblem = z.infer<typeof SignInProblem>;

/** What the main window is about. */
export const Screen = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('signed_out'), problem: SignInProblem.nullable() }),
  z.strictObject({ name: z.literal('waiting_for_browser'), openUntil: InstantMs }),
  z.strictObject({
    name: z.literal('code'),
    /** Eight letters in two groups, as the server gave them. */
    userCode: z.string().max(20),
    /** Without its scheme, as it is read out. */
    verificationAddress: z.string().max(300),
    expiresAt: InstantMs,
    deviceName: ShownText,
    problem: SignInProblem.nullable(),
  }),
  /** Signed in; `AppView.work` is not null. */
  z.strictObject({ name: z.literal('clock') }),
  z.strictObject({ name: z.literal('removed'), removedAt: InstantMs, waiting: Waiting }),
]);
export type Screen = z.infer<typeof Screen>;
