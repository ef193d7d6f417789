import type { Instant } from '../time/instant.ts';
import type { ToldSession } from './claims.ts';
import type { Ending } from './ending.ts';
import type { FoldInput } from './fold-input.ts';
import { isLocked } from './held.ts';
import { byNumber } from './intervals.ts';
import { horizonOf } from './rules.ts';
import type { Track } from './tracks.ts';

/** Said about a session, but no sign that it goes on. */
const NO_WORK = ['pause_decided', 'end_confirmed', 'clock_in'];

/** When something was last told of a session that shows it going on; -Infinity when nothing but its opening was. */
export function lastOwnAction(track: Track): Instant {
  const own = track.events.filter((one) => !NO_WORK.includes(one.action.type));
  return own.reduce((last, one) => Math.max(last, one.placedAt), Number.NEGATIVE_INFINITY);
}

const isExplicit = ({ ending }: ToldSession): boolean => ending.isTold && ending.reason !== 'max_length';

type SharingRules = Pick<FoldInput, 'rules' | 'locks'>;

function sharedEnding(
  session: ToldSession,
  explicit: readonly ToldSession[],
  { rules, locks }: SharingRules,
): Ending | null {
  const { startedAt } = session.track;
  const horizon = horizonOf(startedAt, rules);
  const lastOwn = lastOwnAction(session.track);
  let shared: Ending | null = null;
  for (const { track, ending } of explicit) {
    if (track.startedAt < startedAt || ending.at > horizon) continue;
    if (track.startedAt >= horizon) break;
    const receivedAt = ending.by?.event.receivedAt ?? 0;
    if (isLocked(locks, { at: session.ending.at, receivedAt })) continue;
    if (shared && track.startedAt >= shared.at && lastOwn <= shared.at) break;
    if (!shared || ending.at > shared.at) shared = ending;
  }
  return shared && lastOwn <= shared.at ? { ...shared, isTold: false } : null;
}

/**
 * A session that no device ended ends with the clock-out of one that began while it was open, unless something was told of it later:
 * then it goes on, and the two were recorded apart. An end that was assumed in a day locked by then stays. Source: D1, D2, D4, K2.
 */
export function withSharedEnds(sessions: readonly ToldSession[], rules: SharingRules): ToldSession[] {
  const explicit = sessions
    .filter(isExplicit)
    .sort((a, b) => byNumber(a.track.startedAt, b.track.startedAt) || byNumber(a.ending.at, b.ending.at));
  if (explicit.length === 0) return [...sessions];
  return sessions.map((session) => {
    const ending = session.ending.isTold ? null : sharedEnding(session, explicit, rules);
    return ending ? { ...session, ending } : session;
  });
}
