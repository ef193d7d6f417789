import { clsx } from 'clsx';
import { type ComponentProps, useId } from 'react';
import { CONTROL_STYLE, describeControl, FieldFrame, type FieldWords } from './field-frame.tsx';

type OwnProps<Tag extends 'input' | 'select' | 'textarea'> = FieldWords &
  Omit<ComponentProps<Tag>, keyof FieldWords | 'id'> & { name: string };

/** A labelled input; any attribute of `input` goes through (`type`, `autoComplete`, `inputMode`, `required`). */
export function TextField({ label, hint, error, aside, className, ...input }: OwnProps<'input'>) {
  const id = useId();
  const words = { label, hint, error, aside };
  return (
    <FieldFrame id={id} words={words}>
      <input
        type="text"
        {...input}
        {...describeControl(id, words)}
        className={clsx(CONTROL_STYLE, 'h-row', className)}
      />
    </FieldFrame>
  );
}

/** Text of several lines. */
export function TextAreaField({ label, hint, error, aside, className, ...area }: OwnProps<'textarea'>) {
  const id = useId();
  const words = { label, hint, error, aside };
  return (
    <FieldFrame id={id} words={words}>
      <textarea
        rows={4}
        {...area}
        {...describeControl(id, words)}
        className={clsx(CONTROL_STYLE, 'py-2', className)}
      />
    </FieldFrame>
  );
}

/** A native select inside a form, for when one of a few is to be chosen; `SelectField` is the one of a page's controls. */
export function ChoiceField({
  label,
  hint,
  error,
  aside,
  className,
  options,
  ...select
}: OwnProps<'select'> & { options: readonly { value: string; label: string }[] }) {
  const id = useId();
  const words = { label, hint, error, aside };
  return (
    <FieldFrame id={id} words={words}>
      <select
        // React resets a form after its action and forgets a select's new default; the key makes it anew.
        key={String(select.defaultValue ?? '')}
        {...select}
        {...describeControl(id, words)}
        className={clsx(CONTROL_STYLE, 'h-row [&>option]:bg-card', className)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
