import { clsx } from 'clsx';
import type { MouseEvent } from 'react';

export type RangeOption = { value: string; label: string; href: string };

/** The one range control of a page: links, so that each range has an address. `onChoose` may take a plain click over. */
export function RangeControl({
  options,
  current,
  onChoose,
}: {
  options: readonly RangeOption[];
  current: string;
  onChoose?: (value: string) => void;
}) {
  const choose = (event: MouseEvent, value: string) => {
    const wantsNewPlace = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!onChoose || wantsNewPlace) return;
    event.preventDefault();
    onChoose(value);
  };
  return (
    <nav
      aria-label="Range"
      className="flex h-control rounded-control border border-control bg-card p-px max-rail:w-full"
    >
      {options.map((option) => (
        <a
          key={option.value}
          href={option.href}
          aria-current={option.value === current ? 'true' : undefined}
          onClick={(event) => choose(event, option.value)}
          className={clsx(
            'role-label inline-flex min-w-6 grow items-center justify-center rounded-[4px] px-2.25 whitespace-nowrap focus-visible:outline-offset-0 max-rail:px-1',
            option.value === current ? 'bg-selected text-text' : 'text-muted hover:text-text',
          )}
        >
          {option.label}
        </a>
      ))}
    </nav>
  );
}
