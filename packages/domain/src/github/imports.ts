import type { Instant } from '../time/instant.ts';

/** `backfill` reads the history, `gap` what webhooks may have missed, `reconcile` confirms nightly, `poll` asks instead of webhooks. */
export const IMPORT_KINDS = ['backfill', 'gap', 'reconcile', 'poll'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/**
 * `waiting` and `running` go on by themselves, `paused` waits for a person, `parked` for GitHub (a suspended installation, a
 * permission, a repository that is away). The others have ended.
 */
export const IMPORT_STATES = [
  'waiting',
  'running',
  'paused',
  'parked',
  'done',
  'failed',
  'cancelled',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

const UNFINISHED_STATES: readonly ImportState[] = ['waiting', 'running', 'paused', 'parked'];

export function isUnfinished(state: ImportState): boolean {
  return UNFINISHED_STATES.includes(state);
}

export const DEFAULT_HISTORY_MONTHS = 6;

/** From when on a repository's history is read; null reads everything. Calendar months in UTC before `now`. */
export function historyStart(months: number | null, now: Instant): Instant | null {
  if (months === null) return null;
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC');
  return today.subtract({ months }).epochMilliseconds;
}

/** Below this many pull requests, or half of fewer, a rate says nothing. */
const ENOUGH_TO_TELL = 50;

/**
 * Seconds until an import is through, from the pull requests read so far and the time that took; null while nothing honest can be
 * said. A repository that turns out larger than estimated has what is left of its estimate, which is nothing.
 */
export function secondsLeft(progress: {
  read: number;
  estimated: number | null;
  activeSeconds: number;
}): number | null {
  const { read, estimated, activeSeconds } = progress;
  if (estimated === null || read < Math.min(ENOUGH_TO_TELL, estimated / 2)) return null;
  if (read === 0 || activeSeconds <= 0) return estimated === 0 ? 0 : null;
  return Math.ceil((Math.max(0, estimated - read) * activeSeconds) / read);
}
