import { LocalDay } from '@devpulse/contracts/primitives';
import { REFUSED_FORMS } from '@devpulse/domain/attendance/device/outbox';
import { HELD_REASONS, REJECTION_CODES } from '@devpulse/domain/attendance/events';
import { z } from 'zod';
import { PauseCause } from './pauses.ts';
import { DurationMs, Id, InstantMs, ShownText } from './values.ts';

/** What an entry that was refused or held was about. */
export const EntryAction = z.enum([
  'clock_in',
  'clock_out',
  'clock_out_undone',
  'break_start',
  'break_end',
  'pause',
  'other',
]);
export type EntryAction = z.infer<typeof EntryAction>;

/** The same while the fact is the same: what a dismissal names. */
const id = z.string().min(1).max(120);
const of = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), id, ...shape });

/** One for each notice of the main window; the words are the window's. In the order in which one wins over the next. */
export const Notice = z.discriminatedUnion('kind', [
  /** For 60 seconds; wins over all others while it lasts. */
  of('clocked_out', { at: InstantMs, undoUntil: InstantMs }),
  of('entry_refused', {
    eventId: Id,
    sessionId: Id.nullable(),
    action: EntryAction,
    at: InstantMs,
    day: LocalDay,
    code: z.enum([...REJECTION_CODES, ...REFUSED_FORMS]),
    /** Of the session that is meant; null when it is not known. */
    sessionStartedAt: InstantMs.nullable(),
  }),
  of('entries_unreadable', { count: z.int().positive() }),
  of('closed_for_you', { sessionId: Id, day: LocalDay, endedAt: InstantMs, openMs: DurationMs }),
  of('clocked_out_elsewhere', { sessionId: Id, at: InstantMs, deviceName: ShownText.nullable() }),
  of('no_secure_storage', {}),
  /** Positive: this device's clock is fast. */
  of('clock_off', { fastMs: z.int() }),
  of('clock_changed', { at: InstantMs, from: InstantMs, to: InstantMs }),
  of('offline', { since: InstantMs, waiting: z.int().positive() }),
  of('joined', { deviceName: ShownText.nullable(), since: InstantMs }),
  of('pauses_to_decide', {
    count: z.int().positive(),
    totalMs: DurationMs,
    newest: z.strictObject({ cause: PauseCause, startedAt: InstantMs, endedAt: InstantMs }),
  }),
  of('running_long', { sessionId: Id, openMs: DurationMs, closesAt: InstantMs }),
  of('long_break', { since: InstantMs, onBreakMs: DurationMs }),
  of('entry_held', {
    eventId: Id,
    action: EntryAction,
    at: InstantMs,
    day: LocalDay,
    reason: z.enum(HELD_REASONS),
    sentTo: ShownText.nullable(),
  }),
  of('correction_decided', {
    requestId: Id,
    day: LocalDay,
    isApproved: z.boolean(),
    workedMs: DurationMs.nullable(),
    decidedBy: ShownText.nullable(),
  }),
  of('update_ready', { version: z.string().max(40) }),
]);
export type Notice = z.infer<typeof Notice>;
export type NoticeKind = Notice['kind'];
