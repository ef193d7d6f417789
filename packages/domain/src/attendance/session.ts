import type { Instant } from '../time/instant.ts';
import type { ClockOutReason, PauseKind, PauseResolution } from './events.ts';

/**
 * `corrected`: an approved correction says its range. `voided`: counts nothing, see `VOID_REASONS`. A pause that was found is over
 * when the server hears of it, so “idle pending” is a state of the device; here the session is open and the pause is pending.
 */
export const SESSION_STATES = ['open', 'on_break', 'closed', 'auto_closed', 'corrected', 'voided'] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/**
 * Beside what a device says: `server_expired` was assumed when the longest time was over without a word; `correction`: an approved
 * correction says so, or begins there.
 */
export const END_REASONS = [
  'member',
  'pause_start',
  'earlier',
  'max_length',
  'server_expired',
  'correction',
] as const;
export type EndReason = (typeof END_REASONS)[number];
const _reasons: ClockOutReason extends EndReason ? true : never = true;
void _reasons;

/** `too_short`: under a second; `superseded`: others cover all of it; `correction`: an approved correction says it was none. */
export const VOID_REASONS = ['too_short', 'superseded', 'correction'] as const;
export type VoidReason = (typeof VOID_REASONS)[number];

/** Why the person should look: the end is a guess; another device went on after it; an instant lay in the future and was moved. */
export const REVIEW_REASONS = ['assumed_end', 'activity_after_end', 'clamped_instant'] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];

/**
 * A session as it is stored. Ranges `[startedAt, endedAt)` of one member never overlap where the state is not `voided`; at most one
 * has no end. A part that is left of a trimmed session may be shorter than a second.
 */
export type StoredSession = {
  /** As the device that opened it named it; of a second part, UUID version 5 of that and of where the part begins. */
  sessionId: string;
  /** The session whose second or later part this is. */
  siblingOf: string | null;
  /** Null of a session that a correction added. */
  openedByDeviceId: string | null;
  state: SessionState;
  startedAt: Instant;
  endedAt: Instant | null;
  /** As the devices told, before anything trimmed or corrected it. Equal to the range of what was entered by hand. */
  rawStartedAt: Instant;
  rawEndedAt: Instant | null;
  /** Null while it has no end. */
  endReason: EndReason | null;
  voidReason: VoidReason | null;
  /** True exactly when `reviewReason` is set. */
  needsReview: boolean;
  reviewReason: ReviewReason | null;
  /** The end was assumed by the server; a clock-out that arrives later replaces it. Source: M2. */
  isProvisional: boolean;
  /** Names that other devices gave to it: they began while it was open and have no range of their own. Source: D1. */
  aliases: string[];
  /** The approved correction that it is made of, the latest. */
  correctionId: string | null;
};

/** A pause of one stored session and inside it; pauses of a session never overlap. */
export type StoredPause = {
  /** As the device named it; of a second piece, UUID version 5 of that and of where the piece begins. */
  pauseId: string;
  pieceOf: string | null;
  sessionId: string;
  /** Null of a pause that a correction added. */
  deviceId: string | null;
  kind: PauseKind;
  startedAt: Instant;
  /** Null while the break lasts. */
  endedAt: Instant | null;
  rawStartedAt: Instant;
  rawEndedAt: Instant | null;
  /** A break is `excluded`. */
  resolution: PauseResolution;
  decidedAt: Instant | null;
};

/** A device that may end the session and whose input keeps found pauses from counting; source: D1, D3. */
export type SessionLink = {
  sessionId: string;
  deviceId: string;
  /** The name by which this device speaks of the session. */
  knownAs: string;
  joinedAt: Instant;
  /** Its last event or sign of life in the session. */
  lastSeenAt: Instant;
};
