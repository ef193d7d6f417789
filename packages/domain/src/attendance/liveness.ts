import type { Instant } from '../time/instant.ts';
import type { ToldSession } from './claims.ts';
import type { FoldDevice, SignOfLife } from './fold-input.ts';
import { type Interval, union, without } from './intervals.ts';
import type { ToldPause } from './told-pauses.ts';

/** A device in a session, by the name that it uses: from its first event to its last event or sign of life. */
export type Liveness = {
  deviceId: string;
  trackId: string;
  joinedAt: Instant;
  lastSeenAt: Instant;
  /** The session's own end: nobody is alive in it later. */
  endedAt: Instant;
};

function fromEvents(sessions: readonly ToldSession[]): Liveness[] {
  return sessions.flatMap(({ track, ending }) => {
    const known = new Map<string, Liveness>();
    for (const { event, placedAt } of track.events) {
      const { deviceId } = event;
      const one = known.get(deviceId);
      if (one) one.lastSeenAt = Math.max(one.lastSeenAt, placedAt);
      else {
        const first = { joinedAt: placedAt, lastSeenAt: placedAt, endedAt: ending.at };
        known.set(deviceId, { deviceId, trackId: track.trackId, ...first });
      }
    }
    return [...known.values()];
  });
}

function lengthen(found: readonly Liveness[], sign: SignOfLife): void {
  const own = found.filter((one) => one.deviceId === sign.deviceId && one.joinedAt <= sign.until);
  const latest = own.reduce<Liveness | null>(
    (best, one) => (best && best.joinedAt >= one.joinedAt ? best : one),
    null,
  );
  const named = own.find((one) => one.trackId === sign.sessionId) ?? latest;
  if (named) named.lastSeenAt = Math.max(named.lastSeenAt, sign.until);
}

/** Where each device was alive. A sign of life under a name that only others use belongs to what it began last. */
export function livenessOf(sessions: readonly ToldSession[], signs: readonly SignOfLife[]): Liveness[] {
  const found = fromEvents(sessions);
  const names = new Set(sessions.map((one) => one.track.trackId));
  for (const sign of signs) if (names.has(sign.sessionId)) lengthen(found, sign);
  return found;
}

type ActivityInput = {
  pauses: readonly ToldPause[];
  devices: readonly FoldDevice[];
  rootOf: (trackId: string) => string;
};

/** Of one device: in a session that it has two names for, from the first under either to the last. */
function spansOf(live: readonly Liveness[], rootOf: (trackId: string) => string): Interval[] {
  const spans = live
    .map((one) => ({
      root: rootOf(one.trackId),
      from: one.joinedAt,
      to: Math.min(one.lastSeenAt, one.endedAt),
    }))
    .filter((one) => one.from <= one.to);
  return [...Map.groupBy(spans, ({ root }) => root).values()].map((own) => ({
    from: Math.min(...own.map(({ from }) => from)),
    to: Math.max(...own.map(({ to }) => to)),
  }));
}

/**
 * For each device, where any other one that notices absence was alive and noticed none: there nothing that this device found counts.
 * `rootOf` says which session a name stands for. Source: D3.
 */
export function othersActive(
  found: readonly Liveness[],
  { pauses, devices, rootOf }: ActivityInput,
): (deviceId: string) => readonly Interval[] {
  const blind = new Set(devices.filter((one) => one.kind === 'web').map((one) => one.deviceId));
  const ids = [...new Set(found.map((one) => one.deviceId))].filter((id) => !blind.has(id));
  const active = ids.map((id) => {
    const own = pauses.filter((one) => one.deviceId === id && one.kind !== 'break');
    const idle = union(own.map((one) => ({ from: one.from, to: one.to })));
    const live = found.filter((one) => one.deviceId === id);
    const spans = union(spansOf(live, rootOf));
    return { id, spans: spans.flatMap((span) => without(span, idle)) };
  });
  const known = new Map<string, Interval[]>();
  return (deviceId) => {
    const ready = known.get(deviceId);
    if (ready) return ready;
    const others = union(active.flatMap((one) => (one.id === deviceId ? [] : one.spans)));
    known.set(deviceId, others);
    return others;
  };
}
