import { addDays } from '@devpulse/domain/time/local-day';
import { expect, test } from 'vitest';
import { flowPoints, flowTotals } from './flow.ts';

function buckets(first: string, count: number, length: number) {
  return Array.from({ length: count }, (_, index) => ({
    from: addDays(first, index * length),
    to: addDays(first, (index + 1) * length),
    ready: 2,
    merged: 1,
    closedUnmerged: 0,
    isIncomplete: index === count - 1,
  }));
}

const ticks = (points: ReturnType<typeof flowPoints>) => points.flatMap((point) => point.tick ?? []);

test('thirty days are named by their Mondays and today', () => {
  const points = flowPoints(buckets('2026-10-22', 30, 1), 'day');
  expect(ticks(points)).toEqual(['26 Oct', '2 Nov', '9 Nov', '16 Nov', 'today']);
  expect(points[0]?.label).toBe('Thu, 22 Oct 2026');
});

test('a Monday beside today gives way to it', () => {
  expect(ticks(flowPoints(buckets('2026-10-26', 30, 1), 'day')).slice(-2)).toEqual(['16 Nov', 'today']);
});

test('never more than six words stand under the axis', () => {
  for (let count = 1; count <= 45; count += 1) {
    expect(ticks(flowPoints(buckets('2026-10-01', count, 1), 'day')).length).toBeLessThanOrEqual(6);
    expect(ticks(flowPoints(buckets('2026-10-01', count, 7), 'week')).length).toBeLessThanOrEqual(6);
  }
});

test('weeks are named by their days', () => {
  expect(flowPoints(buckets('2026-10-05', 3, 7), 'week')[0]?.label).toBe('5 Oct to 11 Oct 2026');
});

test('totals are what the rows add up to', () => {
  expect(flowTotals(buckets('2026-10-05', 3, 7))).toEqual({ ready: 6, merged: 3, closedUnmerged: 0 });
});
