import type { Instant } from '../time/instant.ts';
import type { FoldInput } from './fold-input.ts';
import { horizonOf } from './rules.ts';
import type { EndReason, ReviewReason } from './session.ts';
import { activityAfter, type Stop, type StopRules, stopsOf, winningStop } from './stops.ts';
import type { PlacedEvent, Track } from './tracks.ts';
import type { Verdicts } from './verdicts.ts';

/** Shorter sessions and pauses are void; source: R1. */
export const SHORTEST_MS = 1_000;
/** Without a word for this long a device is not heard from; source: M2. */
export const SILENCE_MS = 15 * 60_000;

export type Ending = {
  /** Infinity while it is open. */
  at: Instant;
  reason: EndReason | null;
  /** The event that said so. */
  by: PlacedEvent | null;
  isProvisional: boolean;
  review: ReviewReason | null;
  /** A device said it; else there is none, or the server assumed it. */
  isTold: boolean;
};

export type EndingRules = StopRules & Pick<FoldInput, 'now'>;

const EVIDENCE = ['clock_in', 'break_start', 'break_end', 'clock_out', 'clock_out_undone', 'end_restored'];

/** When somebody was last seen to act in the session, by events up to its longest time; source: M1. */
function lastEvidence(track: Track, horizon: Instant, without: string | null): Instant {
  let last = track.startedAt;
  for (const one of track.events) {
    if (one.event.deviceId === without) continue;
    const isAssumed = one.action.type === 'clock_out' && one.action.reason === 'max_length';
    const isAction = EVIDENCE.includes(one.action.type) && !isAssumed;
    const at = one.action.type === 'pause_found' ? one.endedAt : one.placedAt;
    if ((isAction || one.action.type === 'pause_found') && at <= horizon) last = Math.max(last, at);
  }
  return last;
}

/** Beyond its longest time without an end: over where it was last seen, and to be replaced by what a device says later. */
function expiry(track: Track, sign: Instant | null, { rules, now }: EndingRules): Ending {
  const open: Ending = {
    at: Number.POSITIVE_INFINITY,
    reason: null,
    by: null,
    isProvisional: false,
    review: null,
    isTold: false,
  };
  const horizon = horizonOf(track.startedAt, rules);
  const isHeard = sign !== null && now - sign <= SILENCE_MS && now < horizon + SILENCE_MS;
  if (now < horizon || isHeard) return open;
  const seen = Math.max(lastEvidence(track, horizon, null), sign ?? 0, track.startedAt + SHORTEST_MS);
  return {
    ...open,
    at: Math.min(seen, horizon),
    reason: 'server_expired',
    isProvisional: true,
    review: 'assumed_end',
  };
}

function toldEnding(track: Track, winner: Stop, rules: EndingRules): Ending {
  const { one } = winner;
  const reason = one.action.type === 'clock_out' ? one.action.reason : 'member';
  const told = { reason, by: one, isProvisional: false, isTold: true };
  if (!winner.isExplicit) {
    const others = lastEvidence(track, horizonOf(track.startedAt, rules.rules), one.event.deviceId);
    return { ...told, at: Math.max(winner.at, others), review: 'assumed_end' };
  }
  const isClamped = one.isClamped || track.opened.isClamped;
  const hasActivity = activityAfter(track, winner).length > 0;
  return {
    ...told,
    at: winner.at,
    review: hasActivity ? 'activity_after_end' : isClamped ? 'clamped_instant' : null,
  };
}

function confirmed(ending: Ending, track: Track, verdicts: Verdicts): Ending {
  const confirmations = track.events.filter((one) => one.action.type === 'end_confirmed');
  const last = confirmations.at(-1);
  if (!last) return ending;
  if (ending.review === null) for (const one of confirmations) verdicts.supersede(one.event.eventId);
  const winner: Stop | null =
    ending.by && ending.review === 'activity_after_end'
      ? { one: ending.by, at: ending.at, isExplicit: true, isCancelled: false }
      : null;
  const isNews = winner && activityAfter(track, winner).some((one) => one.placedAt > last.placedAt);
  return isNews ? ending : { ...ending, isProvisional: false, review: null };
}

/**
 * How a session ends, by its own events alone: at the earliest clock-out that a person said; without one, where devices assumed it;
 * without a word, at the last evidence once the longest time is over. `sign` is the last sign of life of its devices in it. Source:
 * D2, M1, M2.
 */
export function endingOf(
  track: Track,
  sign: Instant | null,
  context: { verdicts: Verdicts; rules: EndingRules },
): Ending {
  const { verdicts, rules } = context;
  const stops = stopsOf(track, verdicts, rules);
  const winner = winningStop(stops);
  for (const stop of stops) if (stop !== winner) verdicts.supersede(stop.one.event.eventId);
  const ending = winner ? toldEnding(track, winner, rules) : expiry(track, sign, rules);
  return confirmed(ending, track, verdicts);
}
