import { describe, expect, it } from 'vitest';
import { createDoneDeliveries } from './done-deliveries.ts';
import { createTurns } from './turns.ts';

describe('turns', () => {
  it('go on so many at a time and in order, also past one that fails', async () => {
    const turns = createTurns(2);
    const begun: number[] = [];
    let going = 0;
    let most = 0;
    const work = (number: number) => async () => {
      begun.push(number);
      going += 1;
      most = Math.max(most, going);
      await new Promise((resolve) => setTimeout(resolve, 1));
      going -= 1;
      if (number === 1) throw new Error('fails');
      return number;
    };
    const ended = await Promise.allSettled(Array.from({ length: 9 }, (_, number) => turns(work(number))));
    expect(ended.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(most).toBe(2);
  });
});

describe('done deliveries', () => {
  it('are told once, and forgotten when they are many', () => {
    const done = createDoneDeliveries(2);
    for (const id of ['a', 'b', 'c']) done.add(id);
    expect(['a', 'b', 'b', 'c'].map((id) => done.take(id))).toEqual([false, true, false, true]);
  });
});
