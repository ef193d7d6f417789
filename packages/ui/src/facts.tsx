import type { ReactNode } from 'react';

/** Names and values, one a line, the value at the end. */
export function Facts({ items }: { items: readonly { label: string; value: ReactNode }[] }) {
  return (
    <dl>
      {items.map((item) => (
        <div
          key={item.label}
          className="flex min-h-row flex-wrap items-center justify-between gap-x-4 border-b border-hairline py-1.5 last:border-b-0"
        >
          <dt className="role-cell text-muted">{item.label}</dt>
          <dd className="role-label [overflow-wrap:anywhere]">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
