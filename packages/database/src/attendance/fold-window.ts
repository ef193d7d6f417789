import type { AttendanceEvent } from '@devpulse/domain/attendance/events';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import { loadEvents } from './session-events.ts';
import { type KeptSession, readSessionsNamed, readSessionsTouching } from './stored-sessions.ts';

const HOUR = 3_600_000;
/**
 * No session is open for longer than a day, so nothing reaches further than this from one end of it to the other. A session may come to reach
 * beyond its end: a clock-out is taken back, and one that it superseded, hours later, is the end.
 */
const REACH_MS = 26 * HOUR;
const LOOK_MS = 48 * HOUR;
/** Beyond every instant that the wire can carry. */
const FAR = 4_102_444_800_000;

export type Touched = { from: Instant; to: Instant };

/** From an instant that no session of the member covers to another, with all sessions between. */
export type FoldWindow = Touched & { sessions: KeptSession[] };

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

/** How far what is new at `touched`, or about sessions of these names, can reach. */
export async function findWindow(
  tenant: Tenant,
  of: { userId: string; touched: Touched; names: readonly string[] },
): Promise<FoldWindow> {
  const { userId, names } = of;
  const named = names.length === 0 ? [] : await readSessionsNamed(tenant, { userId, names });
  let reach: Touched = {
    from: Math.min(of.touched.from, ...named.map(startOf)) - REACH_MS,
    to: Math.max(of.touched.to, ...named.map((one) => one.endedAt ?? one.startedAt)) + REACH_MS,
  };
  for (;;) {
    const looked = { from: reach.from - LOOK_MS, to: reach.to + LOOK_MS };
    const sessions = await readSessionsTouching(tenant, { userId, ...looked });
    const whole = closed(reach, sessions);
    const isSeen = whole.from >= looked.from && (whole.to <= looked.to || whole.to > FAR);
    if (isSeen) return { ...whole, sessions: sessions.filter((one) => isInside(one, whole)) };
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
