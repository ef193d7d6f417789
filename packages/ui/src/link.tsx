import type { ComponentType, ReactNode } from 'react';

export type LinkProps = {
  href: string;
  className?: string;
  children: ReactNode;
  'aria-current'?: 'page' | 'true';
  title?: string;
};

/** How the application draws a link; this room knows no router. */
export type LinkComponent = ComponentType<LinkProps> | 'a';

export const LINK_STYLE =
  'role-label inline-flex min-h-6 items-center text-accent underline-offset-3 hover:underline pointer-coarse:min-h-11';
