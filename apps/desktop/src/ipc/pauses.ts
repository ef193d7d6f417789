import { z } from 'zod';
import { DayPiece, Id, InstantMs, ShownText } from './values.ts';

/** How a pause was noticed. Only `idle` (the first two) or `gap` leaves the device. */
export const PAUSE_CAUSES = ['no_input', 'locked', 'asleep', 'app_closed'] as const;
export const PauseCause = z.enum(PAUSE_CAUSES);
export type PauseCause = z.infer<typeof PauseCause>;

export const PendingPause = z.strictObject({
  pauseId: Id,
  sessionId: Id,
  cause: PauseCause,
  startedAt: InstantMs,
  endedAt: InstantMs,
  /** What it would add to each local day if it were kept. */
  pieces: z.array(DayPiece).min(1).max(40),
  /** Clocking out at its start is offered. */
  canClockOut: z.boolean(),
  /** What each local day would lose beside the pauses that begin later, if the session ended at its start. */
  droppedIfClockedOut: z.array(DayPiece).max(40),
});
export type PendingPause = z.infer<typeof PendingPause>;

export const SettledPause = z.strictObject({
  pauseId: Id,
  startedAt: InstantMs,
  endedAt: InstantMs,
  outcome: z.enum(['kept', 'left_out', 'no_pause']),
  /** Null with `no_pause`: another device was in use, `deviceName`. */
  decidedAt: InstantMs.nullable(),
  decidedOn: z.enum(['this_device', 'web', 'other_device']),
  deviceName: ShownText.nullable(),
  canChange: z.boolean(),
});
export type SettledPause = z.infer<typeof SettledPause>;

export const PausesView = z.strictObject({
  /** Oldest first. */
  pending: z.array(PendingPause).max(500),
  /** Of the session that is open or ended last, oldest first. */
  settled: z.array(SettledPause).max(500),
  /** What is counted now of each day that a pending pause touches, without any of them. */
  workedWithout: z.array(DayPiece).max(400),
});
export type PausesView = z.infer<typeof PausesView>;
