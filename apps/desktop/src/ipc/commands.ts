import { PAUSE_DECISIONS } from '@devpulse/domain/attendance/events';
import { z } from 'zod';
import { Id, InstantMs } from './values.ts';

export const ClockCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('clock_in') }),
  z.strictObject({ type: z.literal('clock_out') }),
  z.strictObject({ type: z.literal('break_start') }),
  z.strictObject({ type: z.literal('break_end') }),
  z.strictObject({ type: z.literal('undo_clock_out') }),
  /** “I left earlier”: the open session ended then. */
  z.strictObject({ type: z.literal('clock_out_earlier'), endedAt: InstantMs }),
  z.strictObject({ type: z.literal('end_confirmed'), sessionId: Id }),
  z.strictObject({ type: z.literal('end_restored'), sessionId: Id }),
  z.strictObject({ type: z.literal('choose_organization'), slug: z.string().min(1).max(100) }),
]);
export type ClockCommand = z.infer<typeof ClockCommand>;

/** All that were answered together; what is left out of the list stays undecided. At most one ends the session. */
export const PauseDecisions = z.strictObject({
  decisions: z
    .array(z.strictObject({ pauseId: Id, decision: z.enum([...PAUSE_DECISIONS, 'clock_out']) }))
    .min(1)
    .max(500),
});
export type PauseDecisions = z.infer<typeof PauseDecisions>;

export const SignInCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('with_browser'), server: z.string().trim().min(1).max(300) }),
  z.strictObject({ type: z.literal('with_code'), server: z.string().trim().min(1).max(300) }),
  z.strictObject({ type: z.literal('open_browser_again') }),
  z.strictObject({ type: z.literal('new_code') }),
  /** Also “Back”, and “Sign in again” of a removed device. */
  z.strictObject({ type: z.literal('cancel') }),
  /** With entries not yet sent: they stay, bound to this person. */
  z.strictObject({ type: z.literal('sign_out') }),
]);
export type SignInCommand = z.infer<typeof SignInCommand>;

export const EntriesCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('send_now') }),
  z.strictObject({ type: z.literal('leave_out'), eventId: Id }),
  z.strictObject({ type: z.literal('save_as_file') }),
  z.strictObject({ type: z.literal('dismiss_notice'), noticeId: z.string().min(1).max(120) }),
]);
export type EntriesCommand = z.infer<typeof EntriesCommand>;

export const DevicesCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('refresh') }),
  /** This device. */
  z.strictObject({ type: z.literal('rename'), name: z.string().trim().min(1).max(100) }),
  z.strictObject({ type: z.literal('remove'), deviceId: Id }),
  /** Looks again at what detection and secure storage can use. */
  z.strictObject({ type: z.literal('check_again') }),
]);
export type DevicesCommand = z.infer<typeof DevicesCommand>;

export const UpdateCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('check') }),
  z.strictObject({ type: z.literal('restart_now') }),
]);
export type UpdateCommand = z.infer<typeof UpdateCommand>;

export const COMMAND_PROBLEMS = [
  'not_now',
  'offline',
  /** The server was reached and cannot do it now. */
  'try_later',
  'signed_out',
  'out_before_in',
  'in_future',
  'overlaps',
  'locked',
  'changed_meanwhile',
  'too_long',
  'too_short',
  'undo_too_late',
  'needs_confirmation',
  'set_by_organization',
  'shortcut_taken',
  'not_found',
  'failed',
] as const;

/** What a command came to. A problem names the field that it is about, and the range that stands in the way. */
export const CommandAnswer = z.discriminatedUnion('isDone', [
  z.strictObject({ isDone: z.literal(true) }),
  z.strictObject({
    isDone: z.literal(false),
    problem: z.enum(COMMAND_PROBLEMS),
    field: z.string().max(60).nullable(),
    range: z.strictObject({ startedAt: InstantMs, endedAt: InstantMs.nullable() }).nullable(),
    /** With `try_later`, where the server says how long. */
    retryAfterSeconds: z.int().min(1).max(86_400).nullable(),
  }),
]);
export type CommandAnswer = z.infer<typeof CommandAnswer>;
