import type { ReactNode } from 'react';

/** The line at the foot of a window: what holds, and at most two ways on. */
export function Foot({ children, actions }: { children: ReactNode; actions?: ReactNode }) {
  return (
    <footer className="flex h-10 shrink-0 items-center justify-between gap-3 border-t border-hairline px-4">
      <div className="role-caption min-w-0 text-muted">{children}</div>
      {actions && <div className="flex shrink-0 items-center gap-4">{actions}</div>}
    </footer>
  );
}
