import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterBounds, extentsOf } from './cluster.ts';
import type { ApprovedCorrection } from './correction.ts';
import { daySheet } from './day-sheet.ts';
import type { AttendanceAction, AttendanceEvent } from './events.ts';
import { at, counting, DAY, figures, fold, HOUR, MINUTE } from './fold.fixture.ts';
import type { FoldInput } from './fold-input.ts';
import { lengthOf, openEnd } from './intervals.ts';
import { life } from './life.arbitrary.ts';
import { oracleDays } from './oracle.fixture.ts';

const latest = at('00:00', 30_000);
/** In the midst of what random lives touch. */
const CHANGING = [
  { validFrom: 0, maximumOpenMinutes: 480 },
  { validFrom: 1_767_000_000_000, maximumOpenMinutes: 1_440 },
];
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'];

describe('random lives of three devices', () => {
  test('their day sheet is that of the oracle', () => {
    fc.assert(
      fc.property(life, fc.constantFrom(...zones), (lived, zone) => {
        const folded = fold(lived.events, { now: latest });
        const rows = daySheet({ ...folded, zones: [{ zone, validFrom: 0 }], now: latest });
        expect(
          rows.map(({ zone: _zone, sessions: _count, autoClosed, corrected, ...row }) => {
            expect([autoClosed, corrected]).toEqual([0, 0]);
            return row;
          }),
        ).toEqual(oracleDays(lived, zone));
      }),
      { numRuns: 1_500 },
    );
  });

  test('any order, any batches, any repetition: the same sessions, pauses and links', () => {
    fc.assert(
      fc.property(life, fc.array(fc.nat(), { maxLength: 60 }), fc.nat({ max: 9 }), (lived, order, late) => {
        const once = fold(lived.events, { now: latest });
        const again = lived.events
          .flatMap((event, index) => Array.from({ length: 1 + ((order[index] ?? 0) % 3) }, () => event))
          .map((event, index) => ({ event, key: order[index] ?? index }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }) => ({ ...event, receivedAt: event.receivedAt + ((event.seq * late) % 7) * DAY }));
        expect(fold(again, { now: latest })).toEqual(once);
      }),
      { numRuns: 1_000 },
    );
  });

  test('clusters folded apart are what is folded at once', () => {
    fc.assert(
      fc.property(fc.array(life, { minLength: 1, maxLength: 3 }), (lives) => {
        const events = lives.flatMap((lived) => lived.events);
        const under = { rules: CHANGING, now: latest };
        const extents = extentsOf(events, CHANGING);
        const all = fold(events, under);
        for (const extent of extents) {
          const bounds = clusterBounds([extent], extents);
          const inside = new Set(
            extents
              .filter((one) => bounds && bounds.from <= one.from && one.to <= bounds.to)
              .map((one) => one.sessionId),
          );
          const some = events.filter(({ action }) => 'sessionId' in action && inside.has(action.sessionId));
          const apart = fold(some, under);
          const within = (one: { startedAt: number }) =>
            bounds !== null && bounds.from <= one.startedAt && one.startedAt < bounds.to;
          expect(apart.sessions).toEqual(all.sessions.filter(within));
          expect(apart.pauses).toEqual(all.pauses.filter(within));
        }
      }),
      { numRuns: 150 },
    );
  });
});

const anyInstant = fc.integer({ min: 0, max: 40 * 60 }).map((minute) => at('00:00') + minute * MINUTE);
const sessionId = fc.constantFrom('s', 't', 'u', 'v');
const pauseId = fc.constantFrom('p', 'q', 'r');
const anyAction: fc.Arbitrary<AttendanceAction> = fc.oneof(
  fc.record({ type: fc.constant('clock_in'), sessionId, zone: fc.constant('UTC') }),
  fc.record({
    type: fc.constant('clock_out'),
    sessionId,
    endedAt: anyInstant,
    reason: fc.constantFrom('member', 'pause_start', 'earlier', 'max_length'),
  }),
  fc.record({
    type: fc.constantFrom('clock_out_undone', 'end_confirmed', 'end_restored'),
    sessionId,
  }),
  fc.record({ type: fc.constantFrom('break_start', 'break_end'), sessionId, pauseId }),
  fc.record({
    type: fc.constant('pause_found'),
    sessionId,
    pauseId,
    kind: fc.constantFrom('idle', 'gap'),
    startedAt: anyInstant,
    endedAt: anyInstant,
  }),
  fc.record({
    type: fc.constant('pause_decided'),
    sessionId,
    pauseId,
    decision: fc.constantFrom('counted', 'excluded'),
  }),
) as fc.Arbitrary<AttendanceAction>;

