'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { TextAreaField, TextField } from '@devpulse/ui/text-field';
import type { AskAnswer } from './correction-actions.ts';
import { useSingleRequest } from './single-request.ts';

/** An instant in milliseconds, with its wall time as an input holds it. */
export type ShownInstant = { at: number; wall: string };
export type TimesFormValues = {
  /** Null for time that no clock recorded. */
  session: string | null;
  zone: string;
  startedAt: ShownInstant | null;
  endedAt: ShownInstant | null;
  pauses: readonly { from: ShownInstant; to: ShownInstant }[];
  /** `As recorded: 09:00` */
  recorded: { startedAt: string; endedAt: string } | null;
};

const DONE = {
  approved: 'Applied. It is recorded with your reason.',
  pending: 'Sent. Until it is decided, nothing changes; you are told either way.',
  declined: 'It was not approved.',
  withdrawn: 'It was taken back.',
};

/** Asks for other times, or for time by hand. Empty fields of a pause take it away. */
export function TimesForm({ action, values }: { action: FormAction<AskAnswer>; values: TimesFormValues }) {
  const { session, zone, startedAt, endedAt, pauses, recorded } = values;
  const rows = [...pauses, null];
  const shown = {
    startedAt: startedAt?.wall ?? '',
    endedAt: endedAt?.wall ?? '',
    ...Object.fromEntries(
      pauses.flatMap(({ from, to }, index) => [
        [`pauseFrom${index}`, from.wall],
        [`pauseTo${index}`, to.wall],
      ]),
    ),
  };
  const form = useForm(action, shown, useSingleRequest());
  const { result } = form.state;
  return (
    <Form form={form} done={result && DONE[result.state]} noValidate>
      <input type="hidden" name="zone" value={zone} />
      {session !== null && <input type="hidden" name="session" value={session} />}
      <div className="grid gap-4 pair:grid-cols-2">
        <TimeField label="In" field={form.field('startedAt')} kept={startedAt} hint={recorded?.startedAt} />
        <TimeField label="Out" field={form.field('endedAt')} kept={endedAt} hint={recorded?.endedAt} />
      </div>
      {rows.map((pause, index) => (
        <fieldset key={`${pause?.from.at ?? 'new'}`} className="grid gap-4 pair:grid-cols-2">
          <legend className="role-label mb-3 text-muted">{legendOf(pause !== null, index)}</legend>
          <TimeField label="From" field={form.field(`pauseFrom${index}`)} kept={pause?.from ?? null} />
          <TimeField label="To" field={form.field(`pauseTo${index}`)} kept={pause?.to ?? null} />
        </fieldset>
      ))}
      <TextAreaField
        label="Reason"
        hint="At least 5 characters. Kept with the correction."
        rows={2}
        maxLength={500}
        required
        {...form.field('reason')}
      />
      <div>
        <SubmitButton pending="Sending">
          {session === null ? 'Ask for this time' : 'Send request'}
        </SubmitButton>
      </div>
    </Form>
  );
}

function legendOf(isKnown: boolean, index: number): string {
  if (isKnown) return `Pause ${index + 1}`;
  return index === 0 ? 'A pause, if there was one' : 'One more pause, if there was one';
}

/** `field` is asked for by the form itself: it knows only those as its inputs. */
function TimeField({
  label,
  field,
  kept,
  hint,
}: {
  label: string;
  field: ReturnType<ReturnType<typeof useForm<AskAnswer>>['field']>;
  kept: ShownInstant | null;
  hint?: string | undefined;
}) {
  return (
    <div className="min-w-0">
      {kept && <input type="hidden" name={`${field.name}Kept`} value={kept.at} />}
      <TextField label={label} type="datetime-local" hint={hint} {...field} />
    </div>
  );
}
