'use client';

import { Card } from '@devpulse/ui/card';
import { Disclosure } from '@devpulse/ui/disclosure';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { TextField } from '@devpulse/ui/text-field';
import type { ClockAnswer } from './clock-actions.ts';

/** Ends the open session at a time that is over. `proposed` is a wall time in the zone, as the input holds it. */
export function StoppedEarlier({
  action,
  session,
  since,
  proposed,
  zone,
}: {
  action: FormAction<ClockAnswer>;
  session: string;
  since: string;
  proposed: string;
  zone: string;
}) {
  const form = useForm(action, { endedAt: proposed });
  return (
    <Card title={`Clocked in since ${since}`} subtitle="Forgot to clock out? Say when you stopped.">
      <div className="mt-3">
        <Disclosure summary="I stopped earlier">
          <Form form={form} done={form.state.result?.words}>
            <input type="hidden" name="act" value="clock_out_earlier" />
            <input type="hidden" name="session" value={session} />
            <TextField
              label="Out"
              hint={`In ${zone}.`}
              type="datetime-local"
              required
              {...form.field('endedAt')}
            />
            <div>
              <SubmitButton pending="Clocking out">Clock out then</SubmitButton>
            </div>
          </Form>
        </Disclosure>
      </div>
    </Card>
  );
}
