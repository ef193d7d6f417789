import { describe, expect, test } from 'vitest';
import {
  at,
  breakEnd,
  breakStart,
  clockIn,
  clockOut,
  decided,
  device,
  figures,
  fold,
  found,
  HOUR,
  MINUTE,
  resultOf,
} from './fold.fixture.ts';

describe('one device', () => {
  test('in, a break, out', () => {
    const a = device('A');
    const folded = fold([
      a(at('09:00'), clockIn('s')),
      a(at('12:00'), breakStart('s', 'p')),
      a(at('12:30'), breakEnd('s', 'p')),
      a(at('17:00'), clockOut('s', at('17:00'))),
    ]);
    expect(folded.sessions).toMatchObject([
      { sessionId: 's', state: 'closed', startedAt: at('09:00'), endedAt: at('17:00'), endReason: 'member' },
    ]);
    expect(folded.pauses).toMatchObject([
      { pauseId: 'p', kind: 'break', startedAt: at('12:00'), endedAt: at('12:30'), resolution: 'excluded' },
    ]);
    expect(figures(folded)).toEqual({
      workedMs: 7.5 * HOUR,
      breakMs: 30 * MINUTE,
      unresolvedMs: 0,
      excludedMs: 0,
    });
  });

  test('is open, and on a break, until it says otherwise', () => {
    const a = device('A');
    const open = [a(at('09:00'), clockIn('s'))];
    expect(fold(open, { now: at('10:00') }).sessions).toMatchObject([{ state: 'open', endedAt: null }]);
    open.push(a(at('10:00'), breakStart('s', 'p')));
    const folded = fold(open, { now: at('11:00') });
    expect(folded.sessions).toMatchObject([{ state: 'on_break', endedAt: null }]);
    expect(folded.pauses).toMatchObject([{ endedAt: null }]);
    expect(figures(folded, at('11:00')).workedMs).toBe(HOUR);
  });

  test.each([
    ['I-01', 'counted', { workedMs: 3 * HOUR, unresolvedMs: 0, excludedMs: 0 }],
    ['I-02', 'excluded', { workedMs: 3 * HOUR - 25 * MINUTE, unresolvedMs: 0, excludedMs: 25 * MINUTE }],
    ['R2, undecided', null, { workedMs: 3 * HOUR - 25 * MINUTE, unresolvedMs: 25 * MINUTE, excludedMs: 0 }],
  ] as const)('%s: idle 10:00 to 10:25, %s', (_, decision, expected) => {
    const a = device('A');
    const folded = fold([
      a(at('09:00'), clockIn('s')),
      a(at('10:25'), found('s', 'p', [at('10:00'), at('10:25')])),
      ...(decision ? [a(at('10:26'), decided('s', 'p', decision))] : []),
      a(at('12:00'), clockOut('s', at('12:00'))),
    ]);
    expect(figures(folded)).toEqual({ breakMs: 0, ...expected });
    expect(folded.pauses).toMatchObject([{ resolution: decision ?? 'pending' }]);
  });

  test('I-03: out at the start of the pause', () => {
    const a = device('A');
    const folded = fold([
      a(at('09:00'), clockIn('s')),
      a(at('10:25'), found('s', 'p', [at('10:00'), at('10:25')])),
      a(at('10:26'), clockOut('s', at('10:00'), 'pause_start')),
    ]);
    expect(folded.sessions).toMatchObject([{ endedAt: at('10:00'), endReason: 'pause_start' }]);
    expect(folded.pauses).toEqual([]);
    expect(figures(folded).workedMs).toBe(HOUR);
  });

  test('I-09: two pauses wait, worked leaves both out; the last decision counts', () => {
    const a = device('A');
    const events = [
      a(at('09:00'), clockIn('s')),
      a(at('10:25'), found('s', 'p', [at('10:00'), at('10:25')])),
      a(at('11:00'), found('s', 'q', [at('10:40'), at('11:00')])),
      a(at('12:00'), clockOut('s', at('12:00'))),
    ];
    expect(figures(fold(events))).toMatchObject({ workedMs: 135 * MINUTE, unresolvedMs: 45 * MINUTE });
    const kept = a(at('13:00'), decided('s', 'p', 'counted'));
    const left = a(at('14:00'), decided('s', 'p', 'excluded'));
    const folded = fold([...events, kept, left]);
    expect(figures(folded)).toMatchObject({ unresolvedMs: 20 * MINUTE, excludedMs: 25 * MINUTE });
    expect([resultOf(folded, kept), resultOf(folded, left)]).toEqual([
      ['superseded', null],
      ['applied', null],
    ]);
  });

  test('R8: a break goes before what was found in it', () => {
    const a = device('A');
    const folded = fold([
      a(at('09:00'), clockIn('s')),
      a(at('10:00'), breakStart('s', 'b')),
      a(at('10:30'), breakEnd('s', 'b')),
      a(at('10:50'), found('s', 'p', [at('10:10'), at('10:50')])),
      a(at('12:00'), clockOut('s', at('12:00'))),
    ]);
    expect(figures(folded)).toMatchObject({ breakMs: 30 * MINUTE, unresolvedMs: 20 * MINUTE });
  });

  test('C-01, C-02: a wall clock that was set changes nothing, and nothing is negative', () => {
    const a = device('A');
    const changed = a(at('11:00'), { type: 'clock_change', jumpMs: HOUR });
    const ahead = fold([
      a(at('09:00'), clockIn('s')),
      changed,
      a(at('13:00'), clockOut('s', at('13:00')), { offsetMs: -HOUR }),
    ]);
    expect(figures(ahead).workedMs).toBe(3 * HOUR);
    expect(resultOf(ahead, changed)).toEqual(['applied', null]);
    const b = device('B');
    const back = fold([
      b(at('09:00'), clockIn('s')),
      b(at('11:00'), breakStart('s', 'p')),
      b(at('10:30'), breakEnd('s', 'p'), { offsetMs: null }),
      b(at('12:00'), clockOut('s', at('12:00'))),
    ]);
    expect(figures(back)).toMatchObject({ workedMs: 3 * HOUR, breakMs: 0 });
  });

  test('C-05: a clock that is 7 minutes fast', () => {
    const a = device('A', { offsetMs: -420_000 });
    const folded = fold([a(at('09:07'), clockIn('s')), a(at('10:07'), clockOut('s', at('10:07')))]);
    expect(folded.sessions).toMatchObject([{ startedAt: at('09:00'), endedAt: at('10:00') }]);
  });

  test('C-06: an instant in the future is set to its receipt and told', () => {
    const a = device('A', { offsetMs: null });
    const event = a(at('09:10'), clockIn('s'), { receivedAt: at('09:00') });
    const end = a(at('10:10'), clockOut('s', at('10:10')), { receivedAt: at('10:00') });
    const folded = fold([event, end]);
    expect(folded.sessions).toMatchObject([
      { startedAt: at('09:00'), endedAt: at('10:00'), reviewReason: 'clamped_instant' },
    ]);
    expect(folded.results.map((one) => one.isClamped)).toEqual([true, true]);
    const near = fold([a(at('09:02'), clockIn('t'), { receivedAt: at('09:00') })], { now: at('09:05') });
    expect(near.sessions).toMatchObject([{ startedAt: at('09:02') }]);
  });

  test('S-01, S-03: sent three times, and all at once later, it is the same', () => {
    const a = device('A');
    const events = [
      a(at('09:00'), clockIn('s')),
      a(at('12:00'), breakStart('s', 'p')),
      a(at('12:30'), breakEnd('s', 'p')),
      a(at('17:00'), clockOut('s', at('17:00'))),
    ];
    const online = fold(events);
    expect(fold([...events, ...events, ...events])).toEqual(online);
    const offline = events.map((event) => ({ ...event, receivedAt: at('20:00') }));
    expect(fold(offline.reverse())).toEqual(online);
  });

  test('S-05: a clock-out before the start is rejected, the others count', () => {
    const a = device('A');
    const events = [
      a(at('09:00'), clockIn('s')),
      a(at('09:30'), clockOut('s', at('08:00'))),
      a(at('10:00'), breakStart('s', 'p')),
    ];
    const folded = fold(events, { now: at('11:00') });
    expect(folded.results.map(({ result, code }) => [result, code])).toEqual([
      ['applied', null],
      ['rejected', 'ends_before_start'],
      ['applied', null],
    ]);
    expect(folded.sessions).toMatchObject([{ state: 'on_break' }]);
  });

  test('R1: under a second is void and kept', () => {
    const a = device('A');
    const folded = fold([
      a(at('09:00'), clockIn('s')),
      a(at('09:00') + 999, clockOut('s', at('09:00') + 999)),
    ]);
    expect(folded.sessions).toMatchObject([{ state: 'voided', voidReason: 'too_short' }]);
    expect(folded.results.map((one) => one.result)).toEqual(['applied', 'applied']);
    const b = device('B');
    const second = fold([b(at('09:00'), clockIn('s')), b(at('09:00:01'), clockOut('s', at('09:00:01')))]);
    expect(second.sessions).toMatchObject([{ state: 'closed' }]);
  });
});

