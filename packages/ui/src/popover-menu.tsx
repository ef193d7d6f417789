'use client';

import { clsx } from 'clsx';
import { type MouseEvent, type ReactNode, useId } from 'react';

/** A button that opens a panel over the page. Escape, a click beside it and a chosen link close it; the browser does the rest. */
export function PopoverMenu({
  trigger,
  className,
  panelClassName,
  children,
}: {
  trigger: ReactNode;
  className?: string;
  panelClassName?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <>
      <button type="button" popoverTarget={id} className={className}>
        {trigger}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: links inside take the keys, this only closes after them */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click as well */}
      <div
        id={id}
        popover="auto"
        onClick={closeAfterLink}
        className={clsx(
          'fixed m-0 rounded-card border border-hairline bg-card p-2 text-text shadow-float',
          panelClassName,
        )}
      >
        {children}
      </div>
    </>
  );
}

function closeAfterLink(event: MouseEvent<HTMLDivElement>) {
  if (event.target instanceof Element && event.target.closest('a')) event.currentTarget.hidePopover();
}
