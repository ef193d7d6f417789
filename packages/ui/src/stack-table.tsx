// biome-ignore-all lint/a11y/noRedundantRoles: the roles of a table are lost where it is laid out as blocks
import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export type StackColumn = {
  label: string;
  align?: 'start' | 'end';
  /** The cells say it themselves, such as a button; the label is for those who do not see the column. */
  isLabelHidden?: boolean;
  /** The cells are as wide as the column, such as a bar. */
  isFilled?: boolean;
  className?: string;
};
export type StackRow = { key: string; cells: readonly ReactNode[] };

const CELL =
  'max-rail:flex max-rail:flex-wrap max-rail:items-baseline max-rail:gap-x-2 max-rail:px-0 rail:h-row rail:border-b rail:border-hairline rail:px-2 rail:py-1.5 rail:first:ps-0 rail:last:pe-0';

/**
 * A table that becomes labelled rows on a phone. The first column names the row. The roles are written out, as a table that is laid out
 * as blocks is no table any more for some screen readers. A cell that is null or false leaves no line on a phone.
 */
export function StackTable({
  label,
  columns,
  rows,
  className,
}: {
  label: string;
  columns: readonly StackColumn[];
  rows: readonly StackRow[];
  className?: string;
}) {
  return (
    <table role="table" className={clsx('w-full border-collapse max-rail:block', className)}>
      <caption className="sr-only">{label}</caption>
      <thead role="rowgroup" className="max-rail:hidden">
        <tr role="row">
          {columns.map((column) => (
            <th
              key={column.label}
              role="columnheader"
              scope="col"
              className={clsx(
                'role-caption h-8 border-b border-hairline px-2 whitespace-nowrap text-muted first:ps-0 last:pe-0',
                column.align === 'end' ? 'text-end' : 'text-start',
                column.className,
              )}
            >
              <span className={column.isLabelHidden ? 'sr-only' : ''}>{column.label}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className="max-rail:block">
        {rows.map((row) => (
          <tr
            key={row.key}
            role="row"
            className="max-rail:flex max-rail:flex-col max-rail:gap-2 max-rail:border-b max-rail:border-hairline max-rail:py-3 max-rail:last:border-b-0"
          >
            {row.cells.map((cell, index) => (
              <StackCell key={columns[index]?.label} column={columns[index]} isFirst={index === 0}>
                {cell}
              </StackCell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StackCell({
  column,
  isFirst,
  children,
}: {
  column: StackColumn | undefined;
  isFirst: boolean;
  children: ReactNode;
}) {
  const className = clsx(
    CELL,
    isFirst ? 'role-label' : 'role-cell',
    (children === null || children === false) && 'max-rail:hidden',
    '[overflow-wrap:anywhere]',
    column?.align === 'end' ? 'text-start rail:text-end rail:whitespace-nowrap' : 'text-start',
    column?.className,
  );
  if (isFirst) {
    return (
      <th role="rowheader" scope="row" className={className}>
        {children}
      </th>
    );
  }
  return (
    <td role="cell" className={className}>
      {!column?.isLabelHidden && (
        <span aria-hidden className="text-muted rail:hidden">
          {column?.label}
        </span>
      )}
      {/* No column is so narrow that words break inside where there is room for them. */}
      <span className={clsx('min-w-0', widthOf(column))}>{children}</span>
    </td>
  );
}

function widthOf(column: StackColumn | undefined): string | false {
  if (column?.isFilled) return 'max-rail:grow rail:block';
  return column?.align !== 'end' && 'rail:inline-block rail:min-w-20';
}
