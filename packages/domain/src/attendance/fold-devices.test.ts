import { describe, expect, test } from 'vitest';
import {
  at,
  breakStart,
  clockIn,
  clockOut,
  counting,
  decided,
  device,
  figures,
  fold,
  found,
  HOUR,
  MINUTE,
  resultOf,
} from './fold.fixture.ts';

describe('joined', () => {
  test('M-01: a start on B while A is open is the same session', () => {
    const [a, b] = [device('A'), device('B')];
    const start = b(at('10:00'), clockIn('b'));
    const events = [a(at('09:00'), clockIn('a')), start];
    const open = fold(events, { now: at('11:00') });
    expect(open.sessions).toMatchObject([{ sessionId: 'a', aliases: ['b'], state: 'open' }]);
    expect(open.results.find((one) => one.eventId === start.eventId)).toMatchObject({
      result: 'applied',
      joinedSessionId: 'a',
    });
    expect(open.links).toMatchObject([
      { sessionId: 'a', deviceId: 'A', knownAs: 'a' },
      { sessionId: 'a', deviceId: 'B', knownAs: 'b', joinedAt: at('10:00') },
    ]);
    const stopped = fold([...events, a(at('12:00'), clockOut('a', at('12:00')))]);
    expect(stopped.sessions).toMatchObject([{ sessionId: 'a', aliases: ['b'], endedAt: at('12:00') }]);
  });

  test.each(['a', 'b'])('the device that joined can stop it, by the name %s', (name) => {
    const [a, b] = [device('A'), device('B')];
    const events = [
      a(at('09:00'), clockIn('a')),
      b(at('10:00'), clockIn('b')),
      b(at('12:00'), clockOut(name, at('12:00'))),
    ];
    const folded = fold(events);
    expect(folded.sessions).toMatchObject([
      { sessionId: 'a', aliases: ['b'], startedAt: at('09:00'), endedAt: at('12:00'), state: 'closed' },
    ]);
    expect(folded.results.map((one) => one.result)).toEqual(['applied', 'applied', 'applied']);
  });

  test('D2: of clock-outs under the name that was joined the earliest counts, whoever said it', () => {
    const told = (early: string, late: string) => {
      const [a, b] = [device('A'), device('B')];
      const events = [
        a(at('09:00'), clockIn('a')),
        b(at('10:00'), clockIn('b')),
        a(at(early), clockOut('a', at(early))),
        b(at(late), clockOut('a', at(late))),
      ];
      return fold(events).sessions;
    };
    const one = { sessionId: 'a', aliases: ['b'], endedAt: at('12:00'), reviewReason: 'activity_after_end' };
    expect(told('12:00', '12:30')).toMatchObject([one]);
    expect(told('12:30', '12:00')).toMatchObject([one]);
  });

  test('M-03: of two clock-outs the earlier counts, and the other can be restored', () => {
    const [a, web] = [device('A'), device('web')];
    const later = web(at('12:30'), clockOut('a', at('12:30')));
    const events = [
      a(at('09:00'), clockIn('a')),
      later,
      a(at('12:00'), clockOut('a', at('12:00')), { receivedAt: at('15:00') }),
    ];
    const folded = fold(events);
    expect(folded.sessions).toMatchObject([
      { endedAt: at('12:00'), needsReview: true, reviewReason: 'activity_after_end' },
    ]);
    expect(resultOf(folded, later)).toEqual(['superseded', null]);
    const restored = fold([...events, a(at('15:01'), { type: 'end_restored', sessionId: 'a' })]);
    expect(restored.sessions).toMatchObject([{ endedAt: at('12:30'), needsReview: false }]);
    const confirmed = fold([...events, a(at('15:01'), { type: 'end_confirmed', sessionId: 'a' })]);
    expect(confirmed.sessions).toMatchObject([{ endedAt: at('12:00'), needsReview: false }]);
  });

  test('a break on another device after the end asks for a look, and a restore opens it again', () => {
    const [a, b] = [device('A'), device('B')];
    const events = [
      a(at('09:00'), clockIn('a')),
      a(at('12:00'), clockOut('a', at('12:00'))),
      b(at('12:10'), breakStart('a', 'p')),
    ];
    expect(fold(events).sessions).toMatchObject([{ reviewReason: 'activity_after_end' }]);
    expect(fold(events).pauses).toEqual([]);
    const again = fold([...events, b(at('12:40'), { type: 'end_restored', sessionId: 'a' })], {
      now: at('13:00'),
    });
    expect(again.sessions).toMatchObject([{ state: 'on_break', endedAt: null }]);
    expect(again.pauses).toMatchObject([{ startedAt: at('12:10'), endedAt: null }]);
  });
});

