import { X } from 'lucide-react';

export type NeverItem = { what: string; because: string };

/** What is never collected, each with what makes it so. */
export function NeverList({ items }: { items: readonly NeverItem[] }) {
  return (
    <ul className="grid gap-x-8 gap-y-6 pair:grid-cols-2">
      {items.map(({ what, because }) => (
        <li key={what} className="flex gap-3">
          <X aria-hidden size={16} className="mt-0.5 shrink-0 text-muted" />
          <div className="min-w-0">
            <p className="role-body">{what}</p>
            <p className="role-caption mt-1 text-muted">{because}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
