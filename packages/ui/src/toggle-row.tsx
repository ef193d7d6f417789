'use client';

import { clsx } from 'clsx';
import { type ReactNode, useId } from 'react';
import { FieldNotes } from './field-frame.tsx';

/** Several of a few short things, as a row of buttons that are pressed or not. Sends one `name` for each that is pressed. */
export function ToggleRow<Value extends string>({
  legend,
  name,
  options,
  pressed,
  onChange,
  hint,
  error,
}: {
  legend: string;
  name: string;
  options: readonly { value: Value; label: string; title: string }[];
  pressed: ReadonlySet<Value>;
  onChange: (pressed: ReadonlySet<Value>) => void;
  hint?: ReactNode;
  error?: string | null;
}) {
  const id = useId();
  const toggle = (value: Value) => {
    const next = new Set(pressed);
    if (!next.delete(value)) next.add(value);
    onChange(next);
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-2" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="role-label mb-2">{legend}</legend>
      <div className="flex flex-wrap gap-1">
        {options.map(({ value, label, title }) => (
          <button
            key={value}
            type="button"
            aria-pressed={pressed.has(value)}
            onClick={() => toggle(value)}
            className={clsx(
              'role-label inline-flex h-control min-w-11 items-center justify-center rounded-control border px-2',
              pressed.has(value)
                ? 'border-text bg-text text-canvas'
                : 'border-control bg-card text-muted hover:text-text',
            )}
          >
            <span aria-hidden>{label}</span>
            <span className="sr-only">{title}</span>
          </button>
        ))}
      </div>
      {options.flatMap(({ value }) =>
        pressed.has(value) ? [<input key={value} type="hidden" name={name} value={value} />] : [],
      )}
      <FieldNotes id={id} words={{ label: legend, hint, error }} />
    </fieldset>
  );
}
