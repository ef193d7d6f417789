import { createHash } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { countDeliveries, Simulation, type SimulationOptions, simulateOrganization } from './organization.ts';
import { storyNow } from './test/read-history.ts';

vi.setConfig({ testTimeout: 60_000 });

const week = 7 * 86_400_000;

function fingerprint(options: SimulationOptions): { hash: string; count: number } {
  const hash = createHash('sha256');
  let count = 0;
  for (const { event, action, guid, occurredAt, lane, body } of simulateOrganization(options)) {
    hash.update(`${event}\n${action}\n${guid}\n${occurredAt}\n${lane}\n${body}\n`);
    count += 1;
  }
  return { hash: hash.digest('hex'), count };
}

describe('the same seed and present', () => {
  const options = { seed: 'fernhill', weeks: 26, now: storyNow };

  test('give the same bytes, and the count is known beforehand', () => {
    const short = { ...options, weeks: 12 };
    const first = fingerprint(short);
    expect(fingerprint(short)).toEqual(first);
    expect(countDeliveries(short)).toBe(first.count);
  });

  test('give 9,000 to 12,000 deliveries in 26 weeks', () => {
    const count = countDeliveries(options);
    expect(count).toBeGreaterThan(9_000);
    expect(count).toBeLessThan(12_000);
  });

  test('another seed gives another organization', () => {
    const short = { ...options, weeks: 3 };
    expect(fingerprint({ ...short, seed: 'other' }).hash).not.toBe(fingerprint(short).hash);
  });
});

test('what happened until a moment does not depend on what comes later', () => {
  const start = storyNow - 12 * week;
  const short = [...simulateOrganization({ seed: 'fernhill', weeks: 6, now: start + 6 * week })];
  const long = [...simulateOrganization({ seed: 'fernhill', weeks: 12, now: storyNow })];
  expect(long.slice(0, short.length)).toEqual(short);
  expect(long[short.length]?.occurredAt).toBeGreaterThan(start + 6 * week);
});

test('history is sorted by time and ends with the present', () => {
  let last = 0;
  for (const { occurredAt } of simulateOrganization({ seed: 'fernhill', weeks: 8, now: storyNow })) {
    expect(occurredAt).toBeGreaterThanOrEqual(last);
    last = occurredAt;
  }
  expect(last).toBeLessThanOrEqual(storyNow);
  expect(last).toBeGreaterThan(storyNow - 86_400_000);
});

test('a skipped past leads to the same future as one that was read', () => {
  const options = { seed: 'fernhill', weeks: 4, now: storyNow };
  const read = new Simulation(options);
  const pastCount = [...read.history()].length;
  const skipped = new Simulation(options);
  expect(skipped.skipHistory()).toBe(pastCount);
  for (let index = 0; index < 30; index += 1) {
    const at = storyNow + index * 4_000;
    if (index < 10) {
      read.next(at);
      skipped.skipNext(at);
    } else {
      expect(skipped.next(at)).toEqual(read.next(at));
    }
  }
});
