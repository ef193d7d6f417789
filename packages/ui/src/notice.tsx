import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

const TONES = { accent: 'text-accent', good: 'text-good', caution: 'text-caution', bad: 'text-bad' };
export type NoticeTone = keyof typeof TONES;

/** What happened, what follows from it, what to do: the fact first, the remedy as the first button. */
export function Notice({
  icon: Icon,
  tone,
  title,
  level: Title = 'h2',
  children,
  actions,
  className,
}: {
  icon: LucideIcon;
  tone: NoticeTone;
  title: string;
  level?: 'h2' | 'h3';
  children: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  return (
    <section
      data-notice
      className={clsx(
        'grid grid-cols-[16px_1fr] gap-x-2 rounded-card border border-hairline bg-card p-3',
        className,
      )}
    >
      <Icon aria-hidden size={16} className={TONES[tone]} />
      <Title className="role-label">{title}</Title>
      <p className="role-caption col-start-2 mt-1 text-muted">{children}</p>
      {actions && <div className="col-start-2 mt-3 flex flex-wrap gap-2">{actions}</div>}
    </section>
  );
}
