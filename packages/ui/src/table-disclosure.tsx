import type { ReactNode } from 'react';
import { Cell, HeaderCell, RowHeader, Table } from './table.tsx';

/** "View as table": the same numbers as the picture above it, without script. The first column names the row. */
export function TableDisclosure({
  label,
  columns,
  rows,
  before,
}: {
  label: string;
  columns: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  /** What stands on the same line, before the words "View as table". */
  before?: ReactNode;
}) {
  return (
    <div className="relative mt-3">
      {before && <div className="flex min-h-6 items-center pe-28 pointer-coarse:min-h-11">{before}</div>}
      <details className={before ? 'contents' : ''}>
        <summary className={`role-label list-none text-accent ${before ? 'absolute end-0 top-0' : 'w-max'}`}>
          <span className="inline-flex min-h-6 items-center underline-offset-3 hover:underline pointer-coarse:min-h-11">
            View as table
          </span>
        </summary>
        <Table label={label} overflow="boxed" className="mt-2 max-h-64">
          <thead>
            <tr>
              {columns.map((column, index) => (
                <HeaderCell key={column} align={index === 0 ? 'start' : 'end'}>
                  {column}
                </HeaderCell>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <RowHeader className="whitespace-nowrap">{row.cells[0]}</RowHeader>
                {row.cells.slice(1).map((cell, index) => (
                  <Cell key={columns[index + 1]} align="end">
                    {cell}
                  </Cell>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      </details>
    </div>
  );
}
