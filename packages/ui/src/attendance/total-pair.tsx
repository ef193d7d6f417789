import type { ReactNode } from 'react';

export type TotalView = { label: string; value: string; of: string | null; notes?: ReactNode };

/** Two totals side by side, each against its target. */
export function TotalPair({ totals }: { totals: readonly [TotalView, TotalView] }) {
  return (
    <dl className="grid grid-cols-2 divide-x divide-hairline border-t border-hairline px-4 py-3">
      {totals.map(({ label, value, of, notes }) => (
        <div key={label} className="not-first:ps-4">
          <dt className="role-caption text-muted">{label}</dt>
          <dd className="mt-1">
            <p className="role-label">
              {value} {of && <span className="text-muted">{of}</span>}
            </p>
            {notes}
          </dd>
        </div>
      ))}
    </dl>
  );
}
