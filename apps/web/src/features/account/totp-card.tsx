'use client';

import { Badge } from '@devpulse/ui/badge';
import { Card } from '@devpulse/ui/card';
import { CopyField } from '@devpulse/ui/copy-field';
import { Dialog, DialogActions } from '@devpulse/ui/dialog';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { TextField } from '@devpulse/ui/text-field';
import { RecoveryCodes } from './recovery-codes.tsx';
import { beginTotp, makeRecoveryCodes, turnTotpOff, turnTotpOn } from './security-actions.ts';

/** The authenticator app and the recovery codes that come with it. */
export function TotpCard({ isOn, codesLeft }: { isOn: boolean; codesLeft: number }) {
  const on = useForm(turnTotpOn);
  const renewed = useForm(makeRecoveryCodes);
  const codes = renewed.state.result?.recoveryCodes ?? on.state.result?.recoveryCodes;
  return (
    <Card
      title="Authenticator app"
      subtitle="A second factor: six digits that change every 30 seconds."
      action={isOn ? <Badge tone="good">on</Badge> : <Badge>off</Badge>}
    >
      <div className="mt-3 flex flex-col gap-4">
        {isOn && codes && <RecoveryCodes codes={codes} />}
        {isOn ? (
          <>
            <p className="role-body text-muted">{codesLeftWords(codesLeft)}</p>
            <div className="flex flex-wrap gap-3">
              <Form form={renewed}>
                <SubmitButton kind="plain" pending="Making them">
                  Make new recovery codes
                </SubmitButton>
              </Form>
              <TurnOffDialog />
            </div>
          </>
        ) : (
          <SetUp on={on} />
        )}
      </div>
    </Card>
  );
}

function codesLeftWords(count: number): string {
  if (count === 0)
    return 'No recovery code is left. Make new ones, so that a lost phone does not lock you out.';
  return `${count} recovery ${count === 1 ? 'code is' : 'codes are'} left. New ones make the old ones void.`;
}

function SetUp({ on }: { on: ReturnType<typeof useForm<{ recoveryCodes: string[] }>> }) {
  const begun = useForm(beginTotp);
  const secret = begun.state.result;
  if (secret === null) {
    return (
      <Form form={begun}>
        <SubmitButton kind="plain" pending="Making a secret" className="self-start">
          Set up an authenticator app
        </SubmitButton>
      </Form>
    );
  }
  return (
    <div className="flex flex-wrap items-start gap-6">
      <svg
        role="img"
        aria-label="QR code of the secret, for the camera of the authenticator app"
        viewBox={`0 0 ${secret.qr.size} ${secret.qr.size}`}
        shapeRendering="crispEdges"
        className="size-48 shrink-0 rounded-control bg-paper"
      >
        <path d={secret.qr.path} className="fill-ink" />
      </svg>
      <div className="flex min-w-0 flex-1 basis-60 flex-col gap-4">
        <p className="role-body">Scan this with your authenticator app, or type the secret into it.</p>
        <CopyField label="Secret" value={inGroups(secret.secret)} />
        <Form form={on}>
          <TextField
            label="Code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            required
            hint="The six digits that the app shows now."
            className="font-mono"
            {...on.field('code')}
          />
          <SubmitButton pending="Checking" className="self-start">
            Turn it on
          </SubmitButton>
        </Form>
      </div>
    </div>
  );
}

function inGroups(secret: string): string {
  return secret.replaceAll(/(.{4})(?=.)/g, '$1 ');
}

function TurnOffDialog() {
  const off = useForm(turnTotpOff);
  return (
    <Dialog trigger="Turn off" label="Turn off the authenticator app" title="Turn the authenticator app off?">
      <p className="role-body text-muted">
        Your recovery codes are forgotten with it. Organizations that ask for a second factor close their
        administration to you until you set one up again.
      </p>
      <Form form={off}>
        <DialogActions>
          <SubmitButton kind="danger" pending="Turning off">
            Turn off
          </SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
