'use client';

import { ConfirmDialog } from '@devpulse/ui/confirm-dialog';
import type { FormAction } from '@devpulse/ui/form-state';
import { TextAreaField } from '@devpulse/ui/text-field';
import { useSingleRequest } from './single-request.ts';

/** Asks that a session counts nothing; its first times are kept. */
export function RemoveSession({
  action,
  session,
  times,
  range,
}: {
  action: FormAction;
  session: string;
  /** `22:00–06:00`, for which there is room on a phone. */
  times: string;
  /** The same with what the clocks did in it. */
  range: string;
}) {
  return (
    <ConfirmDialog
      trigger={`Remove ${times}`}
      label={`Remove ${range}`}
      title={`Remove ${range}?`}
      action={action}
      around={useSingleRequest()}
      submit="Send request"
      submitKind="danger"
    >
      <p>It then counts nothing. What was recorded is kept, with your reason.</p>
      <input type="hidden" name="session" value={session} />
      <TextAreaField label="Reason" name="reason" rows={2} required minLength={5} maxLength={500} />
    </ConfirmDialog>
  );
}
