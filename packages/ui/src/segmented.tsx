import { clsx } from 'clsx';
import { useId } from 'react';

/** One of two to four short words, all of them seen. Arrow keys choose, Tab leaves. */
export function Segmented<Value extends string>({
  legend,
  options,
  value,
  onChange,
}: {
  /** What is chosen, for those who do not see where it stands. */
  legend: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset className="flex h-control shrink-0 rounded-control border border-control bg-card">
      <legend className="sr-only">{legend}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={clsx(
            'role-label relative flex grow cursor-pointer items-center justify-center border-s border-hairline px-3 whitespace-nowrap first-of-type:rounded-s-[5px] first-of-type:border-s-0 last-of-type:rounded-e-[5px] has-focus-visible:z-1 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
            option.value === value ? 'bg-chosen text-accent' : 'hover:bg-hover',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 m-0 cursor-pointer appearance-none opacity-0"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
