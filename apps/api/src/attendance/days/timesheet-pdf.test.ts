import type { TimesheetRow } from '@devpulse/contracts/attendance/days';
import { expect, test } from 'vitest';
import { pdfText } from '../../../testing/pdf-text.ts';
import { timesheetPdf } from './timesheet-pdf.ts';

const TOTALS = { workedMs: 27_000_000, breakMs: 0, unresolvedMs: 0, targetMinutes: null };

const NIGHT: TimesheetRow = {
  member: 'Ada',
  day: '2026-06-10',
  zone: 'Europe/Berlin',
  worked_minutes: 120,
  break_minutes: 0,
  unresolved_minutes: 0,
  first_in: '2026-06-10T20:00:00.000Z',
  last_out: '2026-06-10T22:00:00.000Z',
  sessions: 1,
  auto_closed: 0,
  corrected: 0,
  status: 'final',
  target_minutes: null,
  leave_days: 0,
  is_holiday: false,
};

async function textFor(
  member: string,
  organization = 'Acme',
  rows: readonly TimesheetRow[] = [],
): Promise<string> {
  const pdf = await timesheetPdf({
    organization,
    member,
    range: { from: '2026-06-10', to: '2026-06-10' },
    rows,
    totals: TOTALS,
    madeAt: Date.parse('2026-06-11T08:00:00Z'),
  });
  return pdfText(pdf);
}

test.each([
  'Łukasz Żółć',
  'Đặng Thị Hương',
  'Юлія Їжак',
  'Жанна Ёлкина',
  'İpek Şahin',
  'Zoë O’Neill',
  'Ελένη Παπαδοπούλου',
  'Ἀλέξανδρος',
])('the name %s is printed as it is written', async (name) => {
  const text = await textFor(name, name);
  expect(text).toContain(`Timesheet of ${name}`);
  expect(text).toContain(`${name}, 2026-06-10 to 2026-06-10`);
});

test('a name in letters apart from their accents is printed as one in joined letters', async () => {
  expect(await textFor('Łukasz Żółć'.normalize('NFD'))).toContain('Łukasz Żółć');
});

test('of a script that the font lacks question marks are printed', async () => {
  expect(await textFor('Ḱaren 李')).toContain('Timesheet of Ḱaren ?');
});

test('figures and titles of the table are in the text', async () => {
  const text = await textFor('Ada');
  for (const word of ['Unresolved', 'Total', '7:30', 'Made 2026-06-11T08:00:00'])
    expect(text).toContain(word);
});

test('a piece that goes on over midnight ends at 24:00 and begins at 00:00', async () => {
  const next = {
    day: '2026-06-11',
    first_in: '2026-06-10T22:00:00.000Z',
    last_out: '2026-06-11T00:30:00.000Z',
  };
  const text = await textFor('Ada', 'Acme', [NIGHT, { ...NIGHT, ...next }]);
  const times = text.match(/\b\d\d:\d\d\b(?!:)/g);
  expect(times?.slice(0, 4)).toEqual(['22:00', '24:00', '00:00', '02:30']);
});

test.each([
  ['2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T01:00:00.000Z', ['00:00', '03:00'], null],
  ['2026-10-25', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z', ['02:30', '02:30'], 'clocks back'],
  [
    '2026-03-29',
    '2026-03-29T00:30:00.000Z',
    '2026-03-29T01:30:00.000Z',
    ['01:30', '03:30'],
    'clocks forward',
  ],
])('on %s, from %s to %s: %s', async (day, first_in, last_out, times, note) => {
  const text = await textFor('Ada', 'Acme', [{ ...NIGHT, day, first_in, last_out }]);
  expect(text.match(/\b\d\d:\d\d\b(?!:)/g)?.slice(0, 2)).toEqual(times);
  if (note === null) expect(text).not.toContain('clocks');
  else expect(text).toContain(note);
});
