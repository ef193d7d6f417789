'use client';

import { SubmitButton } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import type { ClockAnswer } from './clock-actions.ts';
import { ClockForm } from './clock-form.tsx';

/** Answers to one question of the clock, each a button. `about` tells the buttons of one list apart. */
export function AnswerForm({
  action,
  asked,
  answers,
  about,
}: {
  action: FormAction<ClockAnswer>;
  asked: { session: string; pause?: string; at?: string };
  answers: readonly { act: string; label: string }[];
  about: string;
}) {
  return (
    <ClockForm action={action} about={asked} label={about}>
      {answers.map(({ act, label }) => (
        <SubmitButton key={act} name="act" value={act} kind="plain">
          {label}
        </SubmitButton>
      ))}
    </ClockForm>
  );
}
