import type { Instant } from '../../time/instant.ts';
import type { LocalDay } from '../../time/local-day.ts';
import type { AttendanceAction, PauseKind, PauseResolution } from '../events.ts';
import type { EndReason, ReviewReason } from '../session.ts';
import type { SteadyInstant } from './reading.ts';
import type { DeviceRules } from './rules.ts';

/** Why a pause was found, in the words that are shown; it stays on the device. */
export const PAUSE_CAUSES = ['no_input', 'locked', 'asleep', 'app_closed'] as const;
export type PauseCause = (typeof PAUSE_CAUSES)[number];

export type DevicePause = {
  pauseId: string;
  kind: PauseKind;
  /** Null for a break, and where another device found it. */
  cause: PauseCause | null;
  startedAt: SteadyInstant;
  /** Null while a break runs. */
  endedAt: SteadyInstant | null;
  resolution: PauseResolution;
  /** When it was decided on this device. */
  decidedAt: SteadyInstant | null;
};

export type DeviceSession = {
  sessionId: string;
  /** The session of the server that this one joined; null when it is its own. */
  joinedSessionId: string | null;
  /**
   * The name under which the server is told more of it: its own, and once it is known that it joined, the other's. A clock-out is taken back by
   * the name that it was told under.
   */
  toldAs: string;
  /** Name of the device that the joined session was opened on, if it is known. */
  openedOn: string | null;
  startedAt: SteadyInstant;
  endedAt: SteadyInstant | null;
  endReason: EndReason | null;
  /** When this device recorded the clock-out, from where the time for taking it back runs; null where it was not this device. */
  closedAt: SteadyInstant | null;
  /** Why the member should confirm, restore or correct the end. */
  reviewReason: ReviewReason | null;
  pauses: readonly DevicePause[];
};

/** A day's figures as the server counted them. */
export type ServerDay = {
  day: LocalDay;
  workedMs: number;
  breakMs: number;
  unresolvedMs: number;
  targetMs: number | null;
};

/** What the journal holds, folded; replaying the journal gives the same. */
export type DeviceRecord = {
  /** By how much the wall clock was set by hand since the journal began, in milliseconds. */
  setMs: number;
  zone: string | null;
  /** Oldest first; those that may still be shown or decided. */
  sessions: readonly DeviceSession[];
  /** A session of this member that this device is not part of; clocking in joins it. */
  elsewhere: { sessionId: string; startedAt: SteadyInstant; openedOn: string | null } | null;
  /** Null before the server ever said; `asOf` is when it counted. */
  figures: { asOf: SteadyInstant; days: readonly ServerDay[] } | null;
  /** As the server last said; null before it did. */
  rules: DeviceRules | null;
  /** The last thing that the person did here. */
  lastActionAt: SteadyInstant | null;
};

export const EMPTY_RECORD: DeviceRecord = {
  setMs: 0,
  zone: null,
  sessions: [],
  elsewhere: null,
  figures: null,
  rules: null,
  lastActionAt: null,
};

/** A session as the server holds it; instants are canonical. */
export type ServerSession = {
  sessionId: string;
  /** The ids by which devices that joined know it. */
  aliases: readonly string[];
  openedOn: string | null;
  startedAt: Instant;
  endedAt: Instant | null;
  endReason: EndReason | null;
  reviewReason: ReviewReason | null;
  /** It counts nothing: it was too short, or others cover all of it. */
  isVoid: boolean;
  pauses: readonly {
    pauseId: string;
    kind: PauseKind;
    startedAt: Instant;
    endedAt: Instant | null;
    resolution: PauseResolution;
  }[];
};

/** Server minus steady time, in milliseconds, by which a fact's instants become steady. */
type FactFrame = { frameMs: number };

/** What the server says; kept in the journal, so that a restart without network knows it. */
export type ServerFact =
  | { type: 'joined'; sessionId: string; joinedSessionId: string }
  /** Given only when nothing of this device waits to be sent; replaces what the device held of it. */
  | ({ type: 'session'; session: ServerSession } & FactFrame)
  | { type: 'nothing_elsewhere' }
  | { type: 'rules'; rules: DeviceRules }
  | ({ type: 'figures'; asOf: Instant; days: readonly ServerDay[] } & FactFrame);

/** An action of this device as the journal keeps it. */
export type RecordedAction = { action: AttendanceAction; cause: PauseCause | null };

/** The session that runs; at most one does. */
export function openSessionOf(record: DeviceRecord): DeviceSession | null {
  return record.sessions.findLast(({ endedAt }) => endedAt === null) ?? null;
}

/** By any name that this device or the server has for it; the newest, as a session may be joined twice. */
export function sessionNamed(record: DeviceRecord, name: string): DeviceSession | null {
  return (
    record.sessions.findLast(
      ({ sessionId, joinedSessionId, toldAs }) =>
        name === sessionId || name === joinedSessionId || name === toldAs,
    ) ?? null
  );
}

export function runningBreakOf(session: DeviceSession): DevicePause | null {
  return session.pauses.find(({ kind, endedAt }) => kind === 'break' && endedAt === null) ?? null;
}
