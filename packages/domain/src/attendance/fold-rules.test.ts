import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extentsOf } from './cluster.ts';
import type { AttendanceEvent } from './events.ts';
import { at, clockIn, clockOut, DAY, device, fold, HOUR, resultOf } from './fold.fixture.ts';
import { life } from './life.arbitrary.ts';
import { type DatedRules, horizonOf } from './rules.ts';

const rule = (validFrom: number, hours: number): DatedRules => ({
  validFrom,
  maximumOpenMinutes: hours * 60,
});

test('a session goes by the rules in force when it began: from their instant on, the default before any', () => {
  const rules = [rule(at('09:00'), 8), rule(at('12:00'), 24)];
  const hours = (clock: number) => (horizonOf(clock, rules) - clock) / HOUR;
  expect([at('09:00') - 1, at('09:00'), at('12:00') - 1, at('12:00')].map(hours)).toEqual([14, 8, 8, 24]);
  expect(hours(at('12:00', 900))).toBe(24);
  expect(horizonOf(at('09:00'), [])).toBe(at('23:00'));
});

test('a shorter time that comes into force while a session runs leaves it its own', () => {
  const a = device('A');
  const rules = [rule(0, 14), rule(at('12:00'), 8)];
  const start = a(at('09:00'), clockIn('s'));
  const out = a(at('22:00'), clockOut('s', at('22:00')));
  expect(fold([start], { rules, now: at('22:59') }).sessions).toMatchObject([{ state: 'open' }]);
  expect(fold([start], { rules, now: at('23:00') }).sessions).toMatchObject([{ state: 'auto_closed' }]);
  expect(fold([start, out], { rules }).sessions).toMatchObject([{ state: 'closed', endedAt: at('22:00') }]);
  const next = a(at('10:00', 1), clockIn('t'));
  const late = a(at('18:00', 1) + 1, clockOut('t', at('18:00', 1) + 1));
  const folded = fold([start, out, next, late], { rules, now: at('20:00', 1) });
  expect(resultOf(folded, late)).toEqual(['rejected', 'session_too_long']);
  expect(folded.sessions).toMatchObject([
    { sessionId: 's', endedAt: at('22:00') },
    { sessionId: 't', endReason: 'server_expired' },
  ]);
});

test('a longer time that comes into force lets no session that runs go on', () => {
  const a = device('A');
  const rules = [rule(0, 8), rule(at('12:00'), 24)];
  const late = a(at('18:00'), clockOut('s', at('18:00')));
  const folded = fold([a(at('09:00'), clockIn('s')), late], { rules });
  expect(resultOf(folded, late)).toEqual(['rejected', 'session_too_long']);
});

test('each of two sessions of one night has its own longest time', () => {
  const [a, b] = [device('A'), device('B')];
  const rules = [rule(0, 8), rule(at('12:00'), 24)];
  const events = [
    a(at('11:00'), clockIn('s')),
    a(at('13:00'), clockOut('s', at('13:00'))),
    b(at('12:30'), clockIn('t')),
    b(at('04:00', 1), clockOut('t', at('04:00', 1))),
  ];
  expect(fold(events, { rules, now: at('05:00', 1) }).sessions).toMatchObject([
    { sessionId: 's', endedAt: at('13:00') },
    { sessionId: 't', startedAt: at('13:00'), rawStartedAt: at('12:30'), endedAt: at('04:00', 1) },
  ]);
});

test('what has to be folded together reaches as far as any beginning of a session may', () => {
  const [a, b] = [device('A'), device('B')];
  const events = [a(at('11:00'), clockIn('s')), b(at('12:00'), clockIn('s'))];
  const [extent] = extentsOf(events, [rule(0, 24), rule(at('12:00'), 8)]);
  expect(extent).toMatchObject({ from: at('11:00'), to: at('11:00', 1) + 1 });
});

/** The same life, some days later and under names of its own. */
function later(events: readonly AttendanceEvent[], by: number): AttendanceEvent[] {
  return events.map((event) => {
    const { action } = event;
    const told = Object.fromEntries(
      Object.entries(action).map(([name, value]) => {
        if (name === 'sessionId' || name === 'pauseId') return [name, `later-${value}`];
        return [name, typeof value === 'number' ? value + by : value];
      }),
    ) as AttendanceEvent['action'];
    return {
      ...event,
      eventId: `later-${event.eventId}`,
      seq: event.seq + 1_000,
      occurredAt: event.occurredAt + by,
      receivedAt: event.receivedAt + by,
      action: told,
    };
  });
}

const hours = fc.integer({ min: 8, max: 24 });
/** Clock-outs are lost and lives are slow, so that the longest time is what ends most sessions. */
const lostAndSlow = fc
  .tuple(life, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }))
  .map(([lived, lost]) => {
    const slow = (instant: number) => lived.startsAt + (instant - lived.startsAt) * 4;
    return lived.events
      .filter(({ action }, index) => action.type !== 'clock_out' || !lost[index % lost.length])
      .map((event): AttendanceEvent => {
        const { action } = event;
        const moved = { ...event, offsetMs: 0, occurredAt: slow(event.occurredAt + (event.offsetMs ?? 0)) };
        const instants = Object.entries(action).map(([name, value]) => [
          name,
          typeof value === 'number' ? slow(value + (event.offsetMs ?? 0)) : value,
        ]);
        return { ...moved, receivedAt: moved.occurredAt, action: Object.fromEntries(instants) };
      });
  });

test('rules that change between two lives: folded at once they are what each is under its own rules', () => {
  let differed = 0;
  fc.assert(
    fc.property(lostAndSlow, hours, hours, fc.nat({ max: DAY }), (events, first, second, when) => {
      const start = Math.min(...events.map(({ occurredAt }) => occurredAt), at('00:00', 900));
      const [by, changes] = [20 * DAY, start + 10 * DAY + when];
      const [before, after] = [rule(0, first), rule(changes, second)];
      const now = start + 40 * DAY;
      const moved = later(events, by);
      const whole = fold([...events, ...moved], { rules: [before, after], now });
      const one = fold(events, { rules: [before], now });
      const two = fold(moved, { rules: [{ ...after, validFrom: 0 }], now });
      expect(whole.sessions).toEqual([...one.sessions, ...two.sessions]);
      expect(whole.pauses).toEqual([...one.pauses, ...two.pauses]);
      expect(new Set(whole.results)).toEqual(new Set([...one.results, ...two.results]));
      expect(new Set(whole.links)).toEqual(new Set([...one.links, ...two.links]));
      const ends = fold(moved, { rules: [before], now }).sessions;
      if (JSON.stringify(ends) !== JSON.stringify(two.sessions)) differed += 1;
    }),
    { numRuns: 400 },
  );
  expect(differed).toBeGreaterThan(40);
});
