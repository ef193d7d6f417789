import { FUTURE_TOLERANCE_MS } from '@devpulse/domain/attendance/canonical';
import type { ApprovedCorrection } from '@devpulse/domain/attendance/correction';
import type { AttendanceEvent } from '@devpulse/domain/attendance/events';
import type { SignOfLife } from '@devpulse/domain/attendance/fold-input';
import type { DatedRules } from '@devpulse/domain/attendance/rules';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import { approvedCorrections } from './corrections.ts';
import {
  type FoldWindow,
  isInside,
  type KnownSessions,
  lookedAround,
  type News,
  namesOf,
  REACH_MS,
} from './fold-window.ts';
import { readTold, type Told, type ToldEvent } from './told.ts';

/** How much further than `REACH_MS` the window of something new usually is: by one that lies across its end, or began a day before. */
const ACROSS_MS = 12 * 3_600_000;
const BEGUN_BEFORE_MS = 24 * 3_600_000;

/** What is stored of a member's time where something new lies. */
export type KnownTime = {
  around: KnownSessions;
  told: Told;
  /** The sessions that `told` is about besides, under all their names. */
  names: ReadonlySet<string>;
};

export async function readKnownTime(tenant: Tenant, news: News): Promise<KnownTime> {
  const { userId, touched, names, isBegun = false } = news;
  const far = REACH_MS + (isBegun ? ACROSS_MS : BEGUN_BEFORE_MS);
  const reach = { from: touched.from - far, to: touched.to + far };
  const looked = lookedAround(touched);
  const { told, sessions } = await readTold(tenant, { userId, names, ...reach, looked });
  const around = { ...looked, sessions };
  const inReach = around.sessions.filter((session) => isInside(session, reach));
  const called = inReach.flatMap(({ sessionId, siblingOf, aliases }) => [sessionId, siblingOf, ...aliases]);
  return { around, told, names: new Set([...names, ...called.filter((name) => name !== null)]) };
}

/** What a window is folded from. */
export type ToldOfWindow = {
  events: AttendanceEvent[];
  corrections: ApprovedCorrection[];
  acceptedEventIds: Set<string>;
  signsOfLife: SignOfLife[];
  rules: DatedRules[];
};

/**
 * What is stored of the window, and of the sessions of these names, which may begin with what is new; from what is `known`, or read where
 * that is too little. What was told within it about a session outside, such as a decision on an old pause, belongs to the window of that
 * session and is left out here.
 */
export async function findToldOf(
  tenant: Tenant,
  of: { userId: string; window: FoldWindow; names: Iterable<string>; now: Instant },
  known: KnownTime,
): Promise<ToldOfWindow> {
  const { userId, window, now } = of;
  const { from, to } = window;
  const read = async (names: Iterable<string>) => (await readTold(tenant, { userId, from, to, names })).told;
  const asked = new Set([...namesOf(window.sessions), ...of.names]);
  const isInTold = known.told.from <= from && Math.min(to, now + FUTURE_TOLERANCE_MS) <= known.told.to;
  const isKnown = isInTold && asked.isSubsetOf(known.names);
  const told = isKnown ? known.told : await read(asked);
  const events = eventsOf(told.events, window, asked);
  const names = asked.union(new Set(begunIn(events)));
  const isWhole = names.isSubsetOf(isKnown ? known.names : asked);
  const { signsOfLife, ...rest } = isWhole ? told : await read(names);
  const approved = rest.approved.filter(
    ({ startsAt, endsAt, sessionId }) =>
      (startsAt < to && endsAt >= from) || (sessionId !== null && names.has(sessionId)),
  );
  return {
    events,
    corrections: approvedCorrections(approved),
    acceptedEventIds: new Set(approved.flatMap(({ eventIds }) => eventIds)),
    signsOfLife: signsOfLife.filter(({ sessionId }) => names.has(sessionId)),
    rules: told.rules,
  };
}

function eventsOf(told: readonly ToldEvent[], { from, to }: FoldWindow, asked: ReadonlySet<string>) {
  const nameOf = ({ action }: AttendanceEvent) => ('sessionId' in action ? action.sessionId : null);
  const isNamed = (event: AttendanceEvent, names: ReadonlySet<string>) => names.has(nameOf(event) ?? '');
  const events = told
    .filter(({ at, event }) => (at >= from && at < to) || isNamed(event, asked))
    .map(({ event }) => event);
  const names = asked.union(new Set(begunIn(events)));
  return events.filter((event) => nameOf(event) === null || isNamed(event, names));
}

export const begunIn = (events: readonly AttendanceEvent[]): string[] =>
  events.flatMap(({ action }) => (action.type === 'clock_in' ? [action.sessionId] : []));
