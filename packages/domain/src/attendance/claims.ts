import type { Instant } from '../time/instant.ts';
import type { ApprovedCorrection, CorrectedRange } from './correction.ts';
import type { Ending } from './ending.ts';
import { byNumber, byText, type Interval, openEnd, union } from './intervals.ts';
import type { Track } from './tracks.ts';

/** A session as its own events tell it, before anything else is looked at. */
export type ToldSession = { track: Track; ending: Ending; sign: Instant | null };

/** What the approved corrections of one session make of it. */
export type CorrectedSession = {
  sessionId: string;
  /** The last one, which says the range. */
  correction: ApprovedCorrection;
  told: ToldSession | null;
  /** Null when it is void. */
  range: Interval | null;
  /** It decided about all of the session, not about a part of it. */
  ownsTrack: boolean;
  claims: Interval[];
};

const isRange = (range: CorrectedRange): boolean => openEnd(range.endedAt) > range.startedAt;

function isUsable(one: ApprovedCorrection, told: ToldSession | null): boolean {
  if (one.isWithdrawn) return false;
  if (one.before && !isRange(one.before)) return false;
  return one.after === null || (isRange(one.after) && (one.after.endedAt !== null || told !== null));
}

function rangeOf(after: CorrectedRange | null, told: ToldSession | null): Interval | null {
  if (!after) return null;
  const to = after.endedAt ?? told?.ending.at ?? after.startedAt;
  return to > after.startedAt ? { from: after.startedAt, to } : null;
}

/** What a correction saw: what was open when it was approved, it saw up to then. */
function seen(one: ApprovedCorrection): Interval[] {
  if (!one.before) return [];
  const to = one.before.endedAt ?? Math.max(one.approvedAt, one.before.startedAt);
  return [{ from: one.before.startedAt, to }];
}

/**
 * The corrected sessions in order of their last approval. Each claims what its corrections saw and what they say now: no event
 * counts there beside it. What is withdrawn or impossible has no effect.
 */
export function correctedSessions(
  corrections: readonly ApprovedCorrection[],
  toldSessions: ReadonlyMap<string, ToldSession>,
): CorrectedSession[] {
  const named = new Map<string, ApprovedCorrection[]>();
  const inOrder = [...corrections].sort(
    (a, b) => byNumber(a.approvedAt, b.approvedAt) || byText(a.correctionId, b.correctionId),
  );
  for (const one of inOrder) {
    if (!isUsable(one, toldSessions.get(one.sessionId) ?? null)) continue;
    const known = named.get(one.sessionId) ?? [];
    named.delete(one.sessionId);
    named.set(one.sessionId, [...known, one]);
  }
  return [...named].flatMap(([sessionId, chain]) => {
    const correction = chain.at(-1);
    if (!correction) return [];
    const told = toldSessions.get(sessionId) ?? null;
    const range = rangeOf(correction.after, told);
    const said = chain.flatMap((one) => {
      const after = rangeOf(one.after, told);
      if (!after || one.after?.endedAt !== null) return after ?? [];
      return { from: after.from, to: Math.min(after.to, Math.max(after.from, correction.approvedAt)) };
    });
    return {
      sessionId,
      correction,
      told,
      range,
      ownsTrack: chain.some((one) => one.before?.endedAt === null),
      claims: union([...said, ...chain.flatMap(seen)]),
    };
  });
}
