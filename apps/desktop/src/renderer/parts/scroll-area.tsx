import type { ReactNode } from 'react';

/** The part of a window that scrolls, between what stands fixed. */
export function ScrollArea({
  label,
  isPadded = true,
  children,
}: {
  label: string;
  isPadded?: boolean;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is within reach of the keyboard
      tabIndex={0}
      className={`min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2 ${isPadded ? 'p-4' : ''}`}
    >
      {children}
    </section>
  );
}
