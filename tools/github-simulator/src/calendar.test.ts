import { describe, expect, test } from 'vitest';
import { isHoliday, WorkCalendar } from './calendar.ts';
import { people } from './people.ts';
import { Random } from './random.ts';

const day = 86_400_000;
const hour = 3_600_000;
const start = Date.parse('2026-05-22T13:32:00Z');

describe('holidays', () => {
  test.each([
    ['Europe/Berlin', '2026-04-03', true],
    ['Europe/Berlin', '2026-04-06', true],
    ['Europe/Berlin', '2026-05-14', true],
    ['Europe/Berlin', '2026-05-25', true],
    ['Europe/Berlin', '2026-11-26', false],
    ['America/New_York', '2026-05-25', true],
    ['America/New_York', '2026-09-07', true],
    ['America/New_York', '2026-11-26', true],
    ['America/New_York', '2026-04-06', false],
    ['Europe/Berlin', '2027-03-29', true],
  ])('%s %s: %s', (zone, date, expected) => {
    expect(isHoliday(zone, Date.parse(`${date}T00:00:00Z`) / day)).toBe(expected);
  });
});

describe('working time', () => {
  const calendar = new WorkCalendar(new Random('test'), start);

  test('each person has a week of leave in each quarter and works most other weekdays', () => {
    for (const person of people) {
      const noons = Array.from({ length: 26 * 7 }, (_, index) => start + index * day);
      const worked = noons.filter((at) => !calendar.isAway(person, at)).length;
      expect(worked, person.name).toBeGreaterThan(100);
      expect(worked, person.name).toBeLessThan(121);
    }
  });

  test('adds up and never runs backwards', () => {
    for (const person of people) {
      for (let index = 0; index < 40; index += 1) {
        const from = start + index * 31 * hour;
        const later = calendar.advance(person, from, 3 * hour);
        expect(later).toBeGreaterThanOrEqual(from + 3 * hour);
        expect(calendar.advance(person, calendar.advance(person, from, hour), 2 * hour)).toBe(later);
      }
    }
  });
});
