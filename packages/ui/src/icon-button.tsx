import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

/** A button that is an icon alone; `label` is its name, shown on hover. */
export function IconButton({
  label,
  className,
  children,
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label' | 'title'> & { label: string; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={clsx(
        'inline-grid size-control shrink-0 place-items-center rounded-control text-muted hover:bg-hover hover:text-text disabled:cursor-not-allowed disabled:opacity-45 disabled:hover:bg-transparent disabled:hover:text-muted',
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  );
}
