import { describe, expect, it } from 'vitest';
import { addSample, frameOf, type OffsetSamples, offsetOf, offsetToTell } from './offset.ts';

const sample = (samples: OffsetSamples, offsetMs: number, roundTripMs = 100, askedAt = 1_000_000) =>
  addSample(samples, {
    askedAt,
    answeredAt: askedAt + roundTripMs,
    serverTime: askedAt + roundTripMs / 2 + offsetMs,
  });

describe('the offset of the server', () => {
  it('is the median of the last five', () => {
    const samples = [10, 900, 20, 30, 40, 50].reduce(
      (all, offsetMs) => sample(all, offsetMs),
      [] as OffsetSamples,
    );
    expect(samples).toHaveLength(5);
    expect(frameOf(samples)).toBe(40);
    expect(frameOf([])).toBeNull();
  });

  it('takes no answer that was on its way for over two seconds, or came before it was asked', () => {
    expect(sample([], 500, 2001)).toEqual([]);
    expect(sample([], 500, -1)).toEqual([]);
    expect(sample([], 500, 2000)).toEqual([500]);
  });

  it('forgets what a clock that moved made wrong', () => {
    expect(sample([10, 20, 30], 3_600_000)).toEqual([3_600_000]);
  });

  it('C-05: a device that is seven minutes fast is told, and its events are seven minutes earlier', () => {
    const samples = sample([], -420_000);
    expect(offsetToTell(frameOf(samples), 0)).toBe(-420_000);
    expect(offsetOf(frameOf(samples) ?? 0, 0)).toBe(-420_000);
    expect(offsetToTell(300_000, 0)).toBeNull();
    expect(offsetToTell(null, 0)).toBeNull();
  });

  it('is by what the wall clock was set by less, for what was recorded after', () => {
    expect(offsetOf(0, 3_600_000)).toBe(-3_600_000);
  });
});
