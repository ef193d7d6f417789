import type { ReactNode } from 'react';

/** One thing of a list: what it is, what is known of it, and what can be done with it. */
export function ListRow({
  title,
  detail,
  action,
}: {
  title: ReactNode;
  detail: ReactNode;
  action?: ReactNode;
}) {
  return (
    <li className="flex min-h-row flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-hairline py-2 last:border-b-0">
      <div className="min-w-0 flex-1 basis-60">
        <p className="role-label flex flex-wrap items-center gap-2 [overflow-wrap:anywhere]">{title}</p>
        <p className="role-caption mt-1 text-muted [overflow-wrap:anywhere]">{detail}</p>
      </div>
      {action}
    </li>
  );
}
