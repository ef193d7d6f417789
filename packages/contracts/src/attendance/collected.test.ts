import { RETENTION } from '@devpulse/domain/privacy/retention';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { collectedGroups, untoldFields } from './collected.ts';
import { AttendanceEventBody } from './events.ts';

test('every field of an entry says what it is, why it leaves the device and who sees it', () => {
  expect(untoldFields(AttendanceEventBody)).toEqual([]);
});

test('a field that was added without words is found', () => {
  const grown = AttendanceEventBody.extend({ windowTitle: z.string() });
  expect(untoldFields(grown)).toEqual(['.windowTitle']);
  expect(untoldFields(z.object({ action: z.object({ deep: z.int().nullable() }) }))).toEqual([
    '.action.deep',
  ]);
});

describe('the page', () => {
  const groups = collectedGroups();
  const fields = groups.flatMap((group) => group.fields);

  test('has its groups in order, none of them empty', () => {
    expect(groups.map(({ title }) => title)).toEqual([
      'Your account',
      'Sessions',
      'Pauses',
      'Entries behind them',
      'Devices',
      'Corrections and views',
    ]);
    for (const { title, fields: own } of groups) expect(own.length, title).toBeGreaterThan(0);
  });

  test('says each thing once, and everything of it', () => {
    expect(new Set(fields.map(({ what }) => what)).size).toBe(fields.length);
    for (const field of fields) for (const words of Object.values(field)) expect(words).not.toBe('');
  });

  test('says the figures that upkeep deletes by', () => {
    const kept = (start: string) => fields.find(({ what }) => what.startsWith(start))?.kept;
    expect(kept('Network address')).toBe(`${RETENTION.signInAddressDays} days after it`);
    expect(kept('Browser or app')).toBe(`${RETENTION.endedSessionDays} days after it ended`);
    expect(kept('When the session ended')).toBe(`${RETENTION.timeMonths} months`);
    expect(kept('Who viewed')).toBe(`${RETENTION.logMonths} months`);
    expect(kept('Your time zone')).toBe('Until you delete your account');
  });

  test('reads fields that both the wire and the page must have', () => {
    const names = fields.map(({ what }) => what);
    expect(names).toContain('What you decided about a pause');
    expect(names).toContain('A steady clock that nobody can set');
    expect(names).toContain('Your time zone, and since when');
  });
});
