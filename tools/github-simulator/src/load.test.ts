import { expect, test, vi } from 'vitest';
import { loadDeliveries } from './load.ts';
import type { Delivery } from './model.ts';
import { simulateOrganization } from './organization.ts';
import { storyNow } from './test/read-history.ts';

vi.setConfig({ testTimeout: 60_000 });

function take(count: number, seed = 'bench'): Delivery[] {
  let clock = storyNow;
  const supply = loadDeliveries({ seed, installationId: 42, now: () => (clock += 20) });
  return Array.from({ length: count }, () => supply.next().value);
}

test('every delivery is distinct, dated at its making and of a realistic size', () => {
  const deliveries = take(2_000);
  expect(new Set(deliveries.map(({ guid }) => guid)).size).toBe(2_000);
  expect(new Set(deliveries.map(({ body }) => body)).size).toBe(2_000);
  for (const { body, occurredAt } of deliveries) {
    expect(body).toContain('"installation":{"id":42,');
    expect(body).not.toMatch(/2001-02-03|7000111|a1b2c3d4e5f6/);
    expect(occurredAt).toBeGreaterThan(storyNow);
    expect(body.length).toBeGreaterThan(7_000);
    expect(body.length).toBeLessThan(26_000);
  }
});

test('pull requests are opened, approved and merged, each under its own ids', () => {
  const deliveries = take(2_000);
  const kinds = new Set(deliveries.map(({ event, action }) => `${event} ${action}`));
  expect([...kinds].sort()).toEqual([
    'pull_request closed',
    'pull_request opened',
    'pull_request_review submitted',
    'push null',
  ]);
  const parts = deliveries
    .filter(({ action }) => action === 'closed')
    .map(({ body }) => (JSON.parse(body) as { pull_request: Record<string, unknown> }).pull_request);
  expect(new Set(parts.map(({ node_id }) => node_id)).size).toBe(parts.length);
  for (const part of parts) {
    expect(part.merged).toBe(true);
    expect(part.merged_at).toBe(part.updated_at);
    expect(Date.parse(String(part.created_at))).toBeLessThanOrEqual(Date.parse(String(part.merged_at)));
    expect(Number.isSafeInteger(part.id)).toBe(true);
  }
});

test('the same seed repeats; another seed shares nothing', () => {
  expect(take(200)).toEqual(take(200));
  const ours = new Set(take(200).map(({ guid }) => guid));
  expect(take(200, 'other').some(({ guid }) => ours.has(guid))).toBe(false);
});

test('shapes are those of the history', () => {
  const keys = (delivery: Delivery | undefined) =>
    Object.keys(JSON.parse(delivery?.body ?? '{}') as object).sort();
  const history = [...simulateOrganization({ seed: 'fernhill', weeks: 3, now: storyNow })];
  for (const delivery of take(600).slice(-8)) {
    const like = history.find(({ event, action }) => event === delivery.event && action === delivery.action);
    expect(keys(delivery)).toEqual(keys(like));
  }
});

test('thousands are made per second', () => {
  const began = performance.now();
  const supply = loadDeliveries({ seed: 'speed' });
  for (let index = 0; index < 5_000; index += 1) supply.next();
  expect(5_000 / ((performance.now() - began) / 1_000)).toBeGreaterThan(3_000);
});
