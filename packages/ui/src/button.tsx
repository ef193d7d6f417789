import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

const SHAPE =
  'role-label inline-flex h-control items-center justify-center gap-2 rounded-control border px-3 whitespace-nowrap disabled:cursor-not-allowed disabled:border-hairline disabled:text-muted';
const KINDS = {
  plain: 'border-control bg-card text-text hover:bg-[linear-gradient(var(--hover),var(--hover))]',
  main: 'border-accent bg-accent text-on-accent hover:bg-[linear-gradient(var(--hover),var(--hover))]',
  quiet: 'border-transparent text-muted hover:bg-hover hover:text-text',
};

export function buttonStyle(kind: keyof typeof KINDS = 'plain') {
  return clsx(SHAPE, KINDS[kind]);
}

export function Button({
  kind = 'plain',
  className,
  ...rest
}: ComponentProps<'button'> & { kind?: keyof typeof KINDS }) {
  return <button type="button" className={clsx(buttonStyle(kind), className)} {...rest} />;
}
