'use client';

import { Facts } from '@devpulse/ui/facts';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { Note } from '@devpulse/ui/note';
import { TextField } from '@devpulse/ui/text-field';
import { Moment } from '../../lib/moment.tsx';
import { decideDevice, findDevice } from './device-link-actions.ts';
import { DeviceRights } from './device-rights.tsx';

/** First the code, typed by hand; then what asks, and the decision. */
export function DeviceForm() {
  const found = useForm(findDevice);
  const decided = useForm(decideDevice);
  const device = found.state.result;
  if (decided.state.result) return <Decided isAllowed={decided.state.result.isAllowed} />;
  if (device === null) {
    return (
      <Form form={found}>
        <TextField
          label="Code"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={20}
          required
          hint="The eight letters that the device shows, such as BCDF-GHJK. Only type a code that you asked for yourself."
          className="font-mono uppercase"
          {...found.field('userCode')}
        />
        <SubmitButton pending="Looking" isTall>
          Continue
        </SubmitButton>
      </Form>
    );
  }
  return (
    <div className="flex flex-col gap-6">
      <div className="rounded-card border border-hairline bg-card px-4 py-1">
        <Facts
          items={[
            { label: 'Device', value: device.device.name },
            { label: 'System', value: device.device.os },
            { label: 'Asked from', value: device.ipAddress },
            { label: 'Asked at', value: <Moment at={device.requestedAt} /> },
          ]}
        />
      </div>
      <DeviceRights />
      <Note kind="caution">
        Is this not the device in front of you? Then deny it: somebody sent you their code.
      </Note>
      <Form form={decided} className="flex flex-wrap gap-3">
        <input type="hidden" name="userCode" value={device.userCode} />
        <SubmitButton name="decision" value="allow">
          Allow
        </SubmitButton>
        <SubmitButton name="decision" value="deny" kind="plain">
          Deny
        </SubmitButton>
      </Form>
    </div>
  );
}

function Decided({ isAllowed }: { isAllowed: boolean }) {
  return (
    <div role="status">
      <Note>
        {isAllowed
          ? 'The device is linked. Go back to it: it signs in within a few seconds.'
          : 'The device was refused. It cannot sign in with this code any more.'}
      </Note>
    </div>
  );
}
