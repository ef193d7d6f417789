import type { Instant } from '../time/instant.ts';
import type { FoldInput } from './fold-input.ts';
import { isLocked } from './held.ts';
import { horizonOf } from './rules.ts';
import { byPlace, type PlacedEvent, type Track } from './tracks.ts';
import type { Verdicts } from './verdicts.ts';

/** A clock-out can be taken back for this long, in milliseconds; source: decision 13. */
const UNDO_MS = 60_000;

/** A clock-out that could end its session. */
export type Stop = {
  one: PlacedEvent;
  at: Instant;
  /** Said by the person; else the device assumed it at the longest time. */
  isExplicit: boolean;
  isCancelled: boolean;
};

export type StopRules = Pick<FoldInput, 'rules' | 'locks' | 'acceptedEventIds'>;

/** The stop that counts: the earliest that the person said, else the latest that was assumed. Source: D2. */
export function winningStop(stops: readonly Stop[]): Stop | null {
  const standing = stops.filter((stop) => !stop.isCancelled);
  const explicit = standing.filter((stop) => stop.isExplicit);
  const earliest = (best: Stop, stop: Stop) => (stop.at < best.at ? stop : best);
  const latest = (best: Stop, stop: Stop) => (stop.at > best.at ? stop : best);
  const [first, assumed] = [explicit[0], standing[0]];
  if (first) return explicit.reduce(earliest, first);
  return assumed ? standing.reduce(latest, assumed) : null;
}

/** What somebody on another device did after `at`: a sign that work went on. */
export function activityAfter(track: Track, winner: Stop): PlacedEvent[] {
  return track.events.filter((one) => {
    if (one.event.deviceId === winner.one.event.deviceId) return false;
    switch (one.action.type) {
      case 'break_start':
      case 'break_end':
        return one.placedAt > winner.at;
      case 'clock_out':
        return one.action.reason !== 'max_length' && one.endedAt > winner.at;
      case 'pause_found':
        return one.endedAt > winner.at;
      default:
        return false;
    }
  });
}

/** Milliseconds between two events; of one run of a machine, not more than its own clock says. */
function elapsed(from: PlacedEvent, to: PlacedEvent): number {
  const canonical = to.placedAt - from.placedAt;
  const isOneRun = from.event.deviceId === to.event.deviceId && from.event.bootId === to.event.bootId;
  const mono = to.event.monoMs - from.event.monoMs;
  return isOneRun && mono >= 0 ? Math.min(canonical, mono) : canonical;
}

/** Whether an end lay in a locked period when this came, which nobody has accepted. */
const isKept = (at: Instant, { event }: PlacedEvent, rules: StopRules): boolean =>
  !rules.acceptedEventIds.has(event.eventId) && isLocked(rules.locks, { at, receivedAt: event.receivedAt });

type Reading = { track: Track; stops: Stop[]; verdicts: Verdicts; rules: StopRules };

function readStop(one: PlacedEvent, { track, stops, verdicts, rules }: Reading): void {
  if (one.action.type !== 'clock_out') return;
  const at = one.endedAt;
  if (at <= track.startedAt) verdicts.reject(one.event.eventId, 'ends_before_start');
  else if (at > horizonOf(track.startedAt, rules.rules))
    verdicts.reject(one.event.eventId, 'session_too_long');
  else stops.push({ one, at, isExplicit: one.action.reason !== 'max_length', isCancelled: false });
}

function readUndo(one: PlacedEvent, { stops, verdicts, rules }: Reading): void {
  const undone = stops.filter((stop) => !stop.isCancelled && elapsed(stop.one, one) <= UNDO_MS);
  if (undone.some(({ at }) => isKept(at, one, rules))) {
    verdicts.hold(one.event.eventId, 'locked_period');
    return;
  }
  for (const stop of undone) stop.isCancelled = true;
  if (undone.length === 0)
    verdicts.reject(one.event.eventId, stops.length > 0 ? 'undo_too_late' : 'nothing_to_restore');
}

/** The later end that was superseded comes back; without one the session is open again, where another device says so. */
function readRestore(one: PlacedEvent, { track, stops, verdicts, rules }: Reading): void {
  const { eventId, deviceId } = one.event;
  const winner = winningStop(stops);
  if (winner && isKept(winner.at, one, rules)) {
    verdicts.hold(eventId, 'locked_period');
    return;
  }
  const isTooLate = one.placedAt > horizonOf(track.startedAt, rules.rules);
  const standing = stops.filter((stop) => !stop.isCancelled);
  const later = standing.filter((stop) => stop.isExplicit && winner && stop.at > winner.at);
  const last = later.reduce<Stop | null>((best, stop) => (best && best.at >= stop.at ? best : stop), null);
  const wentOn =
    !isTooLate &&
    (winner === null ||
      deviceId !== winner.one.event.deviceId ||
      activityAfter(track, winner).some((other) => byPlace(other, one) < 0));
  if (!last && !wentOn) verdicts.reject(eventId, 'nothing_to_restore');
  else for (const stop of standing) if (stop !== last) stop.isCancelled = true;
}

/** The clock-outs of a session with what undoing and restoring left of them. */
export function stopsOf(track: Track, verdicts: Verdicts, rules: StopRules): Stop[] {
  const reading: Reading = { track, stops: [], verdicts, rules };
  for (const one of track.events) {
    if (one.action.type === 'clock_out') readStop(one, reading);
    else if (one.action.type === 'clock_out_undone') readUndo(one, reading);
    else if (one.action.type === 'end_restored') readRestore(one, reading);
  }
  return reading.stops;
}
