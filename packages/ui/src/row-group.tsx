import { clsx } from 'clsx';
import { type ReactNode, useId } from 'react';

/** Rows that belong together, under their name. `note` stands beneath them. */
export function RowGroup({
  title,
  note,
  children,
}: {
  title: string;
  note?: ReactNode;
  children: ReactNode;
}) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className="flex min-w-0 flex-col gap-2">
      <h2 id={titleId} className="role-label text-muted">
        {title}
      </h2>
      <Rows>{children}</Rows>
      {note && <p className="role-caption px-3 text-muted">{note}</p>}
    </section>
  );
}

/** `isInCard`: without the frame that a card has already. */
export function Rows({
  isInCard = false,
  className,
  children,
}: {
  isInCard?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <ul
      className={clsx(
        'divide-y divide-hairline',
        !isInCard && 'rounded-card border border-hairline bg-card',
        className,
      )}
    >
      {children}
    </ul>
  );
}

/** What it is, what is known of it in small, and one control at the end. `error` is about the control, in a line of its own. */
export function Row({
  icon,
  title,
  titleId,
  detail,
  detailId,
  error,
  children,
}: {
  icon?: ReactNode;
  title: ReactNode;
  /** To name the control by. */
  titleId?: string | undefined;
  detail?: ReactNode;
  detailId?: string | undefined;
  error?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <li className="flex min-h-11 flex-col justify-center gap-1 px-3 py-2">
      <div className="flex min-w-0 items-center gap-3">
        {icon && <span className="flex shrink-0">{icon}</span>}
        <div className="min-w-0 flex-1">
          <p id={titleId} className="role-label [overflow-wrap:anywhere]">
            {title}
          </p>
          {detail && (
            <p id={detailId} className="role-caption mt-0.5 text-muted [overflow-wrap:anywhere]">
              {detail}
            </p>
          )}
        </div>
        {children}
      </div>
      {error}
    </li>
  );
}
