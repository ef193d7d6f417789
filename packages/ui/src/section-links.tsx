import { clsx } from 'clsx';
import type { LinkComponent } from './link.tsx';

/** Pages that belong to one place, as a row of links under its title. */
export function SectionLinks({
  label,
  items,
  link: Link,
}: {
  label: string;
  items: readonly { href: string; label: string; isCurrent: boolean }[];
  link: LinkComponent;
}) {
  return (
    <nav aria-label={label} className="border-b border-hairline">
      <ul className="flex flex-wrap gap-x-5">
        {items.map((item) => (
          <li key={item.href}>
            <Link
              href={item.href}
              {...(item.isCurrent && { 'aria-current': 'page' as const })}
              className={clsx(
                'role-label inline-flex h-control items-center border-b-2',
                item.isCurrent ? 'border-text text-text' : 'border-transparent text-muted hover:text-text',
              )}
            >
              {item.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
