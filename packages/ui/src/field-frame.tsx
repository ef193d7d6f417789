import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export type FieldWords = {
  label: ReactNode;
  /** What to give, in one sentence; read out with the field. */
  hint?: ReactNode;
  /** What is wrong with what was given; takes the place of nothing, the hint stays. */
  error?: string | null | undefined;
  /** Stands at the end of the line of the label: a link such as `Forgotten?`. */
  aside?: ReactNode;
};

export const CONTROL_STYLE =
  'role-body w-full min-w-0 rounded-control border border-control bg-card px-3 text-text placeholder:text-muted aria-invalid:border-bad disabled:text-muted [&:is(input,textarea):read-only]:text-muted max-rail:pointer-coarse:text-[16px]';

/** What ties a control to its words for assistive technology. */
export function describeControl(id: string, { hint, error }: FieldWords) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return {
    id,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': described === '' ? undefined : described,
  };
}

/** Label above, control, hint and error beneath. */
export function FieldFrame({ id, words, children }: { id: string; words: FieldWords; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <label htmlFor={id} className="role-label">
          {words.label}
        </label>
        {words.aside}
      </div>
      {children}
      <FieldNotes id={id} words={words} />
    </div>
  );
}

export function FieldNotes({ id, words: { hint, error } }: { id: string; words: FieldWords }) {
  return (
    <>
      {hint && (
        <p id={`${id}-hint`} className="role-caption text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="role-caption flex items-start gap-1.5 text-bad">
          <TriangleAlert aria-hidden size={12} className="mt-0.5 shrink-0" />
          <span>{error}</span>
        </p>
      )}
    </>
  );
}
