import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

type CellProps<Tag extends 'td' | 'th'> = Omit<ComponentProps<Tag>, 'align'> & { align?: 'start' | 'end' };

const OVERFLOWS = {
  /** Too wide for a phone: scrolls sideways in its own box, never the page. */
  sideways: 'overflow-x-auto',
  /** Long, under a heading of its own: scrolls in a box that the keyboard reaches. */
  boxed: 'overflow-auto',
  /** As long as the page: its header stays under what is fixed at the top. */
  page: '[--header-top:52px] rail:[--header-top:0px]',
};

/** `label` names the table for those who do not see where it stands. */
export function Table({
  overflow = 'sideways',
  className,
  label,
  children,
}: {
  overflow?: keyof typeof OVERFLOWS;
  className?: string;
  label: string;
  children: ComponentProps<'table'>['children'];
}) {
  const isBoxed = overflow === 'boxed';
  return (
    <div
      className={clsx('relative', OVERFLOWS[overflow], className)}
      {...(isBoxed && { tabIndex: 0, role: 'region', 'aria-label': label })}
    >
      <table className="w-full border-collapse">
        <caption className="sr-only">{label}</caption>
        {children}
      </table>
    </div>
  );
}

export function HeaderCell({ align = 'start', className, ...rest }: CellProps<'th'>) {
  return (
    <th
      scope="col"
      className={clsx(
        'role-caption sticky top-[var(--header-top,0px)] z-1 h-8 border-b border-hairline bg-card px-2 whitespace-nowrap max-reflow:px-1 text-muted first:ps-0 last:pe-0',
        align === 'end' ? 'text-end' : 'text-start',
        className,
      )}
      {...rest}
    />
  );
}

const CELL = 'role-cell h-row border-b border-hairline px-2 py-1.5 max-reflow:px-1 first:ps-0 last:pe-0';

export function Cell({ align = 'start', className, ...rest }: CellProps<'td'>) {
  return (
    <td className={clsx(CELL, align === 'end' && 'text-end reflow:whitespace-nowrap', className)} {...rest} />
  );
}

export function RowHeader({ className, ...rest }: ComponentProps<'th'>) {
  return <th scope="row" className={clsx(CELL, 'text-start', className)} {...rest} />;
}
