import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** Something that few need, folded away under its name; opens without script. */
export function Disclosure({
  summary,
  isOpen = false,
  children,
}: {
  summary: ReactNode;
  /** At first, and again whenever it turns true, such as for an error inside. */
  isOpen?: boolean;
  children: ReactNode;
}) {
  return (
    <details className="group" {...(isOpen && { open: true })}>
      <summary className="role-label inline-flex min-h-6 list-none items-center gap-1 text-muted hover:text-text pointer-coarse:min-h-11">
        <ChevronRight aria-hidden size={16} className="shrink-0 group-open:rotate-90" />
        {summary}
      </summary>
      <div className="mt-3 flex flex-col gap-4">{children}</div>
    </details>
  );
}
