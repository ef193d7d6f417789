import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

const SIZES = { label: 'role-label', caption: 'role-caption' };

/** A button that reads like a link, for what stands beside the main thing. */
export function TextButton({
  size = 'label',
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'size'> & { size?: keyof typeof SIZES }) {
  return (
    <button
      type="button"
      className={clsx(
        SIZES[size],
        'inline-flex min-h-6 items-center gap-1 text-accent underline decoration-1 underline-offset-3 hover:decoration-2 disabled:cursor-not-allowed disabled:text-muted disabled:no-underline pointer-coarse:min-h-11',
        className,
      )}
      {...rest}
    />
  );
}
