import { describe, expect, test } from 'vitest';
import {
  at,
  breakEnd,
  breakStart,
  clockIn,
  clockOut,
  DAY,
  decided,
  device,
  figures,
  fold,
  found,
  HOUR,
  resultOf,
} from './fold.fixture.ts';

const seen = (until: number) => ({ signsOfLife: [{ deviceId: 'A', sessionId: 's', until }] });

describe('assumed ends', () => {
  const a = device('A');
  const start = a(at('09:00'), clockIn('s'));

  test('L-01: beyond 14 hours, over at the last evidence, and to be looked at', () => {
    expect(fold([start], { ...seen(at('18:02')), now: at('22:59') }).sessions).toMatchObject([
      { state: 'open' },
    ]);
    expect(fold([start], { ...seen(at('18:02')), now: at('23:00') }).sessions).toMatchObject([
      {
        state: 'auto_closed',
        endedAt: at('18:02'),
        endReason: 'server_expired',
        reviewReason: 'assumed_end',
        isProvisional: true,
        rawEndedAt: null,
      },
    ]);
    const byDevice = a(at('23:00'), clockOut('s', at('18:02'), 'max_length'));
    expect(fold([start, byDevice]).sessions).toMatchObject([
      { state: 'auto_closed', endedAt: at('18:02'), needsReview: true, isProvisional: false },
    ]);
  });

  test('L-02: a clock-out that arrives later replaces it', () => {
    const stop = a(at('20:15'), clockOut('s', at('20:15')), { receivedAt: at('08:00', 1) });
    expect(fold([start, stop], { ...seen(at('18:02')), now: at('08:00', 1) }).sessions).toMatchObject([
      { state: 'closed', endedAt: at('20:15'), needsReview: false, isProvisional: false },
    ]);
  });

  test('actions are evidence; a device that lives on past the longest time gets 15 minutes to speak', () => {
    const paused = a(at('19:00'), breakStart('s', 'p'));
    expect(fold([start, paused], { now: at('23:00') }).sessions).toMatchObject([{ endedAt: at('19:00') }]);
    expect(fold([start], { ...seen(at('23:04')), now: at('23:05') }).sessions).toMatchObject([
      { state: 'open' },
    ]);
    expect(fold([start], { ...seen(at('23:14')), now: at('23:15') }).sessions).toMatchObject([
      { endedAt: at('23:00') },
    ]);
    expect(fold([start], { now: at('23:00') }).sessions).toMatchObject([
      { endedAt: at('09:00:01'), needsReview: true },
    ]);
  });

  test('the word of a person goes before what a device assumed, and a confirmation settles it', () => {
    const b = device('B');
    const assumed = a(at('23:00'), clockOut('s', at('18:00'), 'max_length'));
    const said = b(at('19:00'), clockOut('s', at('19:00')));
    const folded = fold([start, assumed, said]);
    expect(folded.sessions).toMatchObject([{ endedAt: at('19:00'), state: 'closed', needsReview: false }]);
    expect(resultOf(folded, assumed)).toEqual(['superseded', null]);
    const confirmed = a(at('23:10'), { type: 'end_confirmed', sessionId: 's' });
    expect(fold([start, assumed, confirmed]).sessions).toMatchObject([
      { endedAt: at('18:00'), state: 'auto_closed', needsReview: false },
    ]);
  });

  test('M1: the longest time wins over a later clock-out', () => {
    const stop = a(at('23:00') + 1, clockOut('s', at('23:00') + 1));
    const folded = fold([start, stop], seen(at('18:00')));
    expect(resultOf(folded, stop)).toEqual(['rejected', 'session_too_long']);
    expect(folded.sessions).toMatchObject([{ endedAt: at('18:00'), reviewReason: 'assumed_end' }]);
    const onTime = a(at('23:00'), clockOut('s', at('23:00')), { receivedAt: at('23:20') });
    expect(fold([start, onTime]).sessions).toMatchObject([{ state: 'closed' }]);
  });

  test('the evening before is not lengthened by a session of the next morning', () => {
    const next = a(at('08:00', 1), clockIn('t'));
    const folded = fold([start, next], { ...seen(at('18:02')), now: at('09:00', 1) });
    expect(folded.sessions).toMatchObject([
      { sessionId: 's', endedAt: at('18:02') },
      { sessionId: 't', state: 'open' },
    ]);
  });
});

