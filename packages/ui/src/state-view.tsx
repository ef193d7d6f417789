import { clsx } from 'clsx';
import { CircleAlert, Hourglass, Inbox } from 'lucide-react';
import type { ReactNode } from 'react';

/** The states a page or a card may be in when it has nothing whole to show; the same union everywhere. */
export type StateKind = 'loading' | 'empty' | 'error' | 'partial';

type StateViewProps = {
  kind: Exclude<StateKind, 'loading'>;
  /** Empty: what will be here. Error: what failed. Partial: how much is there. */
  title: string;
  /** Why it is so. */
  children?: ReactNode;
  /** One action, or the exact command. */
  action?: ReactNode;
  level?: 'h1' | 'h2';
  className?: string;
};

const ICONS = { empty: Inbox, error: CircleAlert, partial: Hourglass };

export function StateView({ kind, title, children, action, level: Title = 'h2', className }: StateViewProps) {
  const Icon = ICONS[kind];
  return (
    <section
      role={kind === 'error' ? 'alert' : undefined}
      className={clsx('rounded-card border border-hairline bg-card p-6', className)}
    >
      <div className="flex items-start gap-3">
        <Icon
          aria-hidden
          size={16}
          className={clsx('mt-1 shrink-0', kind === 'error' ? 'text-bad' : 'text-muted')}
        />
        <div className="flex min-w-0 flex-1 flex-col gap-3">
          <Title className="role-section">{title}</Title>
          {children && (
            <div className="role-body flex max-w-[68ch] flex-col gap-3 text-muted">{children}</div>
          )}
          {action && <div className="flex flex-wrap items-center gap-3">{action}</div>}
        </div>
      </div>
    </section>
  );
}

/** The line that says a page shows a part of what it will show: `2 of 5 repositories still importing`. */
export function PartialNote({ children }: { children: ReactNode }) {
  return (
    <p className="role-caption mt-2 flex items-center gap-1.5 text-muted">
      <Hourglass aria-hidden size={12} className="shrink-0" />
      <span>{children}</span>
    </p>
  );
}

/** Holds the place of something of the same size. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={clsx('skeleton', className)} />;
}

/** A command or an address, exactly as it is to be typed. */
export function Command({ children }: { children: string }) {
  return (
    <code className="block max-w-full overflow-x-auto rounded-control border border-hairline bg-canvas px-3 py-2 font-mono text-[13px]/5 whitespace-pre-wrap text-text select-all [overflow-wrap:anywhere]">
      {children}
    </code>
  );
}
