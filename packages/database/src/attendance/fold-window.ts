import type { AttendanceEvent } from '@devpulse/domain/attendance/events';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import { loadEvents } from './session-events.ts';
import { type KeptSession, readSessionsAround } from './stored-sessions.ts';

const HOUR = 3_600_000;
/**
 * No session is open for longer than a day, so nothing reaches further than this from one end of it to the other. A session may come to reach
 * beyond its end: a clock-out is taken back, and one that it superseded, hours later, is the end.
 */
const REACH_MS = 26 * HOUR;
/** How much further is looked: as far as the day sheets reach that a session of the window can change. */
const LOOK_MS = 96 * HOUR;
/** Beyond every instant that the wire can carry. */
const FAR = 4_102_444_800_000;

export type Touched = { from: Instant; to: Instant };

/** From an instant that no session of the member covers to another, with all sessions between. */
export type FoldWindow = Touched & { sessions: KeptSession[] };

/** Something new about a member's time: the instants that it lies at, and the sessions that it is about, wherever they lie. */
export type News = { userId: string; touched: Touched; names: readonly string[] };

/** Every session of a member that lies between two instants with any part, among others. */
export type KnownSessions = Touched & { sessions: KeptSession[] };

const startOf = (one: KeptSession) => Math.min(one.startedAt, one.rawStartedAt);
const endOf = (one: KeptSession) => Math.max(one.endedAt ?? FAR, one.rawEndedAt ?? one.endedAt ?? FAR);

function isInside(one: KeptSession, { from, to }: Touched): boolean {
  return startOf(one) < to && (endOf(one) > from || startOf(one) >= from);
}

function closed(touched: Touched, sessions: readonly KeptSession[]): Touched {
  let reach = touched;
  for (;;) {
    const inside = sessions.filter((one) => isInside(one, reach));
    const from = Math.min(reach.from, ...inside.map(startOf));
    const to = Math.max(reach.to, ...inside.map((one) => endOf(one) + 1));
    if (from === reach.from && to === reach.to) return reach;
    reach = { from, to };
  }
}

/** What is stored where something new lies, as far as it usually reaches. */
export function readAround(tenant: Tenant, { userId, touched, names }: News): Promise<KnownSessions> {
  const reach = { from: touched.from - REACH_MS, to: touched.to + REACH_MS };
  return readLooking(tenant, { userId, reach, names });
}

async function readLooking(
  tenant: Tenant,
  { userId, reach, names }: { userId: string; reach: Touched; names: readonly string[] },
): Promise<KnownSessions> {
  const looked = { from: reach.from - LOOK_MS, to: reach.to + LOOK_MS };
  return { ...looked, sessions: await readSessionsAround(tenant, { userId, names, ...looked }) };
}

/** How far something new can reach, and what is known then. `first` is what was read around it, or around more. */
export async function findWindow(
  tenant: Tenant,
  news: News,
  first: KnownSessions,
): Promise<{ window: FoldWindow; around: KnownSessions }> {
  const { userId, touched, names } = news;
  const named = first.sessions.filter(({ sessionId, aliases }) =>
    [sessionId, ...aliases].some((name) => names.includes(name)),
  );
  let around = first;
  let reach: Touched = {
    from: Math.min(touched.from, ...named.map(startOf)) - REACH_MS,
    to: Math.max(touched.to, ...named.map((one) => one.endedAt ?? one.startedAt)) + REACH_MS,
  };
  for (;;) {
    const whole = closed(reach, around.sessions);
    const isSeen = whole.from >= around.from && (whole.to <= around.to || whole.to > FAR);
    if (isSeen)
      return {
        window: { ...whole, sessions: around.sessions.filter((one) => isInside(one, whole)) },
        around,
      };
    around = await readLooking(tenant, { userId, reach: whole, names: [] });
    reach = whole;
  }
}

/** Every name that a device may have for these sessions. */
export function namesOf(sessions: readonly KeptSession[]): string[] {
  return [
    ...new Set(
      sessions.flatMap(({ sessionId, siblingOf, aliases, links }) => [
        sessionId,
        ...(siblingOf === null ? [] : [siblingOf]),
        ...aliases,
        ...links.map(({ knownAs }) => knownAs),
      ]),
    ),
  ];
}

/**
 * What is stored of the window, and of the sessions of these names, which may begin with what is new. What was told within it about a session
 * outside, such as a decision on an old pause, belongs to the window of that session and is left out here.
 */
export async function loadWindowEvents(
  tenant: Tenant,
  of: { userId: string; window: FoldWindow; names: readonly string[] },
): Promise<AttendanceEvent[]> {
  const { userId, window } = of;
  const names = new Set([...namesOf(window.sessions), ...of.names]);
  const events = await loadEvents(tenant, { userId, ...window, sessionIds: [...names] });
  for (const { action } of events) if (action.type === 'clock_in') names.add(action.sessionId);
  return events.filter(({ action }) => !('sessionId' in action) || names.has(action.sessionId));
}
