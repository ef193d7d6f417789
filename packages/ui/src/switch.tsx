import { clsx } from 'clsx';
import { type ComponentProps, useId } from 'react';
import { describeControl, FieldNotes, type FieldWords } from './field-frame.tsx';

type ToggleProps = Omit<FieldWords, 'aside'> &
  Omit<ComponentProps<'input'>, keyof FieldWords | 'id' | 'type' | 'role'> & { name: string };

/** One thing that is chosen or not; sent as `on` when it is, and not at all when it is not. */
export function Checkbox(props: ToggleProps) {
  return <Toggle {...props} shape="checkbox" />;
}

/** Something that is on or off; in a form it counts once the form is sent. */
export function Switch(props: ToggleProps) {
  return <Toggle {...props} shape="switch" />;
}

const SHAPES = {
  checkbox: 'mt-0.5 size-4 accent-accent pointer-coarse:mt-0',
  switch:
    'relative h-5 w-9 appearance-none rounded-full border border-control bg-card after:absolute after:start-0.5 after:top-1/2 after:size-3.5 after:-translate-y-1/2 after:rounded-full after:bg-muted checked:border-accent checked:bg-accent checked:after:start-auto checked:after:end-0.5 checked:after:bg-on-accent forced-colors:appearance-auto forced-colors:after:hidden',
};

function Toggle({
  label,
  hint,
  error,
  className,
  shape,
  ...input
}: ToggleProps & { shape: keyof typeof SHAPES }) {
  const id = useId();
  const words = { label, hint, error };
  return (
    <div className={clsx('flex min-w-0 flex-col gap-1', className)}>
      <div className="flex min-h-6 items-start gap-3 pointer-coarse:min-h-11 pointer-coarse:items-center">
        <input
          type="checkbox"
          {...(shape === 'switch' && { role: 'switch' })}
          {...input}
          {...describeControl(id, words)}
          className={clsx('shrink-0 cursor-pointer disabled:cursor-not-allowed', SHAPES[shape])}
        />
        <label htmlFor={id} className="role-body cursor-pointer">
          {label}
        </label>
      </div>
      {(hint || error) && (
        <div className={shape === 'switch' ? 'ps-12' : 'ps-7'}>
          <FieldNotes id={id} words={words} />
        </div>
      )}
    </div>
  );
}
