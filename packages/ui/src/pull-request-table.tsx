import { clsx } from 'clsx';
import { Cell, HeaderCell, RowHeader, Table } from './table.tsx';

export type PullRequestRow = {
  id: string;
  href: string;
  title: string;
  repository: string;
  number: number;
  /** One for each column after the first, in the same order. */
  cells: readonly string[];
};

export type PullRequestColumn = {
  label: string;
  align: 'start' | 'end';
  /** Stays beside the title on a phone; the others move into the line under it. */
  isKept: boolean;
};

/** The first column is the pull request; the whole row leads to it. Author and state are text, never a ranking. */
export function PullRequestTable({
  label,
  columns,
  rows,
  className,
}: {
  label: string;
  columns: readonly PullRequestColumn[];
  rows: readonly PullRequestRow[];
  className?: string;
}) {
  return (
    <Table label={label} overflow="page" className={className ?? ''}>
      <thead>
        <tr>
          <HeaderCell>Pull request</HeaderCell>
          {columns.map((column) => (
            <HeaderCell
              key={column.label}
              align={column.align}
              className={column.isKept ? '' : 'max-rail:hidden'}
            >
              {column.label}
            </HeaderCell>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <PullRequestTableRow key={row.id} row={row} columns={columns} />
        ))}
      </tbody>
    </Table>
  );
}

function PullRequestTableRow({
  row,
  columns,
}: {
  row: PullRequestRow;
  columns: readonly PullRequestColumn[];
}) {
  const moved = columns.flatMap((column, index) => (column.isKept ? [] : [row.cells[index]]));
  return (
    <tr className="relative hover:bg-hover">
      <RowHeader className="w-full py-2">
        <a
          href={row.href}
          target="_blank"
          rel="noreferrer"
          className="[overflow-wrap:anywhere] after:absolute after:inset-0 focus-visible:outline-offset-0"
        >
          {row.title}
        </a>
        <span className="role-caption block text-muted">
          {row.repository} <span className="font-mono">#{row.number}</span>
          <span className="rail:hidden">
            {moved.filter(Boolean).map((text) => (
              <span key={text}>
                {' · '}
                <span className="inline-block">{text}</span>
              </span>
            ))}
          </span>
        </span>
      </RowHeader>
      {columns.map((column, index) => (
        <Cell
          key={column.label}
          align={column.align}
          className={clsx('whitespace-nowrap', !column.isKept && 'max-rail:hidden')}
        >
          {row.cells[index]}
        </Cell>
      ))}
    </tr>
  );
}
