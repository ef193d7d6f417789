import type { Tenant } from '../tenant.ts';
import { type KeptSession, readSessionsTouching } from './stored-sessions.ts';
import type { Touched } from './told.ts';

const HOUR = 3_600_000;
/**
 * No session is open for longer than a day, so nothing reaches further than this from one end of it to the other. A session may come to reach
 * beyond its end: a clock-out is taken back, and one that it superseded, hours later, is the end.
 */
export const REACH_MS = 26 * HOUR;
/** How much further is looked: as far as the days reach that begin or end with what is new, wherever on earth they are days. */
const LOOK_MS = 36 * HOUR;
/** Beyond every instant that the wire can carry. */
const FAR = 4_102_444_800_000;

/** From an instant that no session of the member covers to another, with all sessions between. */
export type FoldWindow = Touched & { sessions: KeptSession[] };

/**
 * Something new about a member's time: the instants that it lies at, and the sessions that it is about, wherever they lie. `isBegun` where
 * each of these begins with it.
 */
export type News = { userId: string; touched: Touched; names: readonly string[]; isBegun?: boolean };

/** Every session of a member that lies between two instants with any part, among others. */
export type KnownSessions = Touched & { sessions: KeptSession[] };

const startOf = (one: KeptSession) => Math.min(one.startedAt, one.rawStartedAt);
const endOf = (one: KeptSession) => Math.max(one.endedAt ?? FAR, one.rawEndedAt ?? one.endedAt ?? FAR);

export function isInside(one: KeptSession, { from, to }: Touched): boolean {
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

const looking = ({ from, to }: Touched): Touched => ({ from: from - LOOK_MS, to: to + LOOK_MS });

/** As far as sessions are looked at where something new lies. */
export const lookedAround = ({ from, to }: Touched): Touched =>
  looking({ from: from - REACH_MS, to: to + REACH_MS });

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
    const looked = looking(whole);
    around = { ...looked, sessions: await readSessionsTouching(tenant, { userId, ...looked }) };
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
