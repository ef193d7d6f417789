'use client';

import { Card } from '@devpulse/ui/card';
import { ConfirmDialog } from '@devpulse/ui/confirm-dialog';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { ListRow } from '@devpulse/ui/list-row';
import { TextAreaField, TextField } from '@devpulse/ui/text-field';
import { Check, Lock } from 'lucide-react';
import type { LockView } from './lock-view.ts';

/** Up to which day time is locked, what stands against going further, and the two ways to change it. */
export function LockCard({
  view,
  lock,
  unlock,
}: {
  view: LockView;
  lock: FormAction<{ locked: number }>;
  /** Null for those who may not. */
  unlock: FormAction | null;
}) {
  const locked = view.members.filter(({ through }) => through !== null);
  const open = view.members.filter(({ through }) => through === null);
  return (
    <Card
      title="Lock a period"
      subtitle="After locking, only an Admin can unlock, with a reason that everyone concerned sees."
    >
      <ul className="mt-2">
        {locked.map((member) => (
          <ListRow
            key={member.userId}
            title={member.name}
            detail={member.locked}
            action={
              unlock &&
              member.through !== null && (
                <Unlock action={unlock} userId={member.userId} name={member.name} through={member.through} />
              )
            }
          />
        ))}
      </ul>
      {open.length > 0 && (
        <p className="role-body mt-2 text-muted">
          {locked.length === 0
            ? 'No day is locked.'
            : `No day is locked of ${open.map(({ name }) => name).join(', ')}.`}
        </p>
      )}
      <ChooseDay view={view} />
      <Unsettled view={view} />
      {view.mayLock ? (
        view.unsettled.length === 0 && view.members.length > 0 && <LockForm view={view} action={lock} />
      ) : (
        <p className="role-caption mt-3 text-muted">An Admin locks periods in this organization.</p>
      )}
    </Card>
  );
}

/** Shows what is open up to another day; a plain form, so that the day is in the address. */
function ChooseDay({ view: { through, last, team, week } }: { view: LockView }) {
  return (
    <form method="get" className="mt-3 flex flex-wrap items-end gap-2">
      {team && <input type="hidden" name="team" value={team} />}
      {week && <input type="hidden" name="week" value={week} />}
      <TextField
        label="Up to and with"
        type="date"
        name="through"
        defaultValue={through}
        max={last}
        required
      />
      <SubmitButton kind="plain">Show what is open</SubmitButton>
    </form>
  );
}

function Unsettled({ view: { unsettled, throughText } }: { view: LockView }) {
  if (unsettled.length === 0) {
    return (
      <p className="role-body mt-3 flex items-center gap-1.5">
        <Check aria-hidden size={16} className="text-good" />
        Up to {throughText}: nothing is open.
      </p>
    );
  }
  return (
    <div className="mt-3">
      <p className="role-body">Up to {throughText}, these have to be settled first:</p>
      <ul>
        {unsettled.map(({ userId, name, words }) => (
          <ListRow key={userId} title={name} detail={words} />
        ))}
      </ul>
    </div>
  );
}

function LockForm({
  view: { through, throughText, team },
  action,
}: {
  view: LockView;
  action: FormAction<{ locked: number }>;
}) {
  const form = useForm(action);
  return (
    <Form form={form} done="Locked. Everyone concerned is told." className="mt-3 flex flex-col gap-2">
      <input type="hidden" name="through" value={through} />
      {team && <input type="hidden" name="team" value={team} />}
      <div>
        <SubmitButton kind="plain" pending="Locking">
          <Lock aria-hidden size={16} />
          Lock up to {throughText}
        </SubmitButton>
      </div>
    </Form>
  );
}

function Unlock({
  action,
  userId,
  name,
  through,
}: {
  action: FormAction;
  userId: string;
  name: string;
  through: string;
}) {
  return (
    <ConfirmDialog
      trigger="Unlock"
      label={`Unlock the days of ${name}`}
      title={`Unlock the days of ${name}?`}
      action={action}
      submit="Unlock"
    >
      <p>{name} is told, with the reason.</p>
      <input type="hidden" name="member" value={userId} />
      <TextField
        label="Stays locked up to"
        hint="Leave it empty to open all days."
        type="date"
        name="through"
        max={through}
      />
      <TextAreaField label="Reason" name="reason" rows={3} required minLength={5} maxLength={500} />
    </ConfirmDialog>
  );
}
