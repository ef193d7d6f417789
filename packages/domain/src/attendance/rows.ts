import { sessionPartIdFor } from '../identity.ts';
import type { Instant } from '../time/instant.ts';
import type { CorrectedSession, ToldSession } from './claims.ts';
import { SHORTEST_MS } from './ending.ts';
import { type Interval, openEnd, storedEnd, union, without } from './intervals.ts';
import type { StoredSession, VoidReason } from './session.ts';
import { lastOwnAction } from './shared-ends.ts';
import type { PlacedEvent } from './tracks.ts';

/** The rows of sessions while they are being made; `taken` is what nothing that comes later may cover. */
export class SessionRows {
  readonly rows: StoredSession[] = [];
  readonly #ids = new Set<string>();
  readonly #counting: StoredSession[] = [];
  #taken: Interval[] = [];

  claim(intervals: readonly Interval[]): void {
    if (intervals.length > 0) this.#taken = union([...this.#taken, ...intervals]);
  }

  left(range: Interval): Interval[] {
    return without(range, this.#taken);
  }

  has(sessionId: string): boolean {
    return this.#ids.has(sessionId);
  }

  /** The session that runs at an instant. */
  at(instant: Instant): StoredSession | null {
    const runs = (row: StoredSession) => row.startedAt <= instant && instant < openEnd(row.endedAt);
    return this.#counting.find(runs) ?? null;
  }

  /** Adds a row under its own name, or under that of a further part where the name is taken. */
  add(row: StoredSession): void {
    let { sessionId } = row;
    while (this.#ids.has(sessionId)) sessionId = sessionPartIdFor(sessionId, row.startedAt);
    this.#ids.add(sessionId);
    const added = { ...row, sessionId, siblingOf: sessionId === row.sessionId ? null : row.sessionId };
    this.rows.push(added);
    if (added.state !== 'voided') this.#counting.push(added);
  }
}

function baseRow(sessionId: string, told: ToldSession | null, range: Interval): StoredSession {
  const isAssumed = told?.ending.isTold === false;
  return {
    sessionId,
    siblingOf: null,
    openedByDeviceId: told?.track.opened.event.deviceId ?? null,
    state: range.to === Number.POSITIVE_INFINITY ? 'open' : 'closed',
    startedAt: range.from,
    endedAt: storedEnd(range.to),
    rawStartedAt: told?.track.startedAt ?? range.from,
    rawEndedAt: isAssumed ? null : storedEnd(told?.ending.at ?? range.to),
    endReason: null,
    voidReason: null,
    needsReview: false,
    reviewReason: null,
    isProvisional: false,
    aliases: [],
    correctionId: null,
  };
}

function voidRow(row: StoredSession, voidReason: VoidReason): StoredSession {
  return { ...row, state: 'voided', voidReason };
}

/** The end of the session itself, where this part has it. */
function withEnding(row: StoredSession, told: ToldSession): StoredSession {
  const { ending } = told;
  if (openEnd(row.endedAt) !== ending.at) return { ...row, endReason: 'correction' };
  const isAssumed = ending.reason === 'max_length' || ending.reason === 'server_expired';
  return {
    ...row,
    state: ending.reason === null ? 'open' : isAssumed ? 'auto_closed' : 'closed',
    endReason: ending.reason,
    needsReview: ending.review !== null,
    reviewReason: ending.review,
    isProvisional: ending.isProvisional,
  };
}

function addVoid(rows: SessionRows, one: CorrectedSession): void {
  const { told, correction } = one;
  const range = told
    ? { from: told.track.startedAt, to: told.ending.at }
    : (one.claims[0] ?? { from: correction.approvedAt, to: correction.approvedAt + SHORTEST_MS });
  const row = { ...baseRow(one.sessionId, told, range), correctionId: correction.correctionId };
  rows.add(voidRow({ ...row, endReason: 'correction' }, 'correction'));
}

/** Corrections first: of two that overlap, which nobody should have approved, the earlier keeps its range. */
export function addCorrected(rows: SessionRows, sessions: readonly CorrectedSession[]): void {
  for (const one of sessions) {
    const parts = one.range ? rows.left(one.range) : [];
    if (parts.length === 0) addVoid(rows, one);
    const { told, correction } = one;
    for (const part of parts) {
      const row = { ...baseRow(one.sessionId, told, part), correctionId: correction.correctionId };
      const isByEvents = correction.after?.endedAt === null && told !== null;
      const ended = isByEvents ? withEnding(row, told) : { ...row, endReason: 'correction' as const };
      rows.add({ ...ended, state: ended.endedAt === null ? 'open' : 'corrected' });
    }
    rows.claim(parts);
  }
  for (const one of sessions) rows.claim(one.claims);
}

/**
 * Whether a session that began while another ran is that other under a second name: no device told an end of it, and nothing was
 * told of it after the other ended; or its clock-out is the one that ended the other. Source: D1.
 */
function isJoined(
  told: ToldSession,
  root: StoredSession | null,
  rootEndedBy: PlacedEvent | null,
): root is StoredSession {
  if (!root) return false;
  if (told.ending.isTold) return told.ending.by === rootEndedBy && root.endedAt === told.ending.at;
  const isAssumed = root.endReason === 'server_expired';
  const last = Math.max(lastOwnAction(told.track), isAssumed ? (told.sign ?? 0) : 0);
  return last <= openEnd(root.endedAt);
}

/** What a session grew by after a correction of it: the correction has decided. */
const touches = (part: Interval, claims: readonly Interval[]): boolean =>
  claims.some((claim) => claim.to === part.from || claim.from === part.to);

/** Then what the devices told, the earlier start first: each keeps what nobody before it covers. Source: D4. */
export function addTold(
  rows: SessionRows,
  sessions: readonly ToldSession[],
  corrected: readonly CorrectedSession[],
): void {
  const endedBy = new Map<string, PlacedEvent | null>();
  const claimed = new Map(corrected.map((one) => [one.sessionId, one.claims]));
  for (const told of sessions) {
    const { trackId, startedAt } = told.track;
    const range = { from: startedAt, to: told.ending.at };
    const root = rows.at(startedAt);
    if (isJoined(told, root, endedBy.get(root?.sessionId ?? '') ?? null)) {
      if (!rows.has(trackId)) root.aliases.push(trackId);
      continue;
    }
    endedBy.set(trackId, told.ending.by);
    const row = baseRow(trackId, told, range);
    const own = claimed.get(trackId) ?? [];
    const parts = rows.left(range).filter((part) => !touches(part, own));
    if (range.to - range.from < SHORTEST_MS) rows.add(voidRow(withEnding(row, told), 'too_short'));
    else if (parts.length === 0 && !rows.has(trackId)) rows.add(voidRow(withEnding(row, told), 'superseded'));
    else for (const part of parts) rows.add(withEnding(baseRow(trackId, told, part), told));
    if (range.to - range.from >= SHORTEST_MS) rows.claim(parts);
  }
}
