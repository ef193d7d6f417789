import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitByDay } from './day-split.ts';

const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;
const inZone = (zone: string) => [{ zone, validFrom: Number.NEGATIVE_INFINITY }];
const minutes = (zone: string, from: string, to: string) =>
  Object.fromEntries(
    splitByDay({ from: at(from), to: at(to) }, inZone(zone)).map((piece) => [
      piece.day.slice(5),
      (piece.to - piece.from) / 60_000,
    ]),
  );

describe('days of the member', () => {
  test.each([
    ['Z-01', 'Europe/Berlin', '2026-06-10T21:00Z', '2026-06-11T02:30Z', { '06-10': 60, '06-11': 270 }],
    ['Z-02', 'Europe/Berlin', '2026-06-10T22:00Z', '2026-06-11T02:30Z', { '06-11': 270 }],
    ['Z-03', 'Europe/Berlin', '2026-03-28T21:00Z', '2026-03-29T05:00Z', { '03-28': 120, '03-29': 360 }],
    ['Z-04', 'Europe/Berlin', '2026-10-24T20:00Z', '2026-10-25T05:00Z', { '10-24': 120, '10-25': 420 }],
    ['Z-05 spring', 'Europe/Berlin', '2026-03-28T23:00Z', '2026-03-29T22:00Z', { '03-29': 1380 }],
    ['Z-05 autumn', 'Europe/Berlin', '2026-10-24T22:00Z', '2026-10-25T23:00Z', { '10-25': 1500 }],
    ['Z-07', 'America/New_York', '2026-03-08T04:00Z', '2026-03-08T09:00Z', { '03-07': 60, '03-08': 240 }],
    ['Z-08', 'America/New_York', '2026-11-01T03:00Z', '2026-11-01T09:00Z', { '10-31': 60, '11-01': 300 }],
    ['Z-10', 'America/Santiago', '2026-09-06T03:00Z', '2026-09-06T06:00Z', { '09-05': 60, '09-06': 120 }],
    ['Z-15', 'Asia/Kolkata', '2026-06-14T18:00Z', '2026-06-14T19:30Z', { '06-14': 30, '06-15': 60 }],
    ['Z-15', 'Asia/Kathmandu', '2026-06-14T17:00Z', '2026-06-14T19:00Z', { '06-14': 75, '06-15': 45 }],
    ['Z-18', 'Europe/Berlin', '2026-12-31T22:00Z', '2027-01-01T01:00Z', { '12-31': 60, '01-01': 120 }],
    ['Z-18', 'Europe/London', '2028-02-28T22:00Z', '2028-03-01T00:00Z', { '02-28': 120, '02-29': 1440 }],
  ])('%s %s', (_, zone, from, to, expected) => {
    expect(minutes(zone, from, to)).toEqual(expected);
  });
});

describe('a zone that changes', () => {
  const zones = [
    { zone: 'Europe/Berlin', validFrom: Number.NEGATIVE_INFINITY },
    { zone: 'America/New_York', validFrom: at('2026-06-10T23:00Z') },
  ];

  test('westwards over midnight: the day that has begun goes on until the new zone has caught up', () => {
    const range = { from: at('2026-06-10T21:00Z'), to: at('2026-06-12T05:00Z') };
    expect(splitByDay(range, zones)).toEqual([
      { day: '2026-06-10', from: range.from, to: at('2026-06-10T22:00Z') },
      { day: '2026-06-11', from: at('2026-06-10T22:00Z'), to: at('2026-06-12T04:00Z') },
      { day: '2026-06-12', from: at('2026-06-12T04:00Z'), to: range.to },
    ]);
    const later = { from: at('2026-06-11T01:00Z'), to: at('2026-06-11T02:00Z') };
    expect(splitByDay(later, zones)).toEqual([{ day: '2026-06-11', ...later }]);
  });

  test('eastwards: the day ends where the new zone begins the next', () => {
    const east = [
      { zone: 'America/New_York', validFrom: 0 },
      { zone: 'Asia/Tokyo', validFrom: at('2026-06-10T16:00Z') },
    ];
    expect(splitByDay({ from: at('2026-06-10T14:00Z'), to: at('2026-06-10T18:00Z') }, east)).toEqual([
      { day: '2026-06-10', from: at('2026-06-10T14:00Z'), to: at('2026-06-10T16:00Z') },
      { day: '2026-06-11', from: at('2026-06-10T16:00Z'), to: at('2026-06-10T18:00Z') },
    ]);
  });
});

const instant = fc.integer({ min: at('1990-01-01T00:00Z'), max: at('2045-01-01T00:00Z') });
const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));

test('pieces follow each other, sum to the range and lie in their day, in every zone and over changes of it', () => {
  const dated = fc.array(fc.tuple(zone, fc.integer({ min: -3_000, max: 3_000 })), { maxLength: 4 });
  fc.assert(
    fc.property(instant, fc.integer({ min: 1, max: 4_000 }), zone, dated, (from, length, first, more) => {
      const to = from + length * 60_000 + (length % 7);
      const zones = [
        ...inZone(first),
        ...more.map(([name, shift]) => ({ zone: name, validFrom: from + shift * 60_000 })),
      ].sort((a, b) => a.validFrom - b.validFrom);
      const pieces = splitByDay({ from, to }, zones);
      let expected = from;
      for (const piece of pieces) {
        expect(piece.from).toBe(expected);
        expect(piece.to).toBeGreaterThan(piece.from);
        expected = piece.to;
      }
      expect(expected).toBe(to);
      const days = pieces.map((piece) => piece.day);
      expect(days).toEqual([...new Set(days)].sort());
      expect(pieces.reduce((sum, piece) => sum + (piece.to - piece.from), 0)).toBe(to - from);
      if (more.length > 0) return;
      for (const piece of pieces)
        for (const inside of [piece.from, piece.to - 1]) {
          const date = Temporal.Instant.fromEpochMilliseconds(inside).toZonedDateTimeISO(first);
          expect(date.toPlainDate().toString() <= piece.day).toBe(true);
        }
    }),
    { numRuns: 2_000 },
  );
});

test('every zone: whole days are their local days', () => {
  for (const name of Intl.supportedValuesOf('timeZone')) {
    const start = Temporal.PlainDate.from('2026-03-27');
    const startOf = (days: number) => start.add({ days }).toZonedDateTime(name).epochMilliseconds;
    const pieces = splitByDay({ from: startOf(0), to: startOf(4) }, inZone(name));
    expect(pieces).toEqual(
      [0, 1, 2, 3].map((days) => ({
        day: start.add({ days }).toString(),
        from: startOf(days),
        to: startOf(days + 1),
      })),
    );
  }
});
