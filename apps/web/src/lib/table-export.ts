import type { TableExport } from '@devpulse/contracts/organization/ownership';
import { toCsv } from './csv.ts';
import { zipOf } from './zip.ts';

type Row = Record<string, unknown>;

/** One CSV file for each table, in one archive, so that one export is one line in the access logs. */
export function exportArchive({ tables }: TableExport): Uint8Array<ArrayBuffer> {
  return zipOf(
    Object.entries(tables).map(([name, rows]) => ({ name: `${safeName(name)}.csv`, text: tableCsv(rows) })),
  );
}

/** Columns in the order in which the rows first name them. */
export function tableCsv(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return toCsv(
    columns,
    rows.map((row) => columns.map((column) => cellOf(row[column]))),
  );
}

function cellOf(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A file name that stays in its folder wherever it is unpacked. */
function safeName(table: string): string {
  return table.replace(/[^\w-]/g, '_');
}
