import type { Instant } from '../time/instant.ts';
import { SILENCE_MS } from './ending.ts';
import type { AttendanceRules } from './rules.ts';
import type { StoredPause, StoredSession } from './session.ts';

export const PRESENCE_STATUSES = ['in', 'on_break', 'out'] as const;
export type PresenceStatus = (typeof PRESENCE_STATUSES)[number];

export type Presence = {
  status: PresenceStatus;
  /** Since when; null when out. */
  since: Instant | null;
  /** No device of the open session was heard from for 15 minutes: the last time one was. Changes nothing else. Source: M2. */
  notHeardSince: Instant | null;
};

/**
 * Where a member is by their sessions. `lastHeardAt`: the last word or sign of life from any device of the open session. No device is named.
 * Source: decision 10.
 */
export function presenceOf(
  stored: { sessions: readonly StoredSession[]; pauses: readonly StoredPause[] },
  lastHeardAt: Instant | null,
  now: Instant,
): Presence {
  const open = stored.sessions.find((one) => one.state === 'open' || one.state === 'on_break');
  if (!open) return { status: 'out', since: null, notHeardSince: null };
  const heardAt = Math.max(lastHeardAt ?? open.startedAt, open.startedAt);
  const notHeardSince = now - heardAt >= SILENCE_MS ? heardAt : null;
  const pause = stored.pauses.find((one) => one.sessionId === open.sessionId && one.endedAt === null);
  return pause
    ? { status: 'on_break', since: pause.startedAt, notHeardSince }
    : { status: 'in', since: open.startedAt, notHeardSince };
}

/** Whether somebody may see where a member is. `reachesMember`: may see the member's daily totals. */
export function maySeePresence(
  of: { isOwn: boolean; reachesMember: boolean },
  rules: Pick<AttendanceRules, 'isPresenceShared'>,
): boolean {
  return of.isOwn || of.reachesMember || rules.isPresenceShared;
}
