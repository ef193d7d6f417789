import type { SteadyInstant } from './reading.ts';

const LONGEST_ROUND_TRIP_MS = 2000;
const SAMPLES = 5;
/** A sample is wrong by half its round trip at most, so one that is further off means that a clock moved. */
const MOVED_MS = 2000;
const TOLD_FROM_MS = 5 * 60_000;

/** Server minus steady time, in milliseconds: the last accepted samples, oldest first. Source: C2. */
export type OffsetSamples = readonly number[];

/** One answer of the server: when it was asked and when it answered, by steady time, and its own time between. */
export type Exchange = { askedAt: SteadyInstant; answeredAt: SteadyInstant; serverTime: number };

/** The samples with one more; a round trip of over 2 s tells too little and changes nothing. */
export function addSample(samples: OffsetSamples, exchange: Exchange): OffsetSamples {
  const roundTrip = exchange.answeredAt - exchange.askedAt;
  if (roundTrip < 0 || roundTrip > LONGEST_ROUND_TRIP_MS) return samples;
  const sample = exchange.serverTime - (exchange.askedAt + exchange.answeredAt) / 2;
  const known = frameOf(samples);
  const kept = known !== null && Math.abs(sample - known) > MOVED_MS ? [] : samples;
  return [...kept, sample].slice(-SAMPLES);
}

/** Canonical minus steady time in whole milliseconds, the median of the samples; null without any. */
export function frameOf(samples: OffsetSamples): number | null {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  const other = sorted[Math.ceil((sorted.length - 1) / 2)];
  return middle === undefined || other === undefined ? null : Math.round((middle + other) / 2);
}

/**
 * `offsetMs` of an event: server minus the wall clock as it was when the event was recorded. `setMs` is what the wall clock had been set by
 * until then.
 */
export function offsetOf(frameMs: number, setMs: number): number {
  return Math.round(frameMs - setMs);
}

/** The offset of this moment where the person should hear of it: over five minutes either way. Source: C3. */
export function offsetToTell(frameMs: number | null, setMs: number): number | null {
  if (frameMs === null) return null;
  const offsetMs = offsetOf(frameMs, setMs);
  return Math.abs(offsetMs) > TOLD_FROM_MS ? offsetMs : null;
}
