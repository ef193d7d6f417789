import { type ReactNode, useEffect, useId, useRef } from 'react';

/** Asks before what cannot be taken back. The browser keeps the focus inside and gives it back; the safe answer has it first. */
export function AskDialog({
  isOpen,
  title,
  children,
  actions,
  onClose,
}: {
  isOpen: boolean;
  title: string;
  children: ReactNode;
  /** The safe one carries `data-safe`. */
  actions: ReactNode;
  onClose: () => void;
}) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (isOpen && !element.open) {
      element.showModal();
      element.querySelector<HTMLElement>('[data-safe]')?.focus();
    }
    if (!isOpen && element.open) element.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      aria-labelledby={id}
      aria-describedby={`${id}-words`}
      onClose={onClose}
      className="m-auto w-85 max-w-[calc(100vw-32px)] rounded-card border border-hairline bg-card p-4 text-text shadow-float backdrop:bg-veil"
    >
      {isOpen && (
        <>
          <h2 id={id} className="role-section">
            {title}
          </h2>
          <div id={`${id}-words`} className="role-body mt-2 text-muted">
            {children}
          </div>
          <div className="mt-4 flex flex-wrap justify-end gap-2">{actions}</div>
        </>
      )}
    </dialog>
  );
}
