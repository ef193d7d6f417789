import { ArrowRight } from 'lucide-react';
import { type FormEvent, useEffect, useRef } from 'react';
import { Button } from '../button.tsx';
import { ProblemNote } from '../form.tsx';
import { ChoiceField, TextAreaField, TextField } from '../text-field.tsx';

export type CorrectionField = 'startedAt' | 'endedAt' | 'reason';

export type CorrectionView = {
  /** `Correct Wed 21 October` */
  title: string;
  /** `09:00–18:02, closed automatically` */
  session: string;
  /** Wall times as `2026-10-21T09:00`, and the reason. */
  values: Record<CorrectionField, string>;
  errors: Partial<Record<CorrectionField, string>>;
  /** `As recorded: 09:00` */
  recorded: { startedAt: string; endedAt: string };
  effect: {
    day: string;
    before: string;
    /** Null while nothing changes. */
    after: string | null;
    sentence: string;
  };
  /** About none of the fields. */
  problem: string | null;
  /** `Apply` or `Send request`. */
  submit: string;
  isBusy: boolean;
};

/** Other times for a session, and why. Errors stand at their field; the first one takes the focus when `focusError` grows. */
export function CorrectionForm({
  view,
  sessions,
  sessionId,
  focusError,
  onSession,
  onChange,
  onSubmit,
  onCancel,
}: {
  view: CorrectionView;
  /** All of the day; with more than one, it is chosen which is meant. */
  sessions: readonly { value: string; label: string }[];
  sessionId: string;
  focusError: number;
  onSession: (sessionId: string) => void;
  onChange: (field: CorrectionField, value: string) => void;
  onSubmit: () => void;
  onCancel: () => void;
}) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (focusError > 0) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [focusError]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!view.isBusy) onSubmit();
  };
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex min-h-full flex-col gap-4 p-4">
      <h1 className="role-section">{view.title}</h1>
      {view.problem && <ProblemNote problem={{ detail: view.problem, remedy: null }} />}
      {sessions.length > 1 ? (
        <ChoiceField
          label="Session"
          name="session"
          options={sessions}
          defaultValue={sessionId}
          onChange={(event) => onSession(event.target.value)}
          className="h-control!"
        />
      ) : (
        <TextField
          label="Session"
          name="session"
          readOnly
          value={view.session}
          className="h-control! border-hairline! bg-transparent!"
        />
      )}
      <div className="grid grid-cols-1 gap-4 reflow:grid-cols-2">
        <TimeField field="startedAt" label="In" view={view} onChange={onChange} />
        <TimeField field="endedAt" label="Out" view={view} onChange={onChange} />
      </div>
      <TextAreaField
        label="Reason"
        name="reason"
        rows={2}
        maxLength={500}
        value={view.values.reason}
        onChange={(event) => onChange('reason', event.target.value)}
        hint={view.errors.reason ? undefined : 'At least 5 characters. Kept with the correction.'}
        error={view.errors.reason}
      />
      <Effect {...view.effect} />
      <div className="mt-auto flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" kind="main" aria-disabled={view.isBusy}>
          {view.submit}
        </Button>
      </div>
    </form>
  );
}

function TimeField({
  field,
  label,
  view,
  onChange,
}: {
  field: 'startedAt' | 'endedAt';
  label: string;
  view: CorrectionView;
  onChange: (field: CorrectionField, value: string) => void;
}) {
  return (
    <TextField
      label={label}
      name={field}
      type="datetime-local"
      value={view.values[field]}
      onChange={(event) => onChange(field, event.target.value)}
      hint={view.errors[field] ? undefined : view.recorded[field]}
      error={view.errors[field]}
      className="h-control! px-2! [&::-webkit-calendar-picker-indicator]:hidden"
    />
  );
}

/** What it does to the day, before it is done. */
function Effect({ day, before, after, sentence }: CorrectionView['effect']) {
  return (
    <div className="rounded-card border border-hairline bg-card p-3">
      <p className="role-body flex flex-wrap items-center justify-between gap-x-3">
        <span>{day}</span>
        <span className="flex items-center gap-1.5">
          {before}
          {after && (
            <>
              <ArrowRight aria-label="becomes" role="img" size={14} />
              <strong className="font-semibold">{after}</strong>
            </>
          )}
        </span>
      </p>
      <p className="role-caption mt-1.5 text-muted">{sentence}</p>
    </div>
  );
}
