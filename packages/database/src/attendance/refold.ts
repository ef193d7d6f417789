import { isDeepStrictEqual } from 'node:util';
import type { AttendanceEvent } from '@devpulse/domain/attendance/events';
import { foldAttendance } from '@devpulse/domain/attendance/fold';
import type { FoldedEventResult, FoldOutput } from '@devpulse/domain/attendance/fold-input';
import { AppError } from '@devpulse/domain/errors';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import { findWindow, type KnownSessions, type News } from './fold-window.ts';
import { begunIn, findToldOf, type KnownTime } from './known-time.ts';
import type { KeptSession } from './stored-sessions.ts';
import type { Touched } from './told.ts';

export type Refolding = News & {
  /** Events that are not stored yet. */
  fresh: readonly AttendanceEvent[];
  now: Instant;
};

export type Refolded = {
  results: Map<string, FoldedEventResult>;
  /** What is stored that has to go or changes, and what is there in its place. */
  change: { before: KeptSession[]; written: KeptSession[] };
  /** What is known then. */
  around: KnownSessions;
  /** From the first to the last instant at which anything counts otherwise than before; null when nothing does. */
  changed: Touched | null;
};

/**
 * As many events as are folded together with something new: some three days, of which three devices that find a pause each ten minutes
 * fill less. Events made to be slow take 0.4 s to fold at this number, and eleven at five times of it.
 */
export const MOST_EVENTS = 2_000;

/**
 * Makes a member's sessions anew as far as something new can reach, and tells which of them differ. Called under `lockMemberTime`, as was
 * the reading of what is `known`. Everything that it is made of has to be stored, but for the fresh events. Throws AppError('too_large') for
 * something new where too much lies already.
 */
export async function refoldMember(tenant: Tenant, of: Refolding, known: KnownTime): Promise<Refolded> {
  const { userId, fresh, now } = of;
  const { window, around } = await findWindow(tenant, of, known.around);
  const names = [...of.names, ...begunIn(fresh)];
  const { events: stored, ...told } = await findToldOf(tenant, { userId, window, names, now }, known);
  const events = [...stored, ...fresh];
  if (fresh.length > 0 && events.length > MOST_EVENTS) throw tooMany();
  const output = foldAttendance({
    events,
    ...told,
    devices: known.told.devices,
    locks: known.told.locks,
    now,
  });
  const change = differenceOf(window.sessions, keptSessions(output, userId));
  return {
    results: new Map(output.results.map((result) => [result.eventId, result])),
    change,
    around: changedAround(around, change),
    changed: rangeOf([...change.before, ...change.written], now),
  };
}

function changedAround(around: KnownSessions, { before, written }: Refolded['change']): KnownSessions {
  const gone = new Set(before.map(({ sessionId }) => sessionId));
  return {
    ...around,
    sessions: [...around.sessions.filter(({ sessionId }) => !gone.has(sessionId)), ...written],
  };
}

function tooMany(): AppError {
  return new AppError('too_large', `Around this time more than ${MOST_EVENTS} entries were recorded.`, {
    field: 'body.events',
    remedy: 'Leave these entries out, and ask for a correction of what is missing.',
  });
}

function keptSessions({ sessions, pauses, links }: FoldOutput, userId: string): KeptSession[] {
  return sessions.map((session) => ({
    ...session,
    userId,
    version: 1,
    links: links.filter(({ sessionId }) => sessionId === session.sessionId),
    pauses: pauses.filter(({ sessionId }) => sessionId === session.sessionId),
  }));
}

function differenceOf(before: readonly KeptSession[], after: readonly KeptSession[]) {
  const known = new Map(before.map((session) => [session.sessionId, session]));
  const written = after.flatMap((session): KeptSession[] => {
    const old = known.get(session.sessionId);
    known.delete(session.sessionId);
    if (old === undefined) return [session];
    if (isDeepStrictEqual({ ...session, version: old.version }, old)) return [];
    const isAsBefore = isDeepStrictEqual(
      { ...session, version: old.version, links: [] },
      { ...old, links: [] },
    );
    return [{ ...session, version: isAsBefore ? old.version : old.version + 1 }];
  });
  const changed = new Set(written.map(({ sessionId }) => sessionId));
  return {
    written,
    before: before.filter(({ sessionId }) => changed.has(sessionId) || known.has(sessionId)),
  };
}

function rangeOf(sessions: readonly KeptSession[], now: Instant): Touched | null {
  if (sessions.length === 0) return null;
  return {
    from: Math.min(...sessions.map(({ startedAt }) => startedAt)),
    to: Math.max(...sessions.map(({ startedAt, endedAt }) => Math.max(startedAt, endedAt ?? now))),
  };
}
