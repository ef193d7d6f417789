import { clsx } from 'clsx';
import { type ReactNode, useId } from 'react';
import { Definition } from './definition.tsx';
import type { DefinitionView } from './definition-view.tsx';

type CardProps = {
  title: string;
  /** What the numbers under the title are about, in one sentence. */
  subtitle?: ReactNode;
  definition?: DefinitionView;
  action?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A titled region of a page. Cards are never nested. */
export function Card({ title, subtitle, definition, action, className, children }: CardProps) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      className={clsx('flex min-w-0 flex-col rounded-card border border-hairline bg-card p-4', className)}
    >
      <header className={clsx('flex flex-wrap gap-x-4', subtitle ? 'items-start gap-y-2' : 'items-center')}>
        <div className={clsx('min-w-0 grow', subtitle && action ? 'basis-68' : 'basis-auto')}>
          <div className="flex flex-wrap items-center gap-x-1">
            <h2 id={titleId} className="role-section">
              {title}
            </h2>
            {definition && <Definition {...definition} />}
          </div>
          {subtitle && <p className="role-caption text-muted">{subtitle}</p>}
        </div>
        {action && <div className="max-w-full min-w-0">{action}</div>}
      </header>
      {children}
    </section>
  );
}
