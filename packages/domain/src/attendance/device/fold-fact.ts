import type { SteadyInstant } from './reading.ts';
import type { DeviceRecord, DeviceSession, ServerFact, ServerSession } from './record.ts';

/** The record after something that the server said. */
export function foldFact(record: DeviceRecord, fact: ServerFact): DeviceRecord {
  switch (fact.type) {
    case 'nothing_elsewhere':
      return { ...record, elsewhere: null };
    case 'rules':
      return { ...record, rules: fact.rules };
    case 'figures':
      return { ...record, figures: { asOf: fact.asOf - fact.frameMs, days: fact.days } };
    case 'joined':
      return {
        ...record,
        sessions: record.sessions.map((session) =>
          session.sessionId === fact.sessionId
            ? {
                ...session,
                joinedSessionId: fact.joinedSessionId,
                toldAs: session.endedAt === null ? fact.joinedSessionId : session.toldAs,
              }
            : session,
        ),
      };
    case 'session':
      return foldSession(record, fact.session, (instant) => instant - fact.frameMs);
  }
}

function foldSession(
  record: DeviceRecord,
  told: ServerSession,
  steady: (instant: number) => SteadyInstant,
): DeviceRecord {
  const names = [told.sessionId, ...told.aliases];
  const isHeld = ({ sessionId, joinedSessionId }: DeviceSession) =>
    names.includes(sessionId) || (joinedSessionId !== null && names.includes(joinedSessionId));
  const held = record.sessions.findLast(isHeld);
  const others = record.sessions.filter((session) => !isHeld(session));
  const isElsewhereOver = record.elsewhere !== null && names.includes(record.elsewhere.sessionId);
  if (!held && told.endedAt === null) {
    const { sessionId, openedOn } = told;
    return { ...record, elsewhere: { sessionId, openedOn, startedAt: steady(told.startedAt) } };
  }
  const elsewhere = isElsewhereOver ? null : record.elsewhere;
  if (told.isVoid) return { ...record, elsewhere, sessions: others };
  const sessions = [...others, merge(held, told, steady)].toSorted((a, b) => a.startedAt - b.startedAt);
  return { ...record, elsewhere, sessions };
}

/** The server's times and decisions, with what only this device knows: its own id of the session and why a pause was found. */
function merge(
  held: DeviceSession | undefined,
  told: ServerSession,
  steady: (instant: number) => SteadyInstant,
): DeviceSession {
  const sessionId = held?.sessionId ?? told.sessionId;
  const isSameEnd = told.endReason !== null && told.endReason === held?.endReason;
  return {
    sessionId,
    joinedSessionId: told.sessionId === sessionId ? null : told.sessionId,
    toldAs: isSameEnd && held && held.closedAt !== null ? held.toldAs : told.sessionId,
    openedOn: told.openedOn,
    startedAt: steady(told.startedAt),
    endedAt: told.endedAt === null ? null : steady(told.endedAt),
    endReason: told.endReason,
    closedAt: isSameEnd ? (held?.closedAt ?? null) : null,
    reviewReason: told.reviewReason,
    pauses: told.pauses.map((pause) => {
      const known = held?.pauses.find(({ pauseId }) => pauseId === pause.pauseId);
      return {
        pauseId: pause.pauseId,
        kind: pause.kind,
        cause: known?.cause ?? null,
        startedAt: steady(pause.startedAt),
        endedAt: pause.endedAt === null ? null : steady(pause.endedAt),
        resolution: pause.resolution,
        decidedAt: known?.resolution === pause.resolution ? known.decidedAt : null,
      };
    }),
  };
}
