'use client';

import { Button } from '@devpulse/ui/button';
import { Card } from '@devpulse/ui/card';
import { Dialog, DialogActions } from '@devpulse/ui/dialog';
import { Form, ProblemNote, SubmitButton, useForm } from '@devpulse/ui/form';
import { ListRow } from '@devpulse/ui/list-row';
import { answerOf } from '@devpulse/ui/sending';
import { TextField } from '@devpulse/ui/text-field';
import { type FormEvent, useState, useTransition } from 'react';
import { Moment } from '../../lib/moment.tsx';
import { ConfirmLink } from './confirm-link.tsx';

import { beginPasskey, dropPasskey, keepPasskey } from './security-actions.ts';

export type Passkey = { id: string; name: string; createdAt: string; lastUsedAt: string | null };

export function PasskeysCard({
  passkeys,
  isOffered,
  isRecent,
}: {
  passkeys: readonly Passkey[];
  isOffered: boolean;
  isRecent: boolean;
}) {
  return (
    <Card
      title="Passkeys"
      subtitle="Sign in with this device, a phone or a security key, without a password."
    >
      <ul className="mt-1">
        {passkeys.map((passkey) => (
          <ListRow
            key={passkey.id}
            title={passkey.name}
            detail={
              <>
                added <Moment at={passkey.createdAt} />
                {passkey.lastUsedAt && (
                  <>
                    , last used <Moment at={passkey.lastUsedAt} />
                  </>
                )}
              </>
            }
            action={<RemoveDialog passkey={passkey} />}
          />
        ))}
      </ul>
      <div className="mt-3">
        {!isOffered ? (
          <p className="role-body text-muted">
            Passkeys need this DevPulse to be reached by a host name, and not by a bare address.
          </p>
        ) : isRecent ? (
          <AddPasskey />
        ) : (
          <ConfirmLink>Add a passkey</ConfirmLink>
        )}
      </div>
    </Card>
  );
}

function AddPasskey() {
  const [problem, setProblem] = useState<{ detail: string; remedy: string | null } | null>(null);
  const [isWaiting, startWaiting] = useTransition();
  const add = async (form: HTMLFormElement) => {
    setProblem(null);
    const begun = await answerOf(() => beginPasskey(undefined));
    if (begun.result === null) return setProblem(begun.problem);
    const { startRegistration } = await import('@simplewebauthn/browser');
    const { flow, options } = begun.result;
    const credential = await startRegistration({ optionsJSON: options as never }).catch(() => null);
    if (credential === null) {
      return setProblem({ detail: 'The passkey was not made.', remedy: 'Try again, or on another device.' });
    }
    const name = String(new FormData(form).get('name'));
    const kept = await answerOf(() => keepPasskey({ flow, name, credential: credential as never }));
    setProblem(kept.problem);
    if (kept.problem === null) form.reset();
  };
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    startWaiting(() => add(form));
  };
  return (
    <form onSubmit={send} className="flex flex-col gap-4">
      {problem && <ProblemNote problem={problem} />}
      <TextField
        label="Name of the passkey"
        name="name"
        maxLength={100}
        required
        autoComplete="off"
        hint="Such as the device it lies on."
      />
      <Button type="submit" aria-disabled={isWaiting} className="self-start">
        {isWaiting ? 'Waiting for the passkey' : 'Add a passkey'}
      </Button>
    </form>
  );
}

function RemoveDialog({ passkey: { id, name } }: { passkey: Passkey }) {
  const form = useForm(dropPasskey);
  return (
    <Dialog trigger="Remove" label={`Remove ${name}`} title={`Remove the passkey ${name}?`}>
      <p className="role-body text-muted">It cannot sign in any more. Delete it on the device as well.</p>
      <Form form={form}>
        <input type="hidden" name="passkey" value={id} />
        <DialogActions>
          <SubmitButton kind="danger" pending="Removing">
            Remove
          </SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
