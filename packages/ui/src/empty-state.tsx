import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** A place with nothing to show: what would be here, why it is not, and at most one thing to do. */
export function EmptyState({
  icon: Icon,
  isCaution = false,
  title,
  action,
  children,
}: {
  icon: LucideIcon;
  isCaution?: boolean;
  title: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="flex flex-col items-start gap-2 p-6">
      <Icon aria-hidden size={24} className={isCaution ? 'text-caution' : 'text-muted'} />
      <h2 className="role-section">{title}</h2>
      <p className="role-body max-w-[56ch] text-muted">{children}</p>
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}
