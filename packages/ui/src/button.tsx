import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

const SHAPE =
  'role-label inline-flex h-control items-center justify-center gap-2 rounded-control border px-3 whitespace-nowrap disabled:cursor-not-allowed disabled:border-hairline disabled:text-muted aria-disabled:cursor-progress';
const KINDS = {
  plain: 'border-control bg-card text-text hover:bg-[linear-gradient(var(--hover),var(--hover))]',
  main: 'border-accent bg-accent text-on-accent hover:bg-[linear-gradient(var(--hover),var(--hover))]',
  danger: 'border-bad bg-card text-bad hover:bg-[linear-gradient(var(--hover),var(--hover))]',
  quiet: 'border-transparent text-muted hover:bg-hover hover:text-text',
};

export function buttonStyle(kind: keyof typeof KINDS = 'plain') {
  return clsx(SHAPE, KINDS[kind]);
}

/** `isTall` for the one thing to do on a page of its own, as high as the fields above it. */
export function Button({
  kind = 'plain',
  isTall = false,
  className,
  ...rest
}: ComponentProps<'button'> & { kind?: keyof typeof KINDS; isTall?: boolean }) {
  return (
    <button type="button" className={clsx(buttonStyle(kind), isTall && 'min-h-row', className)} {...rest} />
  );
}
