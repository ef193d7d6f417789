/** A spreadsheet runs a cell that begins so as a formula. */
const FORMULA_START = /^[=+\-@\t\r\0]/;

/** RFC 4180. Text that a spreadsheet would run gets an apostrophe before it; numbers are numbers and stay as they are. */
export function toCsv(
  header: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  return [header, ...rows]
    .map((row) => row.map(toCell).join(','))
    .join('\r\n')
    .concat('\r\n');
}

function toCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA_START.test(value) ? `'${value}` : value;
  return /[",\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
