import type { Instant } from '../time/instant.ts';
import type { ApprovedCorrection } from './correction.ts';
import type { AttendanceEvent, EventResult, HeldReason, RejectionCode } from './events.ts';
import type { DatedRules } from './rules.ts';
import type { SessionLink, StoredPause, StoredSession } from './session.ts';

export const DEVICE_KINDS = ['desktop', 'web'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** Only a `desktop` notices absence, so only its being alive says that somebody is there; source: D3. */
export type FoldDevice = { deviceId: string; kind: DeviceKind; removedAt: Instant | null };

/**
 * When the server last heard from a device while its session was open, by that session's name or an alias of it. Kept for each session
 * and no longer moved once it has an end, also an assumed one: else the next morning would lengthen the evening before.
 */
export type SignOfLife = { deviceId: string; sessionId: string; until: Instant };

/** Everything before the instant `before` was locked from `lockedAt` on; it counts for what is received while it holds. Source: K2. */
export type AttendanceLock = { before: Instant; lockedAt: Instant; unlockedAt: Instant | null };

export type FoldInput = {
  /** Of one member in one organization, in any order, with any repetition; at least one whole cluster, see `clusterBounds`. */
  events: readonly AttendanceEvent[];
  corrections: readonly ApprovedCorrection[];
  /** In order of `validFrom`; each session goes by those in force when it began. */
  rules: readonly DatedRules[];
  /** Devices that are missing count as desktops that were not removed. */
  devices: readonly FoldDevice[];
  signsOfLife: readonly SignOfLife[];
  locks: readonly AttendanceLock[];
  /** Events that were held and then accepted: they count like any other. */
  acceptedEventIds: ReadonlySet<string>;
  now: Instant;
};

export type FoldedEventResult = {
  eventId: string;
  /** `duplicate` is no result of the fold: only who stores events knows of repeats. */
  result: Exclude<EventResult, 'duplicate'>;
  code: RejectionCode | HeldReason | null;
  /** Of a clock-in that met a running session. */
  joinedSessionId: string | null;
  isClamped: boolean;
};

export type FoldOutput = {
  /** By start, then id. */
  sessions: StoredSession[];
  /** By start, then id. */
  pauses: StoredPause[];
  links: SessionLink[];
  /** One for each event, by device and sequence. */
  results: FoldedEventResult[];
};
