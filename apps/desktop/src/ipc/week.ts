import { LocalDay, TimeZone } from '@devpulse/contracts/primitives';
import { PAUSE_KINDS } from '@devpulse/domain/attendance/events';
import { z } from 'zod';
import { PauseCause } from './pauses.ts';
import { DurationMs, Id, InstantMs, Minutes, ShownText } from './values.ts';

export const WeekPause = z.strictObject({
  pauseId: Id,
  kind: z.enum(PAUSE_KINDS),
  /** How this device noticed it; null of a break, and of what another device noticed. */
  cause: PauseCause.nullable(),
  startedAt: InstantMs,
  endedAt: InstantMs.nullable(),
  resolution: z.enum(['pending', 'excluded', 'counted']),
});
export type WeekPause = z.infer<typeof WeekPause>;

/** A session with its whole times, in each day that it touches; the window cuts it at the day's bounds. */
export const WeekSession = z.strictObject({
  sessionId: Id,
  startedAt: InstantMs,
  endedAt: InstantMs.nullable(),
  /** Of this day alone. */
  workedMs: DurationMs,
  pauses: z.array(WeekPause).max(500),
  isClosedAutomatically: z.boolean(),
  needsReview: z.boolean(),
  isCorrected: z.boolean(),
  isRequested: z.boolean(),
});
export type WeekSession = z.infer<typeof WeekSession>;

export const WeekDay = z.strictObject({
  day: LocalDay,
  /** First instant of the day, and of the next, in `WeekView.zone`. */
  startsAt: InstantMs,
  endsAt: InstantMs,
  workedMs: DurationMs,
  breakMs: DurationMs,
  unresolvedMs: DurationMs,
  targetMinutes: Minutes.nullable(),
  status: z.enum(['open', 'final', 'locked']),
  sessions: z.array(WeekSession).max(500),
  /** Clocks went forward or back: from when on, and from which wall minute of the day to which. */
  clockShift: z
    .strictObject({
      at: InstantMs,
      wallMinuteBefore: z.int().min(0).max(1440),
      wallMinuteAfter: z.int().min(0).max(1440),
    })
    .nullable(),
});
export type WeekDay = z.infer<typeof WeekDay>;

export const WeekView = z.strictObject({
  /** Seven, Monday first. */
  days: z.array(WeekDay).length(7),
  zone: TimeZone,
  workedMs: DurationMs,
  unresolvedMs: DurationMs,
  targetMinutes: Minutes.nullable(),
  /** When the server counted; null: counted on this device. */
  fromServerAt: InstantMs.nullable(),
  isLatest: z.boolean(),
  /** The rules for a correction. */
  correction: z.strictObject({
    /** Up to so many minutes apply at once; 0: every change is decided by somebody. */
    appliesUpToMinutes: Minutes,
    appliesUpToDays: z.int().nonnegative().max(366),
    decidedBy: ShownText.nullable(),
    maximumSessionMinutes: Minutes,
  }),
});
export type WeekView = z.infer<typeof WeekView>;

export const AccessLogView = z.strictObject({
  entries: z
    .array(
      z.strictObject({
        at: InstantMs,
        who: ShownText,
        role: z.enum(['manager', 'admin', 'owner', 'other']),
        did: z.enum(['viewed', 'exported', 'changed', 'locked', 'unlocked', 'decided']),
        what: ShownText,
      }),
    )
    .max(1000),
  /** When the server answered; older than the question when it could not be asked. */
  asOf: InstantMs.nullable(),
  isOffline: z.boolean(),
});
export type AccessLogView = z.infer<typeof AccessLogView>;
