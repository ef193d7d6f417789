import type { Instant } from '../time/instant.ts';

export const PAUSE_KINDS = ['break', 'idle', 'gap'] as const;
export type PauseKind = (typeof PAUSE_KINDS)[number];

/** `idle` and `gap` are shown to the person before they leave the device; only a break is begun by hand. */
export const FOUND_PAUSE_KINDS = ['idle', 'gap'] as const;
export type FoundPauseKind = (typeof FOUND_PAUSE_KINDS)[number];

/** What the person decided about a found pause: it was work, or it was not. */
export const PAUSE_DECISIONS = ['counted', 'excluded'] as const;
export type PauseDecision = (typeof PAUSE_DECISIONS)[number];
export type PauseResolution = 'pending' | PauseDecision;

/**
 * Why a session ended on a device: the person said so; said it was over when a pause began; said so later, with the time it really
 * was; or it had been open for the longest time that is allowed. Source: attendance.md, R5, R6, M1.
 */
export const CLOCK_OUT_REASONS = ['member', 'pause_start', 'earlier', 'max_length'] as const;
export type ClockOutReason = (typeof CLOCK_OUT_REASONS)[number];

/**
 * What a device tells, beside who and when. Every instant is of the device's clock; `EventStamp.offsetMs` makes it canonical. The ids
 * are made by the device: `sessionId` of the session as this device knows it, which may be an alias of another's.
 */
export type AttendanceAction =
  | { type: 'clock_in'; sessionId: string; zone: string }
  | { type: 'clock_out'; sessionId: string; endedAt: Instant; reason: ClockOutReason }
  /** Within 60 s of the clock-out, else it is refused. */
  | { type: 'clock_out_undone'; sessionId: string }
  | { type: 'break_start'; sessionId: string; pauseId: string }
  | { type: 'break_end'; sessionId: string; pauseId: string }
  /** Shown to the person already; pending until it is decided. */
  | {
      type: 'pause_found';
      sessionId: string;
      pauseId: string;
      kind: FoundPauseKind;
      startedAt: Instant;
      endedAt: Instant;
    }
  | { type: 'pause_decided'; sessionId: string; pauseId: string; decision: PauseDecision }
  /** The end that was assumed is right. */
  | { type: 'end_confirmed'; sessionId: string }
  /** Work went on after the winning clock-out: the session ends at the later one that was superseded, or is open again. */
  | { type: 'end_restored'; sessionId: string }
  /** The wall clock was set by hand: how far it jumped, in milliseconds. No effect on time. */
  | { type: 'clock_change'; jumpMs: number }
  /** The zone of the system changed; from then on days are its days. */
  | { type: 'zone_change'; zone: string };
export type AttendanceActionType = AttendanceAction['type'];

/** Who tells, and when by which clock. Only (deviceId, seq) orders events of a device; source: J3. */
export type EventStamp = {
  /** UUID version 7, made by the device. */
  eventId: string;
  deviceId: string;
  /** 1, 2, 3, … without a hole in each device and organization. */
  seq: number;
  /** The device's wall clock. */
  occurredAt: Instant;
  /** Server minus device, in milliseconds; null when it was never known in that run of the machine. */
  offsetMs: number | null;
  /** One for each run of the device's monotonic clock. */
  bootId: string;
  /** The monotonic clock, in milliseconds since some instant of that run. */
  monoMs: number;
};

/** An event as the server holds it. */
export type AttendanceEvent = EventStamp & {
  action: AttendanceAction;
  receivedAt: Instant;
};

/**
 * `applied`; `duplicate`: known already, with the result it had; `superseded`: kept, but something earlier or stronger wins; `held`:
 * became a request that somebody decides, see `HELD_REASONS`; `rejected`: see `REJECTION_CODES`.
 */
export const EVENT_RESULTS = ['applied', 'duplicate', 'superseded', 'held', 'rejected'] as const;
export type EventResult = (typeof EVENT_RESULTS)[number];

/** Source: C3, D5. */
export const HELD_REASONS = ['too_old', 'locked_period', 'device_removed'] as const;
export type HeldReason = (typeof HELD_REASONS)[number];

export const REJECTION_CODES = [
  'unknown_session',
  'unknown_pause',
  'ends_before_start',
  'pause_outside_session',
  'session_is_closed',
  'already_on_break',
  'undo_too_late',
  'nothing_to_restore',
  'session_too_long',
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];
