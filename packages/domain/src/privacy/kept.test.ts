import { expect, test } from 'vitest';
import { HELD_GROUPS } from './held-groups.ts';
import { keptBriefly, keptForYou, keptInRecord } from './kept.ts';
import { daysText, monthsText, RETENTION } from './retention.ts';

test('no table is told of twice', () => {
  const tables = HELD_GROUPS.flatMap((group) => group.tables);
  expect(new Set(tables).size).toBe(tables.length);
});

test('the same figure stands wherever a table is told of', () => {
  const time = monthsText(RETENTION.timeMonths);
  expect(keptForYou('work_session')).toContain(time);
  expect(keptBriefly('work_session')).toBe(time);
  expect(keptInRecord(['work_session'])).toContain(time);
});

test('tables of one row say it once where it is the same of all, and each its own where it is not', () => {
  expect(keptInRecord(['outgoing_mail'])).toBe(daysText(RETENTION.mailDays));
  expect(keptInRecord(['audit_entry', 'person_view'])).not.toContain('`');
  expect(keptInRecord(['password', 'totp', 'passkey'])).toBe(
    '`password`: until the account is deleted; `totp`, `passkey`: until it is removed',
  );
});

test('numbers with their unit', () => {
  expect([daysText(1), daysText(7), monthsText(24), monthsText(240)]).toEqual([
    'a day',
    '7 days',
    '24 months',
    '20 years',
  ]);
});
