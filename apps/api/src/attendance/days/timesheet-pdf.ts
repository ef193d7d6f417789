import { fileURLToPath } from 'node:url';
import type { TimesheetRow } from '@devpulse/contracts/attendance/days';
import type { TimeTotals } from '@devpulse/contracts/attendance/shapes';
import { shownMinutes } from '@devpulse/domain/attendance/totals';
import { clockChangeIn, offsetAt } from '@devpulse/domain/time/clock-shift';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import PDFDocument from 'pdfkit';

export type TimesheetPrint = {
  organization: string;
  member: string;
  range: { from: LocalDay; to: LocalDay };
  rows: readonly TimesheetRow[];
  totals: TimeTotals;
  madeAt: Instant;
};

/** Inter, not the Geist of the pages: names are printed here, and Geist has no Greek. */
const REGULAR = fileURLToPath(
  import.meta.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
);
const BOLD = fileURLToPath(import.meta.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'));

const DAY = 86_400_000;
const MARGIN = 48;
const LINE = 16;
/** Left edges of the columns, in points. */
const COLUMNS = [
  { title: 'Day', at: 48 },
  { title: 'In', at: 128 },
  { title: 'Out', at: 178 },
  { title: 'Worked', at: 228 },
  { title: 'Breaks', at: 288 },
  { title: 'Unresolved', at: 348 },
  { title: 'Target', at: 418 },
  { title: 'Notes', at: 468 },
] as const;

/** A timesheet on A4, with a line to sign on; times of day are those of the day's zone, and a day ends at 24:00. */
export async function timesheetPdf(print: TimesheetPrint): Promise<Uint8Array> {
  const info = {
    Title: `Timesheet ${print.range.from} to ${print.range.to}`,
    Author: print.member,
    CreationDate: new Date(print.madeAt),
  };
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    lang: 'en',
    tagged: true,
    pdfVersion: '1.7',
    info,
    font: REGULAR,
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const isDone = new Promise<void>((resolve, reject) => {
    document.on('end', resolve);
    document.on('error', reject);
  });
  writeHead(document, print);
  for (const row of print.rows) writeRow(document, cellsOf(row));
  writeFoot(document, print);
  document.end();
  await isDone;
  return Buffer.concat(chunks);
}

type Document = InstanceType<typeof PDFDocument>;

function writeHead(document: Document, { organization, member, range }: TimesheetPrint): void {
  document
    .font(BOLD)
    .fontSize(16)
    .text(`Timesheet of ${printable(document, member)}`);
  document
    .font(REGULAR)
    .fontSize(10)
    .text(`${printable(document, organization)}, ${range.from} to ${range.to}`)
    .moveDown();
  writeTitles(document);
}

function writeTitles(document: Document): void {
  document.font(BOLD).fontSize(9);
  writeCells(
    document,
    COLUMNS.map(({ title }) => title),
  );
  document.font(REGULAR);
}

function writeRow(document: Document, cells: readonly string[]): void {
  if (document.y + LINE > document.page.height - MARGIN) {
    document.addPage();
    writeTitles(document);
  }
  writeCells(document, cells);
}

function writeCells(document: Document, cells: readonly string[]): void {
  const { y } = document;
  for (const [index, { at }] of COLUMNS.entries())
    document.text(cells[index] ?? '', at, y, { lineBreak: false });
  document.x = MARGIN;
  document.y = y + LINE;
}

function writeFoot(document: Document, { totals, madeAt }: TimesheetPrint): void {
  const { workedMs, breakMs, unresolvedMs, targetMinutes } = totals;
  const sums = [workedMs, breakMs, unresolvedMs].map((ms) => hours(shownMinutes(ms)));
  document.font(BOLD);
  writeRow(document, ['Total', '', '', ...sums, hours(targetMinutes), '']);
  document.font(REGULAR);
  const needed = 5 * LINE;
  if (document.y + needed > document.page.height - MARGIN) document.addPage();
  document.y += 2 * LINE;
  writeCells(document, ['Date, signature']);
  document.fontSize(8).text(`Made ${formatInstant(madeAt)}`, MARGIN);
}

function cellsOf(row: TimesheetRow): string[] {
  const notes = [
    ...(row.is_holiday ? ['holiday'] : []),
    ...(row.leave_days > 0 ? ['leave'] : []),
    ...(row.corrected > 0 ? ['corrected'] : []),
    ...(row.auto_closed > 0 ? ['end assumed'] : []),
    ...clockNotes(row),
  ];
  return [
    row.day,
    timeOfDay(row.first_in, row.zone),
    endOfWork(row.last_out, row.zone),
    hours(row.worked_minutes),
    hours(row.break_minutes),
    hours(row.unresolved_minutes),
    hours(row.target_minutes),
    notes.join(', '),
  ];
}

/** `7:30` */
function hours(minutes: number | null): string {
  if (minutes === null) return '';
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

function timeOfDay(instant: string | null, zone: string): string {
  if (instant === null) return '';
  return Temporal.Instant.from(instant)
    .toZonedDateTimeISO(zone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' });
}

/** An end belongs to what was before it: to the day before a midnight, and to the clock before it was changed. */
function endOfWork(instant: string | null, zone: string): string {
  if (instant === null) return '';
  const at = Date.parse(instant);
  const onWall = at + offsetAt(at - 1, zone);
  return onWall % DAY === 0 ? '24:00' : timeOfDay(formatInstant(onWall), 'UTC');
}

/** Why in and out do not tell how long it was between them. */
function clockNotes({ first_in, last_out, zone }: TimesheetRow): string[] {
  if (first_in === null || last_out === null) return [];
  const change = clockChangeIn({ startedAt: Date.parse(first_in), endedAt: Date.parse(last_out) }, zone);
  if (change === null) return [];
  return [change.movedMs < 0 ? 'clocks back' : 'clocks forward'];
}

type OpenedFont = { font: { hasGlyphForCodePoint: (codePoint: number) => boolean } };

/** A letter that the font lacks is shown as a question mark: Inter has Latin, Greek and Cyrillic. */
function printable(document: Document, text: string): string {
  // the types leave the font in use out
  const { font } = (document as unknown as { _font: OpenedFont })._font;
  return Array.from(text.normalize('NFC'), (letter) =>
    font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0) ? letter : '?',
  ).join('');
}
