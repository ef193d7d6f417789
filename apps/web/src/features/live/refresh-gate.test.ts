import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRefreshGate } from './refresh-gate.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const refresh = vi.fn();
  return { refresh, gate: createRefreshGate({ refresh, leastInterval: 400, patience: 10_000 }) };
}

test('the first change is read at once', () => {
  const { refresh, gate } = setUp();
  gate.request();
  expect(refresh).toHaveBeenCalledTimes(1);
});

test('a burst is read once at its start and once at its end', () => {
  const { refresh, gate } = setUp();
  gate.request();
  gate.finished();
  for (let index = 0; index < 20; index += 1) gate.request();
  expect(refresh).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(399);
  expect(refresh).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(refresh).toHaveBeenCalledTimes(2);
  gate.finished();
  vi.advanceTimersByTime(5000);
  expect(refresh).toHaveBeenCalledTimes(2);
});

test('reads never overlap, and a change during a read is read after it', () => {
  const { refresh, gate } = setUp();
  gate.request();
  vi.advanceTimersByTime(3000);
  gate.request();
  expect(refresh).toHaveBeenCalledTimes(1);
  gate.finished();
  expect(refresh).toHaveBeenCalledTimes(2);
});

test('a read that never ends does not stop the page from living', () => {
  const { refresh, gate } = setUp();
  gate.request();
  gate.request();
  vi.advanceTimersByTime(10_000);
  expect(refresh).toHaveBeenCalledTimes(2);
});

test('after a stop nothing is read any more', () => {
  const { refresh, gate } = setUp();
  gate.request();
  gate.finished();
  gate.request();
  gate.stop();
  vi.advanceTimersByTime(60_000);
  expect(refresh).toHaveBeenCalledTimes(1);
});
