import { clsx } from 'clsx';
import { ChevronDown, Menu } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LinkComponent } from './link.tsx';
import { PopoverMenu } from './popover-menu.tsx';

/**
 * Rail on a desk; top bar with a menu, and tabs, on a phone. `rail` holds all destinations and stands in the menu as well, `tabs`
 * the few that are used most.
 */
export function AppShell({
  name,
  switcher,
  rail,
  tabs,
  foot,
  children,
}: {
  name: string;
  /** Links to the other organizations; without it the name is plain text. */
  switcher?: ReactNode;
  rail: ReactNode;
  tabs: ReactNode;
  /** Stands at the foot of the rail, and at the end of the menu. */
  foot: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="min-h-dvh rail:grid rail:grid-cols-[var(--spacing-rail)_minmax(0,1fr)]">
      <header className="sticky top-0 z-10 flex items-center border-hairline bg-canvas max-rail:h-13 max-rail:justify-between max-rail:gap-2 max-rail:border-b max-rail:px-4 rail:h-dvh rail:flex-col rail:items-stretch rail:gap-4 rail:overflow-y-auto rail:p-3">
        <OrganizationName name={name} switcher={switcher} />
        <nav aria-label="Main" className="flex flex-col gap-4 max-rail:hidden">
          {rail}
        </nav>
        <div className="rail:mt-auto max-rail:hidden">{foot}</div>
        <PopoverMenu
          className="role-label inline-flex h-11 shrink-0 items-center gap-2 rounded-control px-2 text-muted hover:text-text rail:hidden"
          panelClassName="inset-x-2 top-14 bottom-auto max-h-[calc(100dvh-8rem)] w-auto overflow-y-auto rail:hidden"
          trigger={
            <>
              <Menu aria-hidden size={18} />
              Menu
            </>
          }
        >
          <nav aria-label="All pages" className="flex flex-col gap-4">
            {rail}
          </nav>
          <div className="mt-4 border-t border-hairline pt-3">{foot}</div>
        </PopoverMenu>
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

const NAME_STYLE = 'role-label flex h-9 min-w-0 items-center gap-2 rounded-control max-rail:h-11 rail:px-2';

function OrganizationName({ name, switcher }: { name: string; switcher: ReactNode }) {
  const content = (
    <>
      <span
        aria-hidden
        className="grid size-5 shrink-0 place-items-center rounded-[5px] bg-text text-[12px]/none font-semibold text-canvas"
      >
        {name.slice(0, 1).toUpperCase()}
      </span>
      <span className="truncate">{name}</span>
    </>
  );
  if (!switcher) return <p className={NAME_STYLE}>{content}</p>;
  return (
    <PopoverMenu
      className={clsx(NAME_STYLE, 'text-start hover:bg-hover')}
      panelClassName="start-3 end-auto top-14 bottom-auto w-64 max-w-[calc(100vw-1.5rem)] max-h-[calc(100dvh-8rem)] overflow-y-auto"
      trigger={
        <>
          {content}
          <span className="sr-only">, change organization</span>
          <ChevronDown aria-hidden size={16} className="ms-auto shrink-0 text-muted" />
        </>
      }
    >
      {switcher}
    </PopoverMenu>
  );
}

/** Destinations that belong together, under a word that names them. */
export function NavSection({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <p aria-hidden className="role-caption px-2 pb-1 text-muted">
        {label}
      </p>
      <ul aria-label={label} className="flex flex-col gap-px">
        {children}
      </ul>
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
        shape === 'rail' && 'role-label flex h-8 gap-2 rounded-control px-2 hover:bg-hover max-rail:h-11',
        shape === 'rail' && isCurrent && 'bg-selected',
        shape === 'tab' &&
          'role-caption flex flex-col justify-center gap-1 text-center focus-visible:-outline-offset-2',
        shape === 'tab' && isCurrent && 'shadow-[inset_0_2px_0_var(--text)]',
      )}
    >
      {icon}
      {label}
    </Link>
  );
}
