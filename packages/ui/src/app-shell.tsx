import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import type { LinkComponent } from './link.tsx';

/** Rail on a desk; top bar and tabs on a phone. `rail` and `tabs` are the same destinations in two shapes. */
export function AppShell({
  name,
  rail,
  tabs,
  foot,
  children,
}: {
  name: string;
  rail: ReactNode;
  tabs: ReactNode;
  /** Stands at the foot of the rail, and at the end of the top bar. */
  foot: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="min-h-dvh rail:grid rail:grid-cols-[var(--spacing-rail)_minmax(0,1fr)]">
      <header className="sticky top-0 z-10 flex items-center border-hairline bg-canvas max-rail:h-13 max-rail:justify-between max-rail:border-b max-rail:px-4 rail:h-dvh rail:flex-col rail:items-stretch rail:gap-4 rail:p-3">
        <p className="role-label flex h-9 min-w-0 items-center gap-2 rail:px-2">
          <span
            aria-hidden
            className="grid size-5 shrink-0 place-items-center rounded-[5px] bg-text text-[12px]/none font-semibold text-canvas"
          >
            {name.slice(0, 1).toUpperCase()}
          </span>
          <span className="truncate">{name}</span>
        </p>
        <nav aria-label="Main" className="flex flex-col gap-px max-rail:hidden">
          {rail}
        </nav>
        <div className="rail:mt-auto">{foot}</div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="min-w-0 border-hairline p-4 outline-none max-rail:pb-24 rail:border-s rail:p-6"
      >
        <div className="max-w-page">{children}</div>
      </main>
      <nav
        aria-label="Main"
        className="fixed inset-x-0 bottom-0 z-10 grid h-15 auto-cols-fr grid-flow-col border-t border-hairline bg-card pb-[env(safe-area-inset-bottom)] rail:hidden"
      >
        {tabs}
      </nav>
    </div>
  );
}

export function NavLink({
  href,
  label,
  icon,
  isCurrent,
  shape,
  link: Link,
}: {
  href: string;
  label: string;
  icon: ReactNode;
  isCurrent: boolean;
  shape: 'rail' | 'tab';
  link: LinkComponent;
}) {
  return (
    <Link
      href={href}
      {...(isCurrent && { 'aria-current': 'page' as const })}
      className={clsx(
        'items-center',
        isCurrent ? 'text-text' : 'text-muted hover:text-text',
        shape === 'rail' && 'role-label flex h-8 gap-2 rounded-control px-2 hover:bg-hover',
        shape === 'rail' && isCurrent && 'bg-selected',
        shape === 'tab' && 'role-caption flex flex-col justify-center gap-1 focus-visible:-outline-offset-2',
        shape === 'tab' && isCurrent && 'shadow-[inset_0_2px_0_var(--text)]',
      )}
    >
      {icon}
      {label}
    </Link>
  );
}
