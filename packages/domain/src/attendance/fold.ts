import type { Instant } from '../time/instant.ts';
import { type CanonicalEvent, canonicalOf } from './canonical.ts';
import { correctedSessions, type ToldSession } from './claims.ts';
import { endingOf } from './ending.ts';
import type { FoldedEventResult, FoldInput, FoldOutput } from './fold-input.ts';
import { heldEvents } from './held.ts';
import { byNumber, byText, openEnd } from './intervals.ts';
import { type Liveness, livenessOf, othersActive } from './liveness.ts';
import { withoutLate } from './locked-ends.ts';
import { pauseSpans, storedPauses } from './pause-pieces.ts';
import { addCorrected, addTold, SessionRows } from './rows.ts';
import type { SessionLink, StoredPause, StoredSession } from './session.ts';
import { withSharedEnds } from './shared-ends.ts';
import { toldPauses } from './told-pauses.ts';
import { tracksOf } from './tracks.ts';
import { Verdicts } from './verdicts.ts';

function distinct(input: FoldInput): CanonicalEvent[] {
  const inOrder = [...input.events].sort(
    (a, b) => byText(a.deviceId, b.deviceId) || byNumber(a.seq, b.seq) || byText(a.eventId, b.eventId),
  );
  const known = new Set<string>();
  return inOrder.flatMap((event) => {
    if (known.has(event.eventId)) return [];
    known.add(event.eventId);
    return canonicalOf(event);
  });
}

function toldSessions(events: readonly CanonicalEvent[], input: FoldInput, verdicts: Verdicts) {
  const { tracks, orphans } = tracksOf(events);
  for (const one of orphans) verdicts.reject(one.event.eventId, 'unknown_session');
  const signs = new Map<string, Instant>();
  for (const one of input.signsOfLife)
    signs.set(one.sessionId, Math.max(one.until, signs.get(one.sessionId) ?? 0));
  return tracks.map((whole): ToldSession => {
    const sign = signs.get(whole.trackId) ?? null;
    const track = withoutLate(whole, sign, { input, verdicts });
    return { track, sign, ending: endingOf(track, sign, { verdicts, rules: input }) };
  });
}

/** Under each name, the stored session that it means: its own, else the one that it joined. */
function rowsByName(rows: readonly StoredSession[], told: readonly ToldSession[]) {
  const named = new Map<string, StoredSession>();
  for (const row of rows) named.set(row.sessionId, row);
  const hosts = new Map(rows.flatMap((row) => row.aliases.map((alias) => [alias, row] as const)));
  for (const [alias, row] of hosts) named.set(alias, row);
  const covering = (at: Instant) =>
    rows.find((row) => row.state !== 'voided' && row.startedAt <= at && at < openEnd(row.endedAt));
  const joined = new Map<string, StoredSession>();
  for (const { track } of told) {
    const own = named.get(track.trackId);
    const isLost = !own || own.voidReason === 'superseded' || own.sessionId !== track.trackId;
    const root = isLost ? covering(track.startedAt) : undefined;
    if (root) joined.set(track.trackId, root);
  }
  return { named, joined, hosts };
}

function linksOf(found: readonly Liveness[], names: ReturnType<typeof rowsByName>): SessionLink[] {
  return found
    .flatMap(({ trackId, deviceId, joinedAt, lastSeenAt, endedAt }) => {
      const row = names.joined.get(trackId) ?? names.named.get(trackId);
      const until = Math.max(joinedAt, Math.min(lastSeenAt, endedAt, openEnd(row?.endedAt ?? null)));
      return row ? { sessionId: row.sessionId, deviceId, knownAs: trackId, joinedAt, lastSeenAt: until } : [];
    })
    .sort(
      (a, b) =>
        byText(a.sessionId, b.sessionId) || byText(a.deviceId, b.deviceId) || byText(a.knownAs, b.knownAs),
    );
}

