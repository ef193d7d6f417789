import { expect, test } from 'vitest';
import { pdfText } from '../../../testing/pdf-text.ts';
import { timesheetPdf } from './timesheet-pdf.ts';

const TOTALS = { workedMs: 27_000_000, breakMs: 0, unresolvedMs: 0, targetMinutes: null };

async function textFor(member: string, organization = 'Acme'): Promise<string> {
  const pdf = await timesheetPdf({
    organization,
    member,
    range: { from: '2026-06-10', to: '2026-06-10' },
    rows: [],
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
