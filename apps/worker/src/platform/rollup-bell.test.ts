import { describe, expect, it, vi } from 'vitest';
import { createRollupBell } from './rollup-bell.ts';

describe('the bell for recomputations', () => {
  it('rings once for a burst, and again for what comes after', async () => {
    vi.useFakeTimers();
    const rung: string[] = [];
    const bell = createRollupBell({ send: async (id) => void rung.push(id), onError: () => {} });
    for (let fact = 0; fact < 50; fact += 1) bell.ring('a');
    bell.ring('b');
    await vi.advanceTimersByTimeAsync(100);
    expect(rung).toEqual(['a', 'b']);
    bell.ring('a');
    await vi.advanceTimersByTimeAsync(100);
    expect(rung).toEqual(['a', 'b', 'a']);
    vi.useRealTimers();
  });

  it('lets an organization rest in proportion to its recomputation, within limits, and no other', async () => {
    vi.useFakeTimers();
    const rung: [string, number][] = [];
    const startedAt = Date.now();
    const bell = createRollupBell({
      send: async (id) => void rung.push([id, Date.now() - startedAt]),
      onError: () => {},
    });
    bell.rest('a', 100);
    for (const id of ['a', 'b']) bell.ring(id);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rung.splice(0)).toEqual([
      ['b', 100],
      ['a', 200],
    ]);
    bell.ring('a');
    await vi.advanceTimersByTimeAsync(50);
    bell.rest('a', 60_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rung.splice(0)).toEqual([['a', 1_450]]);
    bell.ring('a');
    await vi.advanceTimersByTimeAsync(100);
    expect(rung).toHaveLength(1);
    vi.useRealTimers();
  });

  it('rings for what is left when the worker stops, and outlives a queue that is away', async () => {
    const errors: unknown[] = [];
    const send = vi.fn(async () => {
      throw new Error('away');
    });
    const bell = createRollupBell({ send, onError: (error) => errors.push(error) });
    bell.ring('a');
    await bell.flush();
    expect(send).toHaveBeenCalledTimes(1);
    expect(errors).toHaveLength(1);
  });
});