const anyEvent: fc.Arbitrary<AttendanceEvent> = fc.record({
  eventId: fc.uuid(),
  deviceId: fc.constantFrom('A', 'B', 'C'),
  seq: fc.integer({ min: 1, max: 12 }),
  occurredAt: anyInstant,
  offsetMs: fc.constantFrom(0, null, -HOUR, 2 * HOUR),
  bootId: fc.constantFrom('x', 'y'),
  monoMs: fc.nat({ max: 2 * HOUR }),
  action: anyAction,
  receivedAt: anyInstant.map((instant) => instant + 30 * HOUR),
});

const anyRange = fc.record({ startedAt: anyInstant, endedAt: fc.option(anyInstant) });
const anyCorrection: fc.Arbitrary<ApprovedCorrection> = fc.record({
  correctionId: fc.uuid(),
  sessionId: fc.constantFrom('s', 't', 'm'),
  approvedAt: anyInstant,
  isWithdrawn: fc.boolean(),
  before: fc.option(anyRange),
  after: fc.option(
    fc.record({ startedAt: anyInstant, endedAt: fc.option(anyInstant), pauses: fc.constant(null) }),
  ),
});

const anyInput: fc.Arbitrary<FoldInput> = fc.record({
  events: fc.uniqueArray(anyEvent, {
    maxLength: 25,
    size: 'max',
    selector: (event) => event.eventId,
  }),
  corrections: fc.uniqueArray(anyCorrection, { maxLength: 3, selector: (one) => one.correctionId }),
  rules: fc.constantFrom(
    [],
    [{ validFrom: 0, maximumOpenMinutes: 480 }],
    [
      { validFrom: at('03:00'), maximumOpenMinutes: 1_440 },
      { validFrom: at('15:00'), maximumOpenMinutes: 480 },
    ],
  ),
  devices: fc.constantFrom([], [{ deviceId: 'B', kind: 'web' as const, removedAt: at('30:00') }]),
  signsOfLife: fc.array(fc.record({ deviceId: fc.constantFrom('A', 'B'), sessionId, until: anyInstant }), {
    maxLength: 3,
  }),
  locks: fc.constantFrom([], [{ before: at('12:00'), lockedAt: at('40:00'), unlockedAt: null }]),
  acceptedEventIds: fc.constant(new Set<string>()),
  now: anyInstant.map((instant) => instant + 30 * HOUR),
});

test('nothing that can be told breaks it: sessions and pauses never overlap, and no millisecond is lost', () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const folded = fold(input.events, input);
      const rows = counting(folded);
      for (const [index, row] of rows.entries()) {
        expect(row.startedAt).toBeLessThan(openEnd(row.endedAt));
        expect(openEnd(row.endedAt)).toBeLessThanOrEqual(rows[index + 1]?.startedAt ?? Infinity);
        expect(row.needsReview).toBe(row.reviewReason !== null);
        const pauses = folded.pauses.filter((one) => one.sessionId === row.sessionId);
        for (const [place, pause] of pauses.entries()) {
          expect(row.startedAt).toBeLessThanOrEqual(pause.startedAt);
          expect(pause.startedAt).toBeLessThan(openEnd(pause.endedAt));
          expect(openEnd(pause.endedAt)).toBeLessThanOrEqual(
            pauses[place + 1]?.startedAt ?? openEnd(row.endedAt),
          );
        }
      }
      const ids = [
        ...folded.sessions.map((one) => one.sessionId),
        ...folded.sessions.flatMap((one) => one.aliases),
      ];
      expect(new Set(ids).size).toBe(ids.length);
      expect(new Set(folded.pauses.map((one) => one.pauseId)).size).toBe(folded.pauses.length);
      expect(folded.results).toHaveLength(input.events.length);
      const now = Math.max(input.now, ...rows.map((row) => row.startedAt));
      const { workedMs, breakMs, unresolvedMs, excludedMs } = figures(folded, now);
      const whole = lengthOf(rows.map((row) => ({ from: row.startedAt, to: row.endedAt ?? now })));
      expect(workedMs + breakMs + unresolvedMs + excludedMs).toBe(whole);
      expect(Math.min(workedMs, breakMs, unresolvedMs, excludedMs)).toBeGreaterThanOrEqual(0);
      const shuffled = { ...input, corrections: input.corrections.toReversed() };
      expect(fold([...input.events.toReversed(), ...input.events], shuffled)).toEqual(folded);
    }),
    { numRuns: 2_000 },
  );
});
