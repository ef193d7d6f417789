import { clsx } from 'clsx';
import type { ReactNode } from 'react';

/** A page with one thing to do, before or beside the organizations: mark, title, the thing, and what stands beside it. */
export function CenteredShell({
  title,
  intro,
  aside,
  children,
}: {
  title: string;
  intro?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className={clsx(
        'mx-auto grid gap-x-24 gap-y-12 px-4 py-6 outline-none pair:px-6',
        aside ? 'max-w-[736px] rail:grid-cols-[320px_minmax(0,1fr)]' : 'max-w-[480px]',
      )}
    >
      <div className="flex min-w-0 flex-col gap-8">
        <Mark />
        <div>
          <h1 className="role-title">{title}</h1>
          {intro && <div className="role-body mt-1 text-muted">{intro}</div>}
        </div>
        {children}
      </div>
      {aside && (
        <aside className="border-hairline max-rail:border-t max-rail:pt-6 rail:mt-13 rail:self-start rail:border-s rail:ps-12">
          {aside}
        </aside>
      )}
    </main>
  );
}

export function Mark() {
  return (
    <p className="role-section flex items-center gap-2">
      <span
        aria-hidden
        className="grid size-5 shrink-0 place-items-center rounded-[5px] bg-text text-[12px]/none font-semibold text-canvas"
      >
        D
      </span>
      DevPulse
    </p>
  );
}
