import { expect, test } from 'vitest';
import { CALENDAR_INPUTS } from './calendar-words.ts';
import { inputNameOf } from './input-names.ts';

test.each([
  ['body.calendar.zone', 'body.zone'],
  ['body.calendar.weekdays', 'body.weekday'],
  ['body.calendar.endMinute', 'body.end'],
  ['body.calendar.holidays.3', 'body.holiday'],
  ['body.name', 'body.name'],
  ['params.organization', 'params.organization'],
])('%s is shown at %s', (field, expected) => {
  expect(inputNameOf(field, CALENDAR_INPUTS)).toBe(expected);
});
