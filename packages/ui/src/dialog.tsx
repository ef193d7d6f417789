'use client';

import { type ComponentProps, type ReactNode, useId, useRef } from 'react';
import { Button } from './button.tsx';

/**
 * A question that has to be answered before going on, and the button that asks it. `children` hold what to know and a form; the
 * form's success closes it. The browser keeps the focus inside, closes it on Escape and gives the focus back.
 */
export function Dialog({
  trigger,
  kind = 'plain',
  label,
  title,
  children,
}: {
  trigger: ReactNode;
  kind?: ComponentProps<typeof Button>['kind'];
  /** The button's full name where several of one page read alike: `Remove Ines Aguiar`. */
  label?: string;
  title: string;
  children: ReactNode;
}) {
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <Button
        kind={kind}
        aria-label={label}
        aria-haspopup="dialog"
        onClick={() => dialog.current?.showModal()}
      >
        {trigger}
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby={titleId}
        className="m-auto max-h-[calc(100dvh-32px)] w-[440px] max-w-[calc(100vw-32px)] overflow-y-auto rounded-card border border-hairline bg-card p-6 text-start whitespace-normal text-text shadow-float backdrop:bg-veil"
      >
        <div className="flex flex-col gap-4">
          <h2 id={titleId} className="role-section">
            {title}
          </h2>
          {children}
        </div>
      </dialog>
    </>
  );
}

/** The row at the foot of a dialog: the way out, then what is done. */
export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-wrap justify-end gap-3">
      <Button onClick={(event) => event.currentTarget.closest('dialog')?.close()}>Cancel</Button>
      {children}
    </div>
  );
}
