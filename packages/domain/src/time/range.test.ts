import { describe, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { bucketOfLength, type RangeRequest, resolveRange } from './range.ts';

const today = '2025-05-14';

describe('resolveRange', () => {
  test.each<[RangeRequest, string, string, string, string]>([
    [{ range: '7d', compare: 'prev', today }, '2025-05-08', '2025-05-15', '2025-05-01', '2025-05-08'],
    [{ range: '30d', compare: 'prev', today }, '2025-04-15', '2025-05-15', '2025-03-16', '2025-04-15'],
    [{ range: '30d', compare: 'weekdays', today }, '2025-04-15', '2025-05-15', '2025-03-11', '2025-04-10'],
    [{ range: '7d', compare: 'weekdays', today }, '2025-05-08', '2025-05-15', '2025-05-01', '2025-05-08'],
    [{ range: '90d', compare: 'prev', today }, '2025-02-14', '2025-05-15', '2024-11-16', '2025-02-14'],
    [{ range: 'quarter', compare: 'prev', today }, '2025-04-01', '2025-05-15', '2025-02-16', '2025-04-01'],
    [
      { range: 'custom', from: '2024-02-28', to: '2024-03-01', compare: 'prev', today },
      '2024-02-28',
      '2024-03-02',
      '2024-02-25',
      '2024-02-28',
    ],
  ])('%o', (request, from, to, previousFrom, previousTo) => {
    const range = resolveRange(request);
    expect({ from: range.from, to: range.to }).toEqual({ from, to });
    expect(range.previous).toEqual({ from: previousFrom, to: previousTo });
  });

  test('same weekdays fall on the same weekdays', () => {
    const { from, previous } = resolveRange({ range: '90d', compare: 'weekdays', today });
    const weekday = (day: string | undefined) => Temporal.PlainDate.from(day ?? '').dayOfWeek;
    expect(weekday(previous?.from)).toBe(weekday(from));
    expect(previous?.to.localeCompare(from)).toBeLessThanOrEqual(0);
  });

  test('a quarter begins on its first day and its first day is a quarter of one day', () => {
    expect(resolveRange({ range: 'quarter', compare: 'none', today: '2025-12-31' }).from).toBe('2025-10-01');
    expect(resolveRange({ range: 'quarter', compare: 'none', today: '2025-01-01' })).toEqual({
      from: '2025-01-01',
      to: '2025-01-02',
      previous: null,
      bucket: 'day',
    });
  });

  test.each([
    [1, 'day'],
    [45, 'day'],
    [46, 'week'],
    [200, 'week'],
    [201, 'month'],
  ])('%i days are shown by %s', (days, bucket) => {
    expect(bucketOfLength(days)).toBe(bucket);
  });

  test.each<[string, string | undefined, string | undefined, string]>([
    ['missing', undefined, '2025-01-01', 'from'],
    ['missing', '2025-01-01', undefined, 'to'],
    ['no date', '2025-02-30', '2025-03-01', 'from'],
    ['not the form', '20250201', '2025-03-01', 'from'],
    ['an instant', '2025-02-01', '2025-03-01T00:00:00Z', 'to'],
    ['reversed', '2025-03-02', '2025-03-01', 'to'],
    ['733 days', '2023-01-01', '2025-01-02', 'from'],
  ])('refuses a custom range: %s', (_name, from, to, field) => {
    const resolve = () => resolveRange({ range: 'custom', from, to, compare: 'prev', today });
    expect(resolve).toThrow(AppError);
    expect(resolve).toThrow(expect.objectContaining({ code: 'invalid_range', field }));
  });

  test('732 days are allowed', () => {
    const range = resolveRange({
      range: 'custom',
      from: '2023-01-01',
      to: '2025-01-01',
      compare: 'none',
      today,
    });
    expect(range.bucket).toBe('month');
  });
});
