import type { AnalysisClock } from '@devpulse/database/analysis/due-analyses';
import { expect, test } from 'vitest';
import { areAlertsDue, areScoresDue } from './begin-analyses.ts';
import { digestDue } from './send-digests.ts';

const at = (text: string) => Date.parse(text);
const calendar = {
  zone: 'America/New_York',
  weekdays: [1, 2, 3, 4, 5],
  startMinute: 540,
  endMinute: 1_020,
  holidays: ['2026-11-26'],
};
const clock = (changes: Partial<AnalysisClock> = {}): AnalysisClock => ({
  organizationId: 'o',
  calendar,
  scoredThrough: '2026-11-19',
  scoresDirtySince: null,
  hasStaleDays: false,
  isImporting: false,
  alertsEvaluatedAt: at('2026-11-20T12:00:00Z'),
  rolledUpAt: null,
  ...changes,
});

test('scores of a day are due at half past two in the night after it, there', () => {
  const due = (text: string, changes = {}) => areScoresDue(clock(changes), at(text));
  expect(due('2026-11-21T07:29:59Z')).toBe(false);
  expect(due('2026-11-21T07:30:00Z')).toBe(true);
  expect(due('2026-11-21T07:30:00Z', { scoredThrough: '2026-11-20' })).toBe(false);
  expect(due('2026-11-24T23:00:00Z', { scoredThrough: '2026-11-20' })).toBe(true);
  expect(due('2026-11-21T07:30:00Z', { scoredThrough: null })).toBe(true);
});

test('scores are due a minute after a change, more patiently while history comes in, and at once where days were left over', () => {
  const since = { scoresDirtySince: at('2026-11-20T12:00:00Z') };
  const due = (text: string, changes: Partial<AnalysisClock>) => areScoresDue(clock(changes), at(text));
  expect(due('2026-11-20T12:00:59Z', since)).toBe(false);
  expect(due('2026-11-20T12:01:00Z', since)).toBe(true);
  expect(due('2026-11-20T12:09:59Z', { ...since, isImporting: true })).toBe(false);
  expect(due('2026-11-20T12:10:00Z', { ...since, isImporting: true })).toBe(true);
  expect(due('2026-11-20T12:00:00Z', { hasStaleDays: true })).toBe(true);
});

test('alerts are due every five minutes, and a minute after the last time where there was a rollup since', () => {
  const due = (text: string, changes: Partial<AnalysisClock> = {}) => areAlertsDue(clock(changes), at(text));
  expect(due('2026-11-20T12:04:59Z')).toBe(false);
  expect(due('2026-11-20T12:05:00Z')).toBe(true);
  const rolledUpAt = at('2026-11-20T12:00:10Z');
  expect(due('2026-11-20T12:00:59Z', { rolledUpAt })).toBe(false);
  expect(due('2026-11-20T12:01:00Z', { rolledUpAt })).toBe(true);
  expect(due('2026-11-20T12:01:00Z', { rolledUpAt: at('2026-11-20T11:59:00Z') })).toBe(false);
  expect(due('2026-11-20T12:00:00Z', { alertsEvaluatedAt: null })).toBe(true);
});

test('digests are due from eight o’clock there on, on working days', () => {
  const day = (text: string) => digestDue(calendar, at(text))?.day ?? null;
  expect(day('2026-11-20T12:59:59Z')).toBeNull();
  expect(digestDue(calendar, at('2026-11-20T13:00:00Z'))).toEqual({
    day: '2026-11-20',
    since: at('2026-11-20T13:00:00Z'),
  });
  expect(day('2026-11-21T04:59:00Z')).toBe('2026-11-20');
  expect(day('2026-11-21T15:00:00Z')).toBeNull();
  expect(day('2026-11-26T15:00:00Z')).toBeNull();
});