describe('D4: recorded apart', () => {
  test('the earlier keeps its range, the later what is left of its own', () => {
    const [a, b] = [device('A'), device('B')];
    const folded = fold([
      b(at('10:00'), clockIn('b')),
      b(at('13:00'), clockOut('b', at('13:00'))),
      a(at('09:00'), clockIn('a')),
      a(at('12:00'), clockOut('a', at('12:00'))),
    ]);
    expect(folded.sessions).toMatchObject([
      { sessionId: 'a', startedAt: at('09:00'), endedAt: at('12:00') },
      { sessionId: 'b', startedAt: at('12:00'), endedAt: at('13:00'), rawStartedAt: at('10:00') },
    ]);
    expect(figures(folded).workedMs).toBe(4 * HOUR);
  });

  test('what is wholly covered is void and kept', () => {
    const [a, b] = [device('A'), device('B')];
    const inner = b(at('10:00'), clockIn('b'));
    const folded = fold([
      a(at('09:00'), clockIn('a')),
      inner,
      b(at('11:00'), clockOut('b', at('11:00'))),
      a(at('12:00'), clockOut('a', at('12:00'))),
    ]);
    expect(folded.sessions).toMatchObject([
      { sessionId: 'a', state: 'closed' },
      { sessionId: 'b', state: 'voided', voidReason: 'superseded', rawEndedAt: at('11:00') },
    ]);
    expect(resultOf(folded, inner)).toEqual(['superseded', null]);
    expect(figures(folded).workedMs).toBe(3 * HOUR);
  });

  test('a device that went on under its own name goes on', () => {
    const [a, b] = [device('A'), device('B')];
    const events = [
      a(at('09:00'), clockIn('a')),
      a(at('12:00'), clockOut('a', at('12:00'))),
      b(at('10:00'), clockIn('b')),
      b(at('12:30'), breakStart('b', 'p')),
    ];
    const folded = fold(events, { now: at('13:00') });
    expect(counting(folded)).toMatchObject([
      { sessionId: 'a', endedAt: at('12:00') },
      { sessionId: 'b', startedAt: at('12:00'), state: 'on_break' },
    ]);
  });

  test('a pause goes with the part that it lies in', () => {
    const [a, b] = [device('A'), device('B')];
    const folded = fold([
      a(at('09:00'), clockIn('a')),
      a(at('12:00'), clockOut('a', at('12:00'))),
      b(at('10:00'), clockIn('b')),
      b(at('11:50'), breakStart('b', 'p')),
      b(at('12:10'), { type: 'break_end', sessionId: 'b', pauseId: 'p' }),
      b(at('13:00'), clockOut('b', at('13:00'))),
    ]);
    expect(folded.pauses).toMatchObject([
      { pauseId: 'p', sessionId: 'a', startedAt: at('11:50'), endedAt: at('12:00'), pieceOf: null },
      { sessionId: 'b', startedAt: at('12:00'), endedAt: at('12:10'), pieceOf: 'p' },
    ]);
    expect(figures(folded)).toMatchObject({ workedMs: 4 * HOUR - 20 * MINUTE, breakMs: 20 * MINUTE });
  });
});

describe('D3: a found pause', () => {
  const [a, b] = [device('A'), device('B')];
  const joint = [
    a(at('09:00'), clockIn('a')),
    b(at('09:30'), clockIn('a')),
    a(at('11:00'), found('a', 'p', [at('10:00'), at('11:00')])),
    a(at('12:00'), clockOut('a', at('12:00'))),
  ];

  test('M-04: does not count while another device is in use', () => {
    const alive = { deviceId: 'B', sessionId: 'a', until: at('11:30') };
    expect(fold(joint, { signsOfLife: [alive] }).pauses).toEqual([]);
    const half = fold(joint, { signsOfLife: [{ ...alive, until: at('10:30') }] });
    expect(half.pauses).toMatchObject([{ startedAt: at('10:30'), endedAt: at('11:00') }]);
    expect(fold(joint).pauses).toMatchObject([{ startedAt: at('10:00'), endedAt: at('11:00') }]);
  });

  test('M-04: a device that joined is in use from its start, by whichever name it speaks', () => {
    const [one, other] = [device('A'), device('B')];
    const folded = fold([
      one(at('09:00'), clockIn('a')),
      other(at('09:30'), clockIn('b')),
      one(at('11:00'), found('a', 'p', [at('10:00'), at('11:00')])),
      other(at('11:30'), breakStart('a', 'q')),
      other(at('12:00'), clockOut('a', at('12:00'))),
    ]);
    expect(folded.pauses).toMatchObject([{ pauseId: 'q' }]);
  });

  test('counts where both are idle, once, and is decided once', () => {
    const c = device('B');
    c(at('09:30'), clockIn('a'));
    const both = [
      ...joint,
      c(at('11:20'), found('a', 'q', [at('10:30'), at('11:20')])),
      c(at('11:21'), decided('a', 'q', 'counted')),
    ];
    const folded = fold(both, { signsOfLife: [{ deviceId: 'B', sessionId: 'a', until: at('11:30') }] });
    expect(folded.pauses).toMatchObject([
      { pauseId: 'p', startedAt: at('10:30'), endedAt: at('11:00'), resolution: 'counted' },
    ]);
  });

  test('a web page notices no absence, so its being open says nothing', () => {
    const devices = [{ deviceId: 'B', kind: 'web' as const, removedAt: null }];
    const signsOfLife = [{ deviceId: 'B', sessionId: 'a', until: at('11:30') }];
    expect(fold(joint, { devices, signsOfLife }).pauses).toHaveLength(1);
  });
});

test('decision 13: undone within 60 seconds it is the same open session', () => {
  const a = device('A');
  const out = a(at('12:00'), clockOut('s', at('12:00')));
  const events = [a(at('09:00'), clockIn('s')), out];
  const undone = { type: 'clock_out_undone', sessionId: 's' } as const;
  const soon = fold([...events, a(at('12:01'), undone)], { now: at('12:02') });
  expect(soon.sessions).toMatchObject([{ sessionId: 's', state: 'open', endedAt: null }]);
  expect(resultOf(soon, out)).toEqual(['superseded', null]);
  const late = fold([...events, a(at('12:01') + 1, undone)]);
  expect(late.sessions).toMatchObject([{ state: 'closed', endedAt: at('12:00') }]);
});
