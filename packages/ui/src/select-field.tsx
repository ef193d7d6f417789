import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';

/** A native select with its name inside the frame: complete for keyboard, screen reader and phone without script. */
export function SelectField({
  label,
  value,
  options,
  onChange,
}: {
  label: ReactNode;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <label className="role-label relative flex h-control items-center rounded-control border border-control bg-card focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent hover:bg-[linear-gradient(var(--hover),var(--hover))] max-rail:grow max-rail:basis-[40%]">
      <span className="role-cell pointer-events-none ps-3 whitespace-nowrap text-muted">{label}</span>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-full min-w-0 grow appearance-none bg-transparent ps-2 pe-8 text-ellipsis outline-none [&>option]:bg-card [&>option]:text-text"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden size={16} className="pointer-events-none absolute end-2 text-muted" />
    </label>
  );
}