describe('what is refused', () => {
  const a = device('A');
  const start = a(at('09:00'), clockIn('s'));
  const onBreak = a(at('10:00'), breakStart('s', 'b'));
  const again = a(at('10:05'), breakStart('s', 'b2'));
  const noPause = a(at('10:10'), breakEnd('s', 'nobody'));
  const noSession = a(at('10:11'), breakStart('nobody', 'x'));
  const outside = a(at('10:12'), found('s', 'y', [at('08:00'), at('08:30')]));
  const reversed = a(at('10:13'), found('s', 'z', [at('09:30'), at('09:20')]));
  const ofBreak = a(at('10:14'), decided('s', 'b', 'counted'));
  const nothing = a(at('10:15'), { type: 'clock_out_undone', sessionId: 's' });
  const out = a(at('11:00'), clockOut('s', at('11:00')));
  const late = a(at('11:02'), { type: 'clock_out_undone', sessionId: 's' });
  const after = a(at('11:03'), breakStart('s', 'c'));
  const restored = a(at('11:04'), { type: 'end_restored', sessionId: 's' });
  const all = [start, onBreak, again, noPause, noSession, outside, reversed, ofBreak, nothing, out, late];
  const folded = fold([...all, after, restored]);

  test.each([
    ['already_on_break', again],
    ['unknown_pause', noPause],
    ['unknown_session', noSession],
    ['pause_outside_session', outside],
    ['ends_before_start', reversed],
    ['unknown_pause', ofBreak],
    ['nothing_to_restore', nothing],
    ['undo_too_late', late],
    ['session_is_closed', after],
    ['nothing_to_restore', restored],
  ] as const)('%s', (code, event) => {
    expect(resultOf(folded, event)).toEqual(['rejected', code]);
  });

  test('the rest counts', () => {
    expect(figures(folded)).toMatchObject({ workedMs: HOUR, breakMs: HOUR });
  });
});
