import { describe, expect, test } from 'vitest';
import {
  at,
  breakEnd,
  breakStart,
  clockIn,
  clockOut,
  correction,
  counting,
  device,
  figures,
  fold,
  HOUR,
  MINUTE,
  resultOf,
} from './fold.fixture.ts';

const range = (from: string, to: string | null) => ({
  startedAt: at(from),
  endedAt: to === null ? null : at(to),
});
const a = device('A');
const morning = [
  a(at('09:00'), clockIn('s')),
  a(at('12:00'), breakStart('s', 'p')),
  a(at('12:30'), breakEnd('s', 'p')),
];
const stop = a(at('17:00'), clockOut('s', at('17:00')));
const day = [...morning, stop];

describe('an approved correction', () => {
  test('K-01: moves the start, and keeps the pauses', () => {
    const change = correction({
      sessionId: 's',
      before: range('09:00', '17:00'),
      after: { ...range('08:30', '17:00'), pauses: null },
    });
    const folded = fold(day, { corrections: [change] });
    expect(folded.sessions).toMatchObject([
      {
        state: 'corrected',
        startedAt: at('08:30'),
        endedAt: at('17:00'),
        rawStartedAt: at('09:00'),
        endReason: 'correction',
        correctionId: 'c-s',
      },
    ]);
    expect(figures(folded)).toMatchObject({ workedMs: 8 * HOUR, breakMs: 30 * MINUTE });
    expect(resultOf(folded, stop)).toEqual(['superseded', null]);
    expect(fold(day, { corrections: [{ ...change, isWithdrawn: true }] })).toEqual(fold(day));
  });

  test('is stronger than a clock-out that arrives later', () => {
    const change = correction({
      sessionId: 's',
      before: range('09:00', '15:00'),
      after: { ...range('09:00', '16:00'), pauses: null },
    });
    const folded = fold(day, { corrections: [change] });
    expect(counting(folded)).toMatchObject([{ sessionId: 's', endedAt: at('16:00') }]);
  });

  test('says all pauses when it says any', () => {
    const pauses = [
      {
        pauseId: 'q',
        kind: 'break' as const,
        startedAt: at('13:00'),
        endedAt: at('14:00'),
        resolution: 'excluded' as const,
      },
    ];
    const change = correction({
      sessionId: 's',
      before: range('09:00', '17:00'),
      after: { ...range('09:00', '17:00'), pauses },
    });
    const folded = fold(day, { corrections: [change] });
    expect(folded.pauses).toMatchObject([{ pauseId: 'q', deviceId: null }]);
    expect(figures(folded).workedMs).toBe(7 * HOUR);
  });

  test('adds a session that no clock recorded', () => {
    const entry = correction({ sessionId: 'm', after: { ...range('18:00', '19:00'), pauses: null } });
    const folded = fold(day, { corrections: [entry] });
    expect(folded.sessions).toMatchObject([
      { sessionId: 's' },
      { sessionId: 'm', state: 'corrected', openedByDeviceId: null },
    ]);
  });

  test('makes a session void, and nothing that it had covered comes up in its place', () => {
    const b = device('B');
    const covered = [b(at('10:00'), clockIn('b')), b(at('11:00'), clockOut('b', at('11:00')))];
    const change = correction({ sessionId: 's', before: range('09:00', '17:00'), after: null });
    const folded = fold([...day, ...covered], { corrections: [change] });
    expect(counting(folded)).toEqual([]);
    expect(folded.sessions).toMatchObject([
      { sessionId: 's', voidReason: 'correction' },
      { sessionId: 'b', voidReason: 'superseded' },
    ]);
    expect(folded.pauses).toEqual([]);
  });

  test('D4: takes its range out of what comes later, in two parts with ids that are always the same', () => {
    const entry = correction({ sessionId: 'm', after: { ...range('13:00', '14:00'), pauses: null } });
    const folded = fold(day, { corrections: [entry] });
    expect(counting(folded)).toMatchObject([
      { sessionId: 's', endedAt: at('13:00'), siblingOf: null, endReason: 'correction' },
      { sessionId: 'm' },
      { startedAt: at('14:00'), endedAt: at('17:00'), siblingOf: 's', endReason: 'member' },
    ]);
    const [, , part] = counting(folded);
    expect(part?.sessionId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
    expect(counting(fold(day.toReversed(), { corrections: [entry] }))[2]).toEqual(part);
    expect(figures(folded)).toMatchObject({ workedMs: 7.5 * HOUR });
    const ofPart = correction({
      correctionId: 'second',
      sessionId: part?.sessionId ?? '',
      approvedAt: at('22:30'),
      before: range('14:00', '17:00'),
      after: { ...range('14:00', '16:00'), pauses: null },
    });
    expect(counting(fold(day, { corrections: [ofPart, entry] }))).toMatchObject([
      { sessionId: 's', endedAt: at('13:00') },
      { sessionId: 'm' },
      { sessionId: part?.sessionId, startedAt: at('14:00'), endedAt: at('16:00') },
    ]);
  });

  test('of an open session leaves its end to the clock-out', () => {
    const open = day.slice(0, 1);
    const change = correction({
      sessionId: 's',
      approvedAt: at('09:30'),
      before: range('09:00', null),
      after: { ...range('08:30', null), pauses: null },
    });
    expect(fold(open, { corrections: [change], now: at('10:00') }).sessions).toMatchObject([
      { state: 'open', startedAt: at('08:30'), endedAt: null, correctionId: 'c-s' },
    ]);
    expect(fold(day, { corrections: [change] }).sessions).toMatchObject([
      { state: 'corrected', startedAt: at('08:30'), endedAt: at('17:00'), endReason: 'member' },
    ]);
  });

  test('several apply in the order of their approval', () => {
    const first = correction({
      sessionId: 's',
      before: range('09:00', '17:00'),
      after: { ...range('09:00', '18:00'), pauses: null },
    });
    const second = correction({
      correctionId: 'second',
      sessionId: 's',
      approvedAt: at('23:00'),
      before: range('09:00', '18:00'),
      after: { ...range('09:30', '17:30'), pauses: null },
    });
    for (const corrections of [
      [first, second],
      [second, first],
    ])
      expect(fold(day, { corrections }).sessions).toMatchObject([
        { startedAt: at('09:30'), endedAt: at('17:30'), correctionId: 'second' },
      ]);
  });

  test('what is impossible has no effect, and two that overlap never overlap in the result', () => {
    const reversed = correction({ sessionId: 's', after: { ...range('17:00', '09:00'), pauses: null } });
    const endless = correction({ sessionId: 'm', after: { ...range('18:00', null), pauses: null } });
    expect(fold(day, { corrections: [reversed, endless] })).toEqual(fold(day));
    const [x, y] = ['x', 'y'].map((sessionId, index) =>
      correction({
        sessionId,
        approvedAt: at('22:00') + index,
        after: { ...range(index === 0 ? '02:00' : '01:00', index === 0 ? '03:00' : '04:00'), pauses: null },
      }),
    );
    if (!x || !y) throw new Error('There are two corrections.');
    expect(counting(fold([], { corrections: [y, x] }))).toMatchObject([
      { sessionId: 'y', endedAt: at('02:00') },
      { sessionId: 'x', startedAt: at('02:00'), endedAt: at('03:00') },
      { siblingOf: 'y', startedAt: at('03:00'), endedAt: at('04:00') },
    ]);
  });
});
