import { createLogger } from '@devpulse/observability/logger';
import { createMetrics } from '@devpulse/observability/metrics';
import { expect, test } from 'vitest';
import { DeliveryBell, type EnqueueDeliveries, type StoredDelivery } from './delivery-bell.ts';

const stored = (id: string): StoredDelivery => ({ id, receivedAt: new Date(0), event: 'push' });

function bellOver(enqueue: EnqueueDeliveries) {
  const metrics = createMetrics('test');
  const bell = new DeliveryBell({
    enqueue,
    logger: createLogger({ service: 'test', level: 'silent' }),
    metrics,
  });
  return { bell, metrics };
}

test('rings for what arrives together in one call, and one call at a time', async () => {
  const calls: string[][] = [];
  let running = 0;
  const { bell } = bellOver(async (deliveries) => {
    running += 1;
    expect(running).toBe(1);
    calls.push(deliveries.map((delivery) => delivery.id));
    await new Promise(setImmediate);
    running -= 1;
  });
  bell.ring(stored('a'));
  bell.ring(stored('b'));
  await new Promise(setImmediate);
  bell.ring(stored('c'));
  await bell.idle();
  expect(calls).toEqual([['a', 'b'], ['c']]);
});

test('the first is rung at once; those that follow closely gather', async () => {
  const calls: { at: number; ids: string[] }[] = [];
  const { bell } = bellOver(async (deliveries) => {
    calls.push({ at: performance.now(), ids: deliveries.map((delivery) => delivery.id) });
  });
  const startedAt = performance.now();
  bell.ring(stored('a'));
  await expect.poll(() => calls.length, { interval: 1 }).toBe(1);
  for (const id of ['b', 'c', 'd']) {
    bell.ring(stored(id));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await expect.poll(() => calls.length).toBe(2);
  expect(calls.map((call) => call.ids)).toEqual([['a'], ['b', 'c', 'd']]);
  expect((calls[1]?.at ?? 0) - startedAt).toBeGreaterThan(90);
});

test('a queue that is away is counted and does not stop later ones', async () => {
  let isAway = true;
  const calls: string[] = [];
  const { bell, metrics } = bellOver(async (deliveries) => {
    if (isAway) throw new Error('away');
    calls.push(...deliveries.map((delivery) => delivery.id));
  });
  bell.ring(stored('a'));
  await bell.idle();
  expect((await metrics.enqueueFailuresTotal.get()).values[0]?.value).toBe(1);
  isAway = false;
  bell.ring(stored('b'));
  await bell.idle();
  expect(calls).toEqual(['b']);
});

test('a queue that hangs holds a bounded number', async () => {
  const { bell, metrics } = bellOver(() => new Promise(() => undefined));
  for (let index = 0; index < 10_300; index += 1) bell.ring(stored(String(index)));
  expect((await metrics.enqueueFailuresTotal.get()).values[0]?.value).toBe(300);
});
