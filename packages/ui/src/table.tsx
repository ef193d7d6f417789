import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

type CellProps<Tag extends 'td' | 'th'> = Omit<ComponentProps<Tag>, 'align'> & { align?: 'start' | 'end' };

/** A table that scrolls in its own box, never the page. `maxHeight` keeps the header in sight while rows scroll. */
export function Table({
  className,
  label,
  children,
}: {
  className?: string;
  label: string;
  children: ComponentProps<'table'>['children'];
}) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className={clsx('relative overflow-auto', className)}
    >
      <table className="w-full border-collapse">
        <caption className="sr-only">{label}</caption>
        {children}
      </table>
    </section>
  );
}

export function HeaderCell({ align = 'start', className, ...rest }: CellProps<'th'>) {
  return (
    <th
      scope="col"
      className={clsx(
        'role-caption sticky top-0 z-1 h-8 border-b border-hairline bg-card px-2 whitespace-nowrap text-muted first:ps-0 last:pe-0',
        align === 'end' ? 'text-end' : 'text-start',
        className,
      )}
      {...rest}
    />
  );
}

const CELL = 'role-cell h-row border-b border-hairline px-2 py-1.5 first:ps-0 last:pe-0';

export function Cell({ align = 'start', className, ...rest }: CellProps<'td'>) {
  return <td className={clsx(CELL, align === 'end' && 'text-end whitespace-nowrap', className)} {...rest} />;
}

export function RowHeader({ className, ...rest }: ComponentProps<'th'>) {
  return <th scope="row" className={clsx(CELL, 'text-start', className)} {...rest} />;
}
