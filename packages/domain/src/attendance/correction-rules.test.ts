import { describe, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import {
  type CorrectedTime,
  changedMs,
  checkOverlap,
  checkReason,
  checkTime,
  checkUnlocked,
  checkVersion,
  decisionRight,
  mayApplyAtOnce,
} from './correction-rules.ts';
import { at, DAY, MINUTE } from './fold.fixture.ts';
import { DEFAULT_ATTENDANCE_RULES } from './rules.ts';

const time = (from: string, to: string, pauses: [string, string][] = []): CorrectedTime => ({
  startedAt: at(from),
  endedAt: at(to),
  pauses: pauses.map(([start, end]) => ({ from: at(start), to: at(end) })),
});
const refused = (code: string, field: string) => expect.objectContaining({ code, field });

describe('K1: at once', () => {
  const rules = { ...DEFAULT_ATTENDANCE_RULES, maySelfApply: true };
  const change = { before: time('09:00', '17:00'), after: time('08:30', '17:00') };

  test('up to 30 minutes, up to 7 days, and only where it is allowed', () => {
    expect(mayApplyAtOnce(change, rules, at('08:30', 7))).toBe(true);
    expect(mayApplyAtOnce(change, rules, at('08:30', 7) + 1)).toBe(false);
    expect(mayApplyAtOnce(change, DEFAULT_ATTENDANCE_RULES, at('18:00'))).toBe(false);
    const more = { ...change, after: { ...change.after, startedAt: at('08:30') - 1 } };
    expect(mayApplyAtOnce(more, rules, at('18:00'))).toBe(false);
  });

  test('what counts otherwise is measured, pauses too; moving is no small change', () => {
    expect(changedMs(change)).toBe(30 * MINUTE);
    expect(changedMs({ before: time('09:00', '17:00'), after: time('10:00', '18:00') })).toBe(120 * MINUTE);
    const paused = time('09:00', '17:00', [['12:00', '12:20']]);
    expect(changedMs({ before: paused, after: time('09:00', '17:00') })).toBe(20 * MINUTE);
    expect(changedMs({ before: time('09:00', '09:40'), after: null })).toBe(40 * MINUTE);
    expect(mayApplyAtOnce({ before: null, after: null }, rules, at('09:00'))).toBe(false);
  });
});

test.each([
  ['K-02, manager, own', 'manager', { isOwn: true, reachesMember: true }, 'forbidden'],
  ['K-02, manager, other team', 'manager', {}, 'hidden'],
  ['manager, own team', 'manager', { reachesMember: true }, 'manager'],
  ['developer', 'developer', { reachesMember: true }, 'hidden'],
  ['admin, others', 'admin', { reachesMember: true }, 'administrator'],
  ['owner, others', 'owner', { reachesMember: true, isSoleOwner: true }, 'administrator'],
  ['admin, somebody who left', 'admin', {}, 'hidden'],
  ['owner, somebody who left', 'owner', { isSoleOwner: true }, 'hidden'],
  ['admin, own', 'admin', { isOwn: true, isSoleOwner: true }, 'forbidden'],
  ['owner, own', 'owner', { isOwn: true }, 'forbidden'],
  ['sole owner, own', 'owner', { isOwn: true, isSoleOwner: true }, 'self_approved'],
] as const)('%s', (_, role, who, expected) => {
  const nobody = { isOwn: false, reachesMember: false, isSoleOwner: false };
  expect(decisionRight({ role, ...nobody, ...who })).toBe(expected);
});

describe('what cannot be asked', () => {
  test('a reason of less than five characters', () => {
    expect(() => checkReason('  1234   ')).toThrow(refused('invalid_request', 'reason'));
    expect(() => checkReason('forgot')).not.toThrow();
  });

  test.each([
    ['ends before it begins', time('09:00', '09:00'), 'after.endedAt'],
    ['ends in the future', time('09:00', '20:01'), 'after.endedAt'],
    [
      'is longer than a day',
      { ...time('09:00', '10:00'), startedAt: at('10:00') - DAY - 1 },
      'after.endedAt',
    ],
    ['has a pause outside', time('09:00', '12:00', [['11:00', '12:01']]), 'after.pauses'],
    ['has a pause without length', time('09:00', '12:00', [['11:00', '11:00']]), 'after.pauses'],
    [
      'has pauses that overlap',
      time('09:00', '12:00', [
        ['10:00', '11:00'],
        ['10:30', '11:30'],
      ]),
      'after.pauses',
    ],
  ])('a session that %s', (_, asked, field) => {
    expect(() => checkTime(asked, at('20:00'))).toThrow(refused('invalid_request', field));
  });

  test('a session that can be', () => {
    const asked = time('09:00', '20:00', [
      ['10:00', '11:00'],
      ['11:00', '11:30'],
    ]);
    expect(() => checkTime(asked, at('20:00'))).not.toThrow();
  });

  test('K-03: over another session, whose times its owner alone is told', () => {
    const others = [
      { sessionId: 'a', startedAt: at('09:00'), endedAt: at('12:00'), state: 'closed' },
      { sessionId: 'v', startedAt: at('12:00'), endedAt: at('13:00'), state: 'voided' },
      { sessionId: 'o', startedAt: at('18:00'), endedAt: null, state: 'open' },
    ];
    const check = (asked: CorrectedTime, showsTimes = true, sessionId: string | null = null) =>
      checkOverlap(asked, others, { sessionId, showsTimes });
    expect(() => check(time('12:00', '18:00'))).not.toThrow();
    expect(() => check(time('08:00', '10:00'), true, 'a')).not.toThrow();
    expect(() => check(time('17:00', '18:01'))).toThrow(/from 2026-06-10T18:00:00Z and is open/);
    expect(() => check(time('11:59', '12:30'))).toThrow(/from 2026-06-10T09:00:00Z to 2026-06-10T12:00:00Z/);
    expect(() => check(time('11:59', '12:30'), false)).toThrow(
      /^sessions_overlap: It overlaps another session\.$/,
    );
  });

  test('K2, K-05: of a locked day, or of what has changed meanwhile', () => {
    const change = { before: time('09:00', '17:00'), after: time('10:00', '17:00') };
    expect(() => checkUnlocked(change, at('09:00') + 1)).toThrow(refused('days_locked', 'after'));
    expect(() => checkUnlocked(change, at('09:00'))).not.toThrow();
    expect(() => checkUnlocked(change, null)).not.toThrow();
    expect(() => checkVersion(1, 2)).toThrow(AppError);
    expect(() => checkVersion(2, 2)).not.toThrow();
  });
});
