import type { ReactNode } from 'react';

/** Title above, what is decided in the middle (it scrolls), result and buttons at the foot. */
export function PauseFrame({
  title,
  subtitle,
  line,
  isLineMuted = false,
  buttons,
  children,
}: {
  title: string;
  subtitle: string;
  line: string;
  isLineMuted?: boolean;
  buttons: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <header className="shrink-0 px-4 pt-4 pb-3">
        <h1 className="role-section">{title}</h1>
        <p className="role-body mt-0.5 text-muted">{subtitle}</p>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
      <footer className="flex shrink-0 items-center gap-2 border-t border-hairline px-4 py-3">
        <p className={`role-label min-w-0 flex-1 ${isLineMuted ? 'text-muted' : ''}`}>{line}</p>
        {buttons}
      </footer>
    </>
  );
}