function openings(told: readonly ToldSession[], verdicts: Verdicts, names: ReturnType<typeof rowsByName>) {
  const joined = new Map<string, string>();
  for (const { track } of told) {
    const row = names.named.get(track.trackId);
    const root = names.joined.get(track.trackId);
    if (row?.voidReason === 'superseded') verdicts.supersede(track.opened.event.eventId);
    if (root) joined.set(track.opened.event.eventId, root.sessionId);
    for (const { action, event } of track.events) {
      if (action.type !== 'clock_in' || event === track.opened.event) continue;
      const isOthers = event.deviceId !== track.opened.event.deviceId;
      if (isOthers && row) joined.set(event.eventId, (root ?? row).sessionId);
      else verdicts.supersede(event.eventId);
    }
    const isCorrected = row?.correctionId != null && row.endReason === 'correction';
    for (const { action, event } of isCorrected ? track.events : [])
      if (action.type === 'clock_out' && verdicts.of(event.eventId).result === 'applied')
        verdicts.supersede(event.eventId);
  }
  return joined;
}

function withBreaks(sessions: StoredSession[], pauses: readonly StoredPause[]): StoredSession[] {
  const paused = new Set(pauses.filter((one) => one.endedAt === null).map((one) => one.sessionId));
  return sessions.map((row) =>
    row.state === 'open' && paused.has(row.sessionId) ? { ...row, state: 'on_break' } : row,
  );
}

function resultsOf(
  events: readonly CanonicalEvent[],
  verdicts: Verdicts,
  joined: ReadonlyMap<string, string>,
) {
  return events.map(({ event, isClamped }): FoldedEventResult => {
    const { eventId } = event;
    return { eventId, ...verdicts.of(eventId), joinedSessionId: joined.get(eventId) ?? null, isClamped };
  });
}

/**
 * The sessions and pauses of a member, made of what devices told, of approved corrections and of `now`. The same set of events gives
 * the same sessions, in whatever order and however often they came. Never throws. Source: decision 0016; attendance.md, section 1.
 */
export function foldAttendance(input: FoldInput): FoldOutput {
  const events = distinct(input);
  const verdicts = new Verdicts();
  const held = heldEvents(events, input);
  for (const [eventId, reason] of held) verdicts.hold(eventId, reason);
  const free = events.filter((one) => !held.has(one.event.eventId));
  const told = withSharedEnds(toldSessions(free, input, verdicts), input);
  const known = new Map(told.map((one) => [one.track.trackId, one]));
  const corrected = correctedSessions(input.corrections, known);
  const owned = new Set(corrected.filter((one) => one.ownsTrack).map((one) => one.sessionId));
  const rows = new SessionRows();
  addCorrected(rows, corrected);
  addTold(
    rows,
    told.filter((one) => !owned.has(one.track.trackId)),
    corrected,
  );
  const sessions = rows.rows.sort(
    (a, b) => byNumber(a.startedAt, b.startedAt) || byText(a.sessionId, b.sessionId),
  );
  const names = rowsByName(sessions, told);
  const pausesTold = toldPauses(told, verdicts);
  const found = livenessOf(told, input.signsOfLife);
  const reach = (trackId: string) =>
    Math.min(known.get(trackId)?.ending.at ?? 0, openEnd(names.hosts.get(trackId)?.endedAt ?? null));
  const rootOf = (trackId: string) => names.hosts.get(trackId)?.sessionId ?? trackId;
  const others = othersActive(found, { pauses: pausesTold, devices: input.devices, rootOf });
  const spans = pauseSpans(pausesTold, reach, others);
  const corrections = new Map(corrected.map((one) => [one.correction.correctionId, one.correction]));
  const pauses = storedPauses(sessions, spans, corrections);
  const joined = openings(told, verdicts, names);
  return {
    sessions: withBreaks(sessions, pauses),
    pauses,
    links: linksOf(found, names),
    results: resultsOf(events, verdicts, joined),
  };
}
