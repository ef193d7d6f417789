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
