import { clsx } from 'clsx';
import { SERIES_BORDER, SERIES_FILL, type SeriesNumber } from './series.ts';
import { Cell, HeaderCell, RowHeader, Table } from './table.tsx';

export type Dot = { id: string; href: string; label: string; isOverTarget: boolean };

export type DotRow = {
  key: string;
  label: string;
  series: SeriesNumber;
  total: string;
  /** One for each bucket. `hidden` says how many more there are than the dots drawn. */
  cells: readonly { dots: readonly Dot[]; hidden: number }[];
};

/** Where each open thing stands, and for how long. Each dot is one thing and leads to it; over target is a shape, not a colour. */
export function DotMatrix({
  label,
  corner,
  buckets,
  rows,
}: {
  label: string;
  /** What the buckets are measured in. */
  corner: string;
  buckets: readonly string[];
  rows: readonly DotRow[];
}) {
  return (
    <Table label={label} className="mt-2">
      <thead>
        <tr>
          <HeaderCell className="max-pair:whitespace-normal">{corner}</HeaderCell>
          {buckets.map((bucket) => (
            <HeaderCell key={bucket} className="max-pair:px-1 max-reflow:px-0.5">
              {bucket}
            </HeaderCell>
          ))}
          <HeaderCell align="end" className="max-reflow:hidden">
            Total
          </HeaderCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <DotMatrixRow key={row.key} row={row} buckets={buckets} />
        ))}
      </tbody>
    </Table>
  );
}

/** What the two shapes mean. */
export function DotKey({ overTarget }: { overTarget: string }) {
  return (
    <ul className="role-caption flex flex-wrap gap-x-4 gap-y-1 text-muted">
      <li className="flex items-center gap-1.5">
        <Mark series={null} isOverTarget={false} />
        one pull request
      </li>
      <li className="flex items-center gap-1.5">
        <Mark series={null} isOverTarget />
        {overTarget}
      </li>
    </ul>
  );
}

function DotMatrixRow({ row, buckets }: { row: DotRow; buckets: readonly string[] }) {
  return (
    <tr className="last:[&>*]:border-b-0">
      <RowHeader className="pair:whitespace-nowrap">{row.label}</RowHeader>
      {row.cells.map((cell, index) => (
        <Cell key={buckets[index]} className="wide:h-14 max-pair:px-0">
          <div className="-ms-1.5 flex flex-wrap">
            {cell.dots.map((dot) => (
              <DotLink key={dot.id} dot={dot} series={row.series} />
            ))}
            {cell.hidden > 0 && (
              <span className="role-caption self-center ps-1 text-muted">+{cell.hidden}</span>
            )}
          </div>
        </Cell>
      ))}
      <Cell align="end" className="max-reflow:hidden">
        {row.total}
      </Cell>
    </tr>
  );
}

function DotLink({ dot, series }: { dot: Dot; series: SeriesNumber }) {
  return (
    <a
      href={dot.href}
      title={dot.label}
      target="_blank"
      rel="noreferrer"
      className="grid size-6 place-items-center rounded-control hover:bg-selected"
    >
      <Mark series={series} isOverTarget={dot.isOverTarget} />
      <span className="sr-only">{dot.label}</span>
    </a>
  );
}

function Mark({ series, isOverTarget }: { series: SeriesNumber | null; isOverTarget: boolean }) {
  if (!isOverTarget) {
    return (
      <span
        aria-hidden
        className={clsx('mark-solid size-3.5 rounded-mark', series ? SERIES_FILL[series] : 'bg-muted')}
      />
    );
  }
  return (
    <span
      aria-hidden
      className={clsx('size-3 rotate-45 border-2', series ? SERIES_BORDER[series] : 'border-muted')}
    />
  );
}
