import type { ReactNode } from 'react';

/** Title with the live state beside it, what is shown beneath, and the page's one set of controls. */
export function PageHeader({
  title,
  subtitle,
  live,
  controls,
}: {
  title: string;
  subtitle: ReactNode;
  live?: ReactNode;
  controls?: ReactNode;
}) {
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 grow basis-70">
        <div className="flex flex-wrap items-center gap-x-3">
          <h1 className="role-title">{title}</h1>
          {live}
        </div>
        <p className="role-body mt-1 text-muted">{subtitle}</p>
      </div>
      {controls}
    </header>
  );
}
