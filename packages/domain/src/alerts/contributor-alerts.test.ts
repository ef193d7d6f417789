import { describe, expect, test } from 'vitest';
import { at, found, gaps, installation, NOW, OFF, ON, settings, target } from './alerts.fixture.ts';
import type { OpenSession, PersonActivity } from './snapshot.ts';

describe('contributor_inactivity', () => {
  const rule = 'contributor_inactivity';
  const lastEventAt = at('2025-06-06T11:00:00Z');
  const ada: PersonActivity = { contributorId: 'ada', name: 'Ada Lovelace', teamId: 'platform', lastEventAt };
  const exactly = at('2025-06-20T11:00:00Z');
  const on = { people: [ada], leaveDays: {}, settings: settings({ [rule]: ON }) };

  test('is off until the organization turns it on; a team can only turn it off', () => {
    const heard = (of: object) =>
      found(rule, { ...on, settings: settings({ [rule]: { isEnabled: null, target: null } }), ...of });
    expect(heard({})).toEqual([]);
    expect(heard({ settings: settings({}, { platform: { [rule]: ON } }) })).toEqual([]);
    expect(heard({ settings: settings({ [rule]: ON }) })).toHaveLength(1);
    expect(heard({ settings: settings({ [rule]: ON }, { platform: { [rule]: OFF } }) })).toEqual([]);
    expect(gaps(rule, { people: [ada], leaveDays: null })).toEqual([]);
  });

  test('just over 10 working days', () => {
    expect(found(rule, { ...on, now: exactly - 1000 })).toEqual([]);
    expect(found(rule, { ...on, now: exactly })).toEqual([]);
    expect(found(rule, { ...on, now: exactly + 1000 })).toMatchObject([
      { subject: { type: 'contributor', id: 'ada' }, since: exactly, target: 80 * 3600 },
    ]);
    const own = settings({ [rule]: ON }, { platform: { [rule]: target(20) } });
    expect(found(rule, { ...on, now: exactly + 1000, settings: own })).toEqual([]);
  });

  test('days of leave are no inactivity, a day that is given twice counts once, a weekend day changes nothing', () => {
    const leave = (...days: string[]) => ({ ...on, leaveDays: { ada: days } });
    const next = at('2025-06-23T11:00:00Z');
    const vacation = leave('2025-06-11', '2025-06-11', '2025-06-14');
    expect(found(rule, { ...vacation, now: exactly + 1000 })).toEqual([]);
    expect(found(rule, { ...vacation, now: next })).toEqual([]);
    expect(found(rule, { ...vacation, now: next + 1000 })).toMatchObject([{ since: next }]);
    const colleague = { ...on, leaveDays: { grace: ['2025-06-11'] } };
    expect(found(rule, { ...colleague, now: exactly + 1000 })).toHaveLength(1);
  });

  test('without records of leave it is not evaluated and says so', () => {
    expect(found(rule, { ...on, leaveDays: null })).toEqual([]);
    expect(gaps(rule, { ...on, leaveDays: null })).toEqual(['no_leave_records']);
    const suspended = { ...on, installations: [installation({ suspendedAt: NOW })] };
    expect(found(rule, suspended)).toEqual([]);
    expect(gaps(rule, suspended)).toEqual(['installation_suspended']);
  });

  test('a person without any event is not judged', () => {
    expect(found(rule, { ...on, people: [{ ...ada, lastEventAt: null }] })).toEqual([]);
  });

  test('managers are told two working days later, days of leave apart', () => {
    const managersFrom = (leaveDays: Record<string, string[]>) =>
      found(rule, { ...on, leaveDays, now: NOW }).map((one) => one.managersFrom);
    expect(managersFrom({})).toEqual([at('2025-06-24T16:00:00Z')]);
    expect(managersFrom({ ada: ['2025-06-23'] })).toEqual([at('2025-06-25T16:00:00Z')]);
  });
});

describe('open_session', () => {
  const rule = 'open_session';
  const startedAt = at('2025-06-19T20:00:00Z');
  const session: OpenSession = { id: 'session-1', contributorId: 'ada', teamId: 'platform', startedAt };
  const exactly = at('2025-06-20T10:00:00Z');

  test('just over 14 elapsed hours, night and day', () => {
    const openSessions = [session];
    expect(found(rule, { openSessions, now: exactly - 1000 })).toEqual([]);
    expect(found(rule, { openSessions, now: exactly })).toEqual([]);
    expect(found(rule, { openSessions, now: exactly + 1000 })).toMatchObject([
      { deduplicationKey: 'open_session:session:session-1', since: exactly, value: 14 * 3600 + 1 },
    ]);
    const own = settings({}, { platform: { open_session: target(10) } });
    expect(found(rule, { openSessions, now: exactly, settings: own })).toMatchObject([{ target: 36_000 }]);
  });

  test('without attendance it is not evaluated and says so; while it is off it says nothing', () => {
    expect(gaps(rule, { openSessions: null })).toEqual(['no_attendance_records']);
    expect(gaps(rule, { openSessions: null, settings: settings({ open_session: OFF }) })).toEqual([]);
    expect(found(rule, { openSessions: [session], settings: settings({ open_session: OFF }) })).toEqual([]);
  });
});
