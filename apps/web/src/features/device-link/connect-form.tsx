'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { allowProgram, refuseProgram } from './device-link-actions.ts';

/** Both answers lead back to the program. `request` is the query of the page. */
export function ConnectForm({ request }: { request: string }) {
  const allowed = useForm(allowProgram);
  const refused = useForm(refuseProgram);
  return (
    <div className="flex flex-wrap items-start gap-3">
      <Form form={allowed}>
        <input type="hidden" name="request" value={request} />
        <SubmitButton pending="Connecting">Allow</SubmitButton>
      </Form>
      <Form form={refused}>
        <input type="hidden" name="request" value={request} />
        <SubmitButton kind="plain">Deny</SubmitButton>
      </Form>
    </div>
  );
}
