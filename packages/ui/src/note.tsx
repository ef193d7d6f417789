import { clsx } from 'clsx';
import { Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const ICONS = { info: Info, caution: TriangleAlert };

/** Something to know before going on: one or two sentences, and at most one thing to do. */
export function Note({
  kind = 'info',
  action,
  className,
  children,
}: {
  kind?: keyof typeof ICONS;
  action?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const Icon = ICONS[kind];
  return (
    <div
      className={clsx(
        'role-body flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-hairline bg-card px-4 py-3',
        className,
      )}
    >
      <div className="flex min-w-0 flex-1 basis-70 items-start gap-3">
        <Icon
          aria-hidden
          size={16}
          className={clsx('mt-0.5 shrink-0', kind === 'caution' ? 'text-caution' : 'text-muted')}
        />
        <div className="min-w-0">{children}</div>
      </div>
      {action}
    </div>
  );
}
