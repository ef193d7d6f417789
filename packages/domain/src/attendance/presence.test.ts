import { expect, test } from 'vitest';
import { at, breakStart, clockIn, clockOut, device, fold } from './fold.fixture.ts';
import { maySeePresence, presenceOf } from './presence.ts';
import { boundedRule, DEFAULT_ATTENDANCE_RULES, idleThresholdFor, maximumOpenMs } from './rules.ts';

test('in, on a break, out; not heard from for 15 minutes changes nothing else', () => {
  const a = device('A');
  const events = [a(at('09:00'), clockIn('s'))];
  const now = at('10:00');
  expect(presenceOf(fold(events, { now }), at('09:45') + 1, now)).toEqual({
    status: 'in',
    since: at('09:00'),
    notHeardSince: null,
  });
  expect(presenceOf(fold(events, { now }), at('09:45'), now)).toMatchObject({
    status: 'in',
    notHeardSince: at('09:45'),
  });
  expect(presenceOf(fold(events, { now }), null, now)).toMatchObject({ notHeardSince: at('09:00') });
  events.push(a(at('09:50'), breakStart('s', 'p')));
  expect(presenceOf(fold(events, { now }), now, now)).toMatchObject({
    status: 'on_break',
    since: at('09:50'),
  });
  events.push(a(at('09:55'), clockOut('s', at('09:55'))));
  expect(presenceOf(fold(events, { now }), now, now)).toEqual({
    status: 'out',
    since: null,
    notHeardSince: null,
  });
});

test('presence is shown to those who may see totals, and to all only if the organization shares it', () => {
  const stranger = { isOwn: false, reachesMember: false };
  expect(maySeePresence(stranger, DEFAULT_ATTENDANCE_RULES)).toBe(false);
  expect(maySeePresence(stranger, { isPresenceShared: true })).toBe(true);
  expect(maySeePresence({ ...stranger, isOwn: true }, DEFAULT_ATTENDANCE_RULES)).toBe(true);
  expect(maySeePresence({ ...stranger, reachesMember: true }, DEFAULT_ATTENDANCE_RULES)).toBe(true);
});

test('R7: rules are held to their bounds, and a choice to what the organization allows', () => {
  const rules = { ...DEFAULT_ATTENDANCE_RULES, idleThresholdMinimumMinutes: 8, maximumOpenMinutes: 9_999 };
  expect(maximumOpenMs(rules)).toBe(24 * 3_600_000);
  expect(maximumOpenMs({ ...rules, maximumOpenMinutes: Number.NaN })).toBe(8 * 3_600_000);
  expect(boundedRule({ ...rules, idleThresholdMinutes: 1 }, 'idleThresholdMinutes')).toBe(5);
  expect(idleThresholdFor(rules, { thresholdMinutes: null, isOn: null })).toBe(10);
  expect(idleThresholdFor(rules, { thresholdMinutes: 5, isOn: true })).toBe(8);
  expect(idleThresholdFor(rules, { thresholdMinutes: 90, isOn: true })).toBe(60);
  expect(idleThresholdFor(rules, { thresholdMinutes: null, isOn: false })).toBeNull();
  const strict = { ...rules, mayMembersSwitchIdleOff: false };
  expect(idleThresholdFor(strict, { thresholdMinutes: null, isOn: false })).toBe(10);
  expect(idleThresholdFor({ ...rules, idlePolicy: 'off' }, { thresholdMinutes: 5, isOn: true })).toBeNull();
});
