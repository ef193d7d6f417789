import { pausePieceIdFor } from '../identity.ts';
import type { Instant } from '../time/instant.ts';
import type { ApprovedCorrection } from './correction.ts';
import { SHORTEST_MS } from './ending.ts';
import type { PauseKind, PauseResolution } from './events.ts';
import { byNumber, byText, type Interval, openEnd, shared, storedEnd, union, without } from './intervals.ts';
import type { StoredPause, StoredSession } from './session.ts';
import type { ToldPause } from './told-pauses.ts';
import { byPlace } from './tracks.ts';

/** A pause with what is left of it. */
export type PauseSpan = Interval & {
  pauseId: string;
  deviceId: string | null;
  kind: PauseKind;
  rawFrom: Instant;
  rawTo: Instant;
  decision: ToldPause['decision'];
  /** Of a pause that a correction says; null where events decide. */
  fixed: PauseResolution | null;
};

type Piece = Interval & { owner: PauseSpan; resolution: PauseResolution; decidedAt: Instant | null };

const byPriority = (a: PauseSpan, b: PauseSpan): number =>
  byNumber(a.rawFrom, b.rawFrom) ||
  byText(a.deviceId ?? '', b.deviceId ?? '') ||
  byText(a.pauseId, b.pauseId);

/** Several devices found one absence: the last decision about any of them is the decision. */
function resolved(covering: readonly PauseSpan[], owner: PauseSpan): Omit<Piece, 'from' | 'to'> {
  if (owner.fixed) return { owner, resolution: owner.fixed, decidedAt: null };
  if (owner.kind === 'break') return { owner, resolution: 'excluded', decidedAt: null };
  const last = covering.reduce<ToldPause['decision']>(
    (best, { decision }) => (decision && (!best || byPlace(decision.by, best.by) > 0) ? decision : best),
    null,
  );
  return { owner, resolution: last?.resolution ?? 'pending', decidedAt: last?.by.placedAt ?? null };
}

/** Spans that may overlap as pieces that do not; where several cover an instant, the one that began first has it. */
export function piecesOf(spans: readonly PauseSpan[]): Piece[] {
  const waiting = spans.filter((one) => one.from < one.to).sort((a, b) => byNumber(a.from, b.from));
  const marks = [...new Set(waiting.flatMap((one) => [one.from, one.to]))].sort(byNumber);
  const pieces: Piece[] = [];
  let covering: PauseSpan[] = [];
  let next = 0;
  for (const [index, from] of marks.entries()) {
    const to = marks[index + 1];
    if (to === undefined) break;
    covering = covering.filter((one) => one.to > from);
    for (let one = waiting[next]; one && one.from <= from; one = waiting[next]) {
      covering.push(one);
      next += 1;
    }
    const [first] = covering;
    if (!first) continue;
    const owner = covering.reduce((best, one) => (byPriority(one, best) < 0 ? one : best), first);
    const piece = { from, to, ...resolved(covering, owner) };
    const last = pieces.at(-1);
    const isSame =
      last?.to === from &&
      last.owner === owner &&
      last.resolution === piece.resolution &&
      last.decidedAt === piece.decidedAt;
    if (isSame) pieces[pieces.length - 1] = { ...last, to };
    else pieces.push(piece);
  }
  return pieces;
}

/**
 * What is left of the pauses that devices told: a break as it was said; of what was found, where no other device was active and nobody
 * was on a break. Under a second is nothing. `reach` is the end of each session by name. Source: R1, R8, D3.
 */
export function pauseSpans(
  told: readonly ToldPause[],
  reach: (trackId: string) => Instant,
  others: (deviceId: string) => readonly Interval[],
): PauseSpan[] {
  const lasting = told
    .filter((one) => one.rawTo - one.rawFrom >= SHORTEST_MS)
    .map((one) => ({ ...one, to: Math.min(one.to, reach(one.trackId)), fixed: null }));
  const breaks = lasting.filter((one) => one.kind === 'break');
  const found = lasting.filter((one) => one.kind !== 'break' && one.from < one.to);
  const counting = [...Map.groupBy(found, ({ deviceId }) => deviceId)].flatMap(([deviceId, own]) => {
    const taken = union([...breaks, ...others(deviceId)]);
    return own.flatMap((one) => without(one, taken).map((left) => ({ ...one, ...left })));
  });
  return [...breaks, ...counting];
}

function correctedSpans(correction: ApprovedCorrection | undefined): PauseSpan[] | null {
  const pauses = correction?.after?.pauses;
  if (!pauses) return null;
  return pauses.map((one) => ({
    pauseId: one.pauseId,
    deviceId: null,
    kind: one.kind,
    from: one.startedAt,
    to: one.endedAt,
    rawFrom: one.startedAt,
    rawTo: one.endedAt,
    decision: null,
    fixed: one.kind === 'break' ? 'excluded' : one.resolution,
  }));
}

function stored(piece: Piece, within: { row: StoredSession; ids: Set<string> }): StoredPause | null {
  const { row, ids } = within;
  const left = shared(piece, { from: row.startedAt, to: openEnd(row.endedAt) });
  if (!left) return null;
  const { owner } = piece;
  let { pauseId } = owner;
  while (ids.has(pauseId)) pauseId = pausePieceIdFor(pauseId, left.from);
  ids.add(pauseId);
  return {
    pauseId,
    pieceOf: pauseId === owner.pauseId ? null : owner.pauseId,
    sessionId: row.sessionId,
    deviceId: owner.deviceId,
    kind: owner.kind,
    startedAt: left.from,
    endedAt: storedEnd(left.to),
    rawStartedAt: owner.rawFrom,
    rawEndedAt: storedEnd(owner.rawTo),
    resolution: piece.resolution,
    decidedAt: piece.decidedAt,
  };
}

/** Pauses as they are stored: cut by the sessions, which must be in order; those that a correction says replace the told ones. */
export function storedPauses(
  sessions: readonly StoredSession[],
  spans: readonly PauseSpan[],
  corrections: ReadonlyMap<string, ApprovedCorrection>,
): StoredPause[] {
  const ids = new Set<string>();
  const told = piecesOf(spans);
  const pauses: StoredPause[] = [];
  let first = 0;
  for (const row of sessions) {
    if (row.state === 'voided') continue;
    for (let piece = told[first]; piece && piece.to <= row.startedAt; piece = told[first]) first += 1;
    const correction = row.correctionId === null ? undefined : corrections.get(row.correctionId);
    const said = correctedSpans(correction);
    const pieces = said ? piecesOf(said) : told;
    for (let index = said ? 0 : first; index < pieces.length; index += 1) {
      const piece = pieces[index];
      if (!piece || piece.from >= openEnd(row.endedAt)) break;
      const pause = stored(piece, { row, ids });
      if (pause) pauses.push(pause);
    }
  }
  return pauses;
}
