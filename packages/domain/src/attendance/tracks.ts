import type { Instant } from '../time/instant.ts';
import type { CanonicalEvent } from './canonical.ts';
import type { AttendanceAction } from './events.ts';
import { byNumber, byText } from './intervals.ts';

type SessionAction = Extract<AttendanceAction, { sessionId: string }>;

/** An event of a session in its place among the session's events. */
export type PlacedEvent = CanonicalEvent & {
  action: SessionAction;
  /** `at`, but never before an earlier event of the same device in the session. */
  placedAt: Instant;
};

/** All that was told of one session under one name. */
export type Track = {
  trackId: string;
  opened: PlacedEvent;
  startedAt: Instant;
  events: PlacedEvent[];
};

/** Across devices by canonical time; of one device by sequence, which `placedAt` never contradicts. */
export function byPlace(a: PlacedEvent, b: PlacedEvent): number {
  return (
    byNumber(a.placedAt, b.placedAt) ||
    byText(a.event.deviceId, b.event.deviceId) ||
    byNumber(a.event.seq, b.event.seq) ||
    byText(a.event.eventId, b.event.eventId)
  );
}

function placed(events: readonly CanonicalEvent[]): PlacedEvent[] {
  const latest = new Map<string, Instant>();
  const inSequence = [...events].sort((a, b) => byNumber(a.event.seq, b.event.seq) || byNumber(a.at, b.at));
  return inSequence
    .map((one) => {
      const { deviceId, action } = one.event;
      const placedAt = Math.max(latest.get(deviceId) ?? one.at, one.at);
      latest.set(deviceId, placedAt);
      return { ...one, action: action as SessionAction, placedAt };
    })
    .sort(byPlace);
}

/**
 * The events by the name of their session, each with an opening, in order of priority: the earlier start, then device, then sequence.
 * `orphans` name a session that nobody opened.
 */
export function tracksOf(events: readonly CanonicalEvent[]): { tracks: Track[]; orphans: CanonicalEvent[] } {
  const named = new Map<string, CanonicalEvent[]>();
  for (const one of events) {
    if (!('sessionId' in one.event.action)) continue;
    const known = named.get(one.event.action.sessionId);
    if (known) known.push(one);
    else named.set(one.event.action.sessionId, [one]);
  }
  const tracks: Track[] = [];
  const orphans: CanonicalEvent[] = [];
  for (const [trackId, told] of named) {
    const inOrder = placed(told);
    const opened = inOrder.find((one) => one.action.type === 'clock_in');
    if (opened) tracks.push({ trackId, opened, startedAt: opened.at, events: inOrder });
    else orphans.push(...told);
  }
  tracks.sort((a, b) => byNumber(a.startedAt, b.startedAt) || byPlace(a.opened, b.opened));
  return { tracks, orphans };
}
