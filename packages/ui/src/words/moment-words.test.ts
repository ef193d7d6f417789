import { describe, expect, test } from 'vitest';
import { dayWords, momentWords } from './moment-words.ts';

const berlin = momentWords('Europe/Berlin');
const utc = (text: string) => Date.parse(`${text}Z`);
const noon = utc('2026-10-22T10:00:00');

describe('instants in a zone', () => {
  test('a time, and the day with it where it is another', () => {
    expect(berlin.time(utc('2026-10-22T11:12:00'))).toBe('13:12');
    expect(berlin.timeSince(utc('2026-10-22T11:12:00'), noon)).toBe('13:12');
    expect(berlin.timeSince(utc('2026-10-21T16:02:00'), noon)).toBe('Wed 18:02');
    expect(berlin.lately(utc('2026-10-22T10:31:00'), noon)).toBe('today, 12:31');
    expect(berlin.lately(utc('2026-10-21T10:31:00'), noon)).toBe('yesterday, 12:31');
    expect(berlin.lately(utc('2026-09-11T10:31:00'), noon)).toBe('11 Sep, 12:31');
    expect(berlin.fullDate(utc('2026-01-11T10:31:00'))).toBe('11 Jan 2026');
  });

  test('a range names its days where a midnight lies within', () => {
    const within = { startedAt: utc('2026-10-22T08:00:00'), endedAt: utc('2026-10-22T08:25:00') };
    expect(berlin.range(within)).toBe('10:00–10:25');
    expect(berlin.spokenRange(within)).toBe('10:00 to 10:25');
    const over = { startedAt: utc('2026-10-21T21:40:00'), endedAt: utc('2026-10-21T23:10:00') };
    expect(berlin.range(over)).toBe('Wed 23:40–Thu 01:10');
    expect(berlin.spokenRange(over)).toBe('Wednesday 23:40 to Thursday 01:10');
  });

  test('what ends at midnight ends at 24:00 of the day before, and what begins then begins at 00:00', () => {
    const midnight = utc('2026-10-21T22:00:00');
    expect(berlin.endTime(midnight)).toBe('24:00');
    expect(berlin.endTime(midnight + 1000)).toBe('00:00');
    expect(berlin.endWeekday(midnight)).toBe('Wed');
    const late = { startedAt: utc('2026-10-21T20:00:00'), endedAt: midnight };
    expect(berlin.range(late)).toBe('22:00–24:00');
    expect(berlin.spokenRange(late)).toBe('22:00 to 24:00');
    const two = { startedAt: utc('2026-10-20T20:00:00'), endedAt: midnight };
    expect(berlin.range(two)).toBe('Tue 22:00–Wed 24:00');
    expect(berlin.spokenRange(two)).toBe('Tuesday 22:00 to Wednesday 24:00');
    expect(berlin.range({ startedAt: midnight, endedAt: utc('2026-10-21T23:10:00') })).toBe('00:00–01:10');
  });

  test('a day whose midnight the clocks skip is begun at 01:00, where the one before ends', () => {
    const santiago = momentWords('America/Santiago');
    expect(santiago.endTime(utc('2026-09-06T04:00:00'))).toBe('24:00');
    expect(santiago.time(utc('2026-09-06T04:00:00'))).toBe('01:00');
  });

  test('a clock of 12 hours knows no 24:00', () => {
    const twelve = momentWords('Europe/Berlin', 'h12');
    const late = { startedAt: utc('2026-10-21T20:00:00'), endedAt: utc('2026-10-21T22:00:00') };
    expect(twelve.range(late)).toBe('Wed 10:00 pm–Thu 12:00 am');
  });

  test('midnight is 00:00, and half past twelve at night has a half of the day of its own', () => {
    expect(berlin.time(utc('2026-10-21T22:00:00'))).toBe('00:00');
    expect(momentWords('Europe/Berlin', 'h12').time(utc('2026-10-21T22:30:00'))).toBe('12:30 am');
  });
});

describe('days', () => {
  test.each([
    ['2026-10-19', '2026-10-25', '19–25 October 2026', '19–25 Oct'],
    ['2026-09-28', '2026-10-04', '28 September–4 October 2026', '28 Sep–4 Oct'],
    ['2026-12-28', '2027-01-03', '28 December 2026–3 January 2027', '28 Dec–3 Jan'],
  ])('%s to %s', (first, last, span, short) => {
    expect(dayWords.span(first, last)).toBe(span);
    expect(dayWords.shortSpan(first, last)).toBe(short);
  });

  test('are named as the windows name them', () => {
    expect(dayWords.weekdayDate('2026-10-22')).toBe('Thu 22 Oct');
    expect(dayWords.weekdayLongDate('2026-10-22')).toBe('Thu 22 October');
    expect(dayWords.spoken('2026-10-22')).toBe('Thursday 22 October');
    expect(dayWords.month('2026-09-11')).toBe('September');
  });
});

describe('where the clocks are changed', () => {
  const span = (from: string, to: string) => ({ startedAt: utc(from), endedAt: utc(to) });
  const twice = (from: string, to: string) => span(`2026-10-25T${from}`, `2026-10-25T${to}`);

  test.each([
    ['00:30:00', '01:30:00', '02:30–02:30 (clocks went back 1 h)'],
    ['00:50:00', '01:10:00', '02:50–02:10 (clocks went back 1 h)'],
    ['00:10:00', '00:50:00', '02:10–02:50 (before the clocks went back)'],
    ['00:10:00', '01:00:00', '02:10–03:00 (before the clocks went back)'],
    ['01:10:00', '01:50:00', '02:10–02:50 (after the clocks went back)'],
    ['01:30:00', '03:00:00', '02:30–04:00'],
  ])('back: %s to %s UTC is %s', (from, to, words) => {
    expect(berlin.range(twice(from, to))).toBe(words);
  });

  test('three hours that end as the clocks go back, and those that end an hour later', () => {
    const end = (to: string) => span('2026-10-24T22:00:00', `2026-10-25T${to}`);
    expect(berlin.range(end('01:00:00'))).toBe('00:00–03:00');
    expect(berlin.range(end('01:00:01'))).toBe('00:00–02:00 (clocks went back 1 h)');
    expect(berlin.spokenRange(end('01:30:00'))).toBe('00:00 to 02:30, clocks went back 1 hour');
    expect(berlin.wallRange(end('01:30:00'))).toBe('00:00–02:30');
    const night = span('2026-10-24T20:00:00', '2026-10-25T05:00:00');
    expect(berlin.range(night)).toBe('Sat 22:00–Sun 06:00 (clocks went back 1 h)');
  });

  test('forward: an end is read by the clock before it, a beginning by the clock from it on', () => {
    const spring = (from: string, to: string) => berlin.range(span(`2026-03-29T${from}`, `2026-03-29T${to}`));
    expect(spring('00:30:00', '01:30:00')).toBe('01:30–03:30 (clocks went forward 1 h)');
    expect(spring('00:30:00', '01:00:00')).toBe('01:30–02:00');
    expect(spring('01:00:00', '01:30:00')).toBe('03:00–03:30');
  });

  test('the last hour of a day that comes twice ends at 24:00 both times', () => {
    const santiago = momentWords('America/Santiago');
    const [first, second] = [utc('2026-04-05T03:00:00'), utc('2026-04-05T04:00:00')];
    expect(santiago.range({ startedAt: utc('2026-04-05T02:10:00'), endedAt: first })).toBe(
      '23:10–24:00 (before the clocks went back)',
    );
    expect(santiago.range({ startedAt: first, endedAt: second })).toBe(
      '23:00–24:00 (after the clocks went back)',
    );
  });
});
