import type { Instant } from '../time/instant.ts';
import type { ToldSession } from './claims.ts';
import type { PauseDecision, PauseKind } from './events.ts';
import type { Interval } from './intervals.ts';
import { byPlace, type PlacedEvent } from './tracks.ts';
import type { Verdicts } from './verdicts.ts';

/** A pause as one device told it, inside its session. */
export type ToldPause = {
  pauseId: string;
  deviceId: string;
  trackId: string;
  kind: PauseKind;
  from: Instant;
  /** Infinity while the break lasts. */
  to: Instant;
  rawFrom: Instant;
  rawTo: Instant;
  decision: { resolution: PauseDecision; by: PlacedEvent } | null;
};

type Reading = {
  pauses: Map<string, ToldPause>;
  /** The break that a device is on, by device and session. */
  running: Map<string, ToldPause>;
  verdicts: Verdicts;
};
type Told = { one: PlacedEvent; session: ToldSession };

const runningKey = ({ one, session }: Told): string => `${one.event.deviceId} ${session.track.trackId}`;

/** Said by the device that ended the session, after it had. */
function isAfterOwnEnd({ one, session }: Told): boolean {
  const by = session.ending.by?.event;
  return by !== undefined && by.deviceId === one.event.deviceId && one.event.seq > by.seq;
}

function begin(told: Told, reading: Reading, pause: Interval & { kind: PauseKind; rawFrom: Instant }): void {
  const { one, session } = told;
  const { action, deviceId } = { action: one.action, deviceId: one.event.deviceId };
  if (!('pauseId' in action)) return;
  const made: ToldPause = {
    ...pause,
    pauseId: action.pauseId,
    deviceId,
    trackId: session.track.trackId,
    rawTo: pause.kind === 'break' ? pause.to : one.endedAt,
    decision: null,
  };
  reading.pauses.set(made.pauseId, made);
  if (made.kind === 'break') reading.running.set(runningKey(told), made);
}

function readBreakStart(told: Told, reading: Reading): void {
  const { one, session } = told;
  const { eventId } = one.event;
  if (one.action.type !== 'break_start') return;
  const isOver = one.placedAt >= session.ending.at;
  if (isAfterOwnEnd(told) || (isOver && !session.ending.by))
    reading.verdicts.reject(eventId, 'session_is_closed');
  else if (reading.pauses.has(one.action.pauseId)) reading.verdicts.supersede(eventId);
  else if (reading.running.has(runningKey(told))) reading.verdicts.reject(eventId, 'already_on_break');
  else {
    if (isOver) reading.verdicts.supersede(eventId);
    const from = Math.max(one.placedAt, session.track.startedAt);
    begin(told, reading, { kind: 'break', from, to: Number.POSITIVE_INFINITY, rawFrom: from });
  }
}

/** False when its beginning is not known yet: another device may have told it with a clock that runs ahead. */
function readBreakEnd(told: Told, reading: Reading): boolean {
  const { one } = told;
  const { eventId } = one.event;
  if (one.action.type !== 'break_end') return true;
  const pause = reading.pauses.get(one.action.pauseId);
  if (pause?.kind !== 'break') return false;
  if (isAfterOwnEnd(told)) reading.verdicts.reject(eventId, 'session_is_closed');
  else if (pause.to !== Number.POSITIVE_INFINITY) reading.verdicts.supersede(eventId);
  else {
    pause.to = Math.max(pause.from, one.placedAt);
    pause.rawTo = pause.to;
    for (const [key, running] of reading.running) if (running === pause) reading.running.delete(key);
  }
  return true;
}

function readFound(told: Told, reading: Reading): void {
  const { one, session } = told;
  const { eventId, deviceId } = one.event;
  if (one.action.type !== 'pause_found') return;
  const { ending, track } = session;
  const from = Math.max(one.startedAt, track.startedAt);
  const to = Math.min(one.endedAt, ending.at);
  const isOthers = ending.by !== null && ending.by.event.deviceId !== deviceId;
  if (one.endedAt <= one.startedAt) reading.verdicts.reject(eventId, 'ends_before_start');
  else if (to > from && reading.pauses.has(one.action.pauseId)) reading.verdicts.supersede(eventId);
  else if (to > from) begin(told, reading, { kind: one.action.kind, from, to, rawFrom: one.startedAt });
  else if (isOthers && one.startedAt >= ending.at) reading.verdicts.supersede(eventId);
  else reading.verdicts.reject(eventId, 'pause_outside_session');
}

function readDecision({ one }: Told, reading: Reading): void {
  if (one.action.type !== 'pause_decided') return;
  const pause = reading.pauses.get(one.action.pauseId);
  if (!pause || pause.kind === 'break') {
    reading.verdicts.reject(one.event.eventId, 'unknown_pause');
    return;
  }
  if (pause.decision) reading.verdicts.supersede(pause.decision.by.event.eventId);
  pause.decision = { resolution: one.action.decision, by: one };
}

/** The pauses of all sessions, each inside its own; of several decisions about one the last counts, of several ends the first. */
export function toldPauses(sessions: readonly ToldSession[], verdicts: Verdicts): ToldPause[] {
  const reading: Reading = { pauses: new Map(), running: new Map(), verdicts };
  const told = sessions
    .flatMap((session) => session.track.events.map((one) => ({ one, session })))
    .sort((a, b) => byPlace(a.one, b.one));
  const early: Told[] = [];
  for (const each of told) {
    readBreakStart(each, reading);
    if (!readBreakEnd(each, reading)) early.push(each);
    readFound(each, reading);
  }
  for (const each of early) {
    if (!readBreakEnd(each, reading)) verdicts.reject(each.one.event.eventId, 'unknown_pause');
  }
  for (const each of told) readDecision(each, reading);
  return [...reading.pauses.values()];
}