describe('held', () => {
  const a = device('A');
  const day = [
    a(at('09:00'), clockIn('s')),
    a(at('10:30'), found('s', 'p', [at('10:00'), at('10:30')])),
    a(at('17:00'), clockOut('s', at('17:00'))),
  ];
  const receive = (receivedAt: number) => day.map((event) => ({ ...event, receivedAt }));
  const results = (folded: ReturnType<typeof fold>) =>
    folded.results.map(({ result, code }) => `${result} ${code}`);

  test('C3: older than 30 days, and counts once it is accepted', () => {
    const late = receive(at('09:00', 30) + 1);
    const folded = fold(late, { now: at('10:00', 30) });
    expect(results(folded)).toEqual(Array(3).fill('held too_old'));
    expect(folded.sessions).toEqual([]);
    const acceptedEventIds = new Set(day.map((event) => event.eventId));
    const accepted = fold(late, { now: at('10:00', 30), acceptedEventIds });
    expect(figures(accepted).workedMs).toBe(7.5 * HOUR);
    expect(results(fold(receive(at('09:00', 30)), { now: at('10:00', 30) }))[0]).toBe('applied null');
  });

  test('K2: what reaches into a locked day, from the lock to its end', () => {
    const locks = [{ before: at('00:00', 1), lockedAt: at('12:00', 2), unlockedAt: at('12:00', 4) }];
    const codes = (receivedAt: number) => results(fold(receive(receivedAt), { locks, now: at('00:00', 5) }));
    expect(codes(at('12:00', 2) - 1)).toEqual(Array(3).fill('applied null'));
    expect(codes(at('12:00', 2))).toEqual(Array(3).fill('held locked_period'));
    expect(codes(at('12:00', 4))).toEqual(Array(3).fill('applied null'));
    const decision = a(at('09:00', 3), decided('s', 'p', 'excluded'));
    const next = a(at('09:00', 3), clockIn('t'));
    const folded = fold([...day, decision, next], { locks, now: at('10:00', 3) });
    expect(resultOf(folded, decision)).toEqual(['held', 'locked_period']);
    expect(resultOf(folded, next)).toEqual(['applied', null]);
    expect(figures(folded, at('10:00', 3))).toMatchObject({ unresolvedMs: HOUR / 2 });
  });

  test('K2: an end in a locked day is not restored', () => {
    const b = device('B');
    const locks = [{ before: at('00:00', 1), lockedAt: at('12:00', 2), unlockedAt: null }];
    const other = b(at('18:00'), clockOut('s', at('18:00')));
    const restore = a(at('12:00', 3), { type: 'end_restored', sessionId: 's' });
    const folded = fold([...day, other, restore], { locks, now: at('13:00', 3) });
    expect(resultOf(folded, restore)).toEqual(['held', 'locked_period']);
    expect(folded.sessions).toMatchObject([{ endedAt: at('17:00') }]);
  });

  test('K2: a clock-out of the last seconds of a locked day is not taken back in the next', () => {
    const locks = [{ before: at('00:00', 1), lockedAt: at('12:00', 2), unlockedAt: null }];
    const start = a(at('20:00'), clockIn('n'));
    const out = a(at('23:59:50'), clockOut('n', at('23:59:50')));
    const undone = a(at('00:00:10', 1), { type: 'clock_out_undone', sessionId: 'n' });
    const foldAt = (receivedAt: number) =>
      fold([start, out, { ...undone, receivedAt }], { locks, now: at('13:00', 2) });
    expect(resultOf(foldAt(at('12:00', 2)), undone)).toEqual(['held', 'locked_period']);
    expect(foldAt(at('12:00', 2)).sessions).toMatchObject([{ endedAt: at('23:59:50') }]);
    expect(resultOf(foldAt(at('12:00', 2) - 1), undone)).toEqual(['applied', null]);
  });

  describe('L-02, K2: an end that was assumed in a day that is locked by now', () => {
    const start = a(at('18:00'), clockIn('e'));
    const locks = [{ before: at('00:00', 1), lockedAt: at('12:00', 2), unlockedAt: at('12:00', 4) }];
    const late = [
      a(at('01:00', 1), breakStart('e', 'r')),
      a(at('01:10', 1), breakEnd('e', 'r')),
      a(at('03:00', 1), clockOut('e', at('03:00', 1))),
    ];
    const [, , out = start] = late;
    const heard = (until: number) => [{ deviceId: 'A', sessionId: 'e', until }];
    const shared = { locks, signsOfLife: heard(at('22:00')), now: at('00:00', 6) };
    const foldAt = (receivedAt: number, more = {}) =>
      fold([start, ...late.map((event) => ({ ...event, receivedAt }))], { ...shared, ...more });

    test('is not moved by what comes later, until that is accepted', () => {
      const folded = foldAt(at('12:00', 2));
      expect(results(folded).slice(1)).toEqual(Array(3).fill('held locked_period'));
      expect(folded.sessions).toMatchObject([{ endedAt: at('22:00'), endReason: 'server_expired' }]);
      expect(folded.pauses).toEqual([]);
      const acceptedEventIds = new Set(late.map(({ eventId }) => eventId));
      for (const free of [
        foldAt(at('12:00', 2), { acceptedEventIds }),
        foldAt(at('12:00', 2) - 1),
        foldAt(at('12:00', 4)),
      ]) {
        expect(results(free)).toEqual(Array(4).fill('applied null'));
        expect(free.sessions).toMatchObject([{ endedAt: at('03:00', 1), endReason: 'member' }]);
      }
    });

    test('nor by a session that began while it could still run', () => {
      const b = device('B');
      const other = [b(at('01:00', 1), clockIn('f')), b(at('03:00', 1), clockOut('f', at('03:00', 1)))];
      const apart = (receivedAt: number) =>
        fold([start, ...other.map((event) => ({ ...event, receivedAt }))], shared).sessions;
      expect(apart(at('12:00', 2))).toMatchObject([
        { sessionId: 'e', endedAt: at('22:00') },
        { sessionId: 'f', startedAt: at('01:00', 1), endedAt: at('03:00', 1) },
      ]);
      expect(apart(at('12:00', 2) - 1)).toMatchObject([{ sessionId: 'e', endedAt: at('03:00', 1) }]);
    });

    test('moves where it lies after the locked days, and stays where somebody said it', () => {
      const after = foldAt(at('12:00', 2), { signsOfLife: heard(at('00:30', 1)) });
      expect(after.sessions).toMatchObject([{ endedAt: at('03:00', 1) }]);
      const said = device('B')(at('22:30'), clockOut('e', at('22:30')));
      const again = fold([start, said, { ...out, receivedAt: at('12:00', 2) }], shared);
      expect(resultOf(again, out)).toEqual(['superseded', null]);
    });
  });

  test('D5: recorded before a device was removed, received after', () => {
    const devices = [{ deviceId: 'A', kind: 'desktop' as const, removedAt: at('18:00') }];
    expect(results(fold(receive(at('18:00')), { devices }))).toEqual(Array(3).fill('held device_removed'));
    expect(results(fold(receive(at('18:00') - 1), { devices }))).toEqual(Array(3).fill('applied null'));
    const late = fold(receive(at('17:00', 30) + 1), { devices, now: at('00:00', 31) });
    expect(results(late)).toEqual(Array(3).fill('held too_old'));
    const locks = [{ before: at('00:00', 1), lockedAt: at('12:00', 2), unlockedAt: null }];
    const locked = fold(receive(at('12:00', 2)), { devices, locks, now: at('13:00', 2) });
    expect(results(locked)).toEqual(Array(3).fill('held locked_period'));
  });

  test('what belongs to a held beginning is held with it', () => {
    const [start, , out] = day;
    if (!start || !out) throw new Error('The day has a start and an end.');
    const folded = fold(
      [
        { ...start, receivedAt: start.occurredAt + 31 * DAY },
        { ...out, receivedAt: out.occurredAt + 30 * DAY },
      ],
      { now: at('00:00', 32) },
    );
    expect(results(folded)).toEqual(['held too_old', 'held too_old']);
  });
});
