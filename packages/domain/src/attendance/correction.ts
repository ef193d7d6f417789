import type { Instant } from '../time/instant.ts';
import type { PauseKind, PauseResolution } from './events.ts';

export type CorrectedPause = {
  pauseId: string;
  kind: PauseKind;
  startedAt: Instant;
  endedAt: Instant;
  resolution: PauseResolution;
};

/** A range as a correction says it. `endedAt` null: the clock-out says the end, or there is none yet. */
export type CorrectedRange = { startedAt: Instant; endedAt: Instant | null };

/**
 * A change that was approved. What it saw before and what it says now are its own: no event within either counts beside it.
 * Several for one session apply in the order of their approval.
 */
export type ApprovedCorrection = {
  correctionId: string;
  /** The stored session that it changes, or the new one that it adds. */
  sessionId: string;
  approvedAt: Instant;
  /** Taken back after it was approved: has no effect. */
  isWithdrawn: boolean;
  /** What was stored when it was asked for; null when it adds a session. */
  before: CorrectedRange | null;
  /** Null makes the session void. `pauses` null: those that the devices told stay, inside the new range. */
  after: (CorrectedRange & { pauses: CorrectedPause[] | null }) | null;
};
