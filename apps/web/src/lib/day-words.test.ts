import { expect, test } from 'vitest';
import { earlierText, instantText, lengthText, previousText, rangeText } from './day-words.ts';

const november = { from: '2026-10-22', to: '2026-11-21' };

test('a range is named by its first and its last day', () => {
  expect(rangeText(november)).toBe('22 Oct to 20 Nov 2026');
  expect(rangeText({ from: '2025-12-22', to: '2026-01-21' })).toBe('22 Dec 2025 to 20 Jan 2026');
  expect(rangeText({ from: '2026-11-20', to: '2026-11-21' })).toBe('20 Nov 2026');
  expect(lengthText(november)).toBe('30 days');
});

test('the period before is named by its length where it ends just before, else by its days', () => {
  expect(previousText(november, { from: '2026-09-22', to: '2026-10-22' })).toBe('the 30 days before');
  expect(previousText(november, { from: '2026-09-17', to: '2026-10-17' })).toBe('17 Sept to 16 Oct 2026');
  expect(
    previousText({ from: '2026-11-20', to: '2026-11-21' }, { from: '2026-11-19', to: '2026-11-20' }),
  ).toBe('the day before');
  expect(earlierText(november, { from: '2026-09-17', to: '2026-10-17' })).toBe('35 days earlier');
});

test('an instant is told in the zone, with its day unless that is today', () => {
  expect(instantText('2026-11-20T13:31:52.900Z', 'Europe/Berlin', '2026-11-20')).toBe('14:31:52');
  expect(instantText('2026-11-19T23:30:00Z', 'Europe/Berlin', '2026-11-20')).toBe('00:30:00');
  expect(instantText('2026-11-19T13:31:52Z', 'Europe/Berlin', '2026-11-20')).toBe('19 Nov, 14:31:52');
});
