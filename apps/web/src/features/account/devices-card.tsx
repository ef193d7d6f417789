'use client';

import { Card } from '@devpulse/ui/card';
import { Dialog, DialogActions } from '@devpulse/ui/dialog';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { ListRow } from '@devpulse/ui/list-row';
import { TextField } from '@devpulse/ui/text-field';
import { Moment } from '../../lib/moment.tsx';

import { rename, unlink } from './security-actions.ts';

export type Device = {
  id: string;
  name: string;
  os: string;
  appVersion: string;
  linkedAt: string;
  lastSeenAt: string;
};

/** Programs that sign in as the person, each by its own session. */
export function DevicesCard({ devices }: { devices: readonly Device[] }) {
  return (
    <Card title="Devices" subtitle="Programs for the desktop and the terminal that you have linked.">
      {devices.length === 0 && (
        <p className="role-body mt-3 text-muted">
          None. Start the program on your computer: it opens a page here and asks.
        </p>
      )}
      <ul className="mt-1">
        {devices.map((device) => (
          <ListRow
            key={device.id}
            title={device.name}
            detail={
              <>
                {device.os}, version {device.appVersion}, linked <Moment at={device.linkedAt} />, last seen{' '}
                <Moment at={device.lastSeenAt} />
              </>
            }
            action={
              <div className="flex flex-wrap gap-2">
                <RenameDialog device={device} />
                <UnlinkDialog device={device} />
              </div>
            }
          />
        ))}
      </ul>
    </Card>
  );
}

function RenameDialog({ device: { id, name } }: { device: Device }) {
  const form = useForm(rename, { name });
  return (
    <Dialog trigger="Rename" label={`Rename ${name}`} title={`Rename ${name}`}>
      <Form form={form}>
        <input type="hidden" name="device" value={id} />
        <TextField
          label="Name"
          hint="Nobody else sees it."
          maxLength={100}
          required
          {...form.field('name')}
        />
        <DialogActions>
          <SubmitButton pending="Renaming">Rename</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

function UnlinkDialog({ device: { id, name } }: { device: Device }) {
  const form = useForm(unlink);
  return (
    <Dialog trigger="Unlink" label={`Unlink ${name}`} title={`Unlink ${name}?`}>
      <p className="role-body text-muted">
        It is signed out within 5 seconds. What it recorded and has not sent yet stays on it.
      </p>
      <Form form={form}>
        <input type="hidden" name="device" value={id} />
        <DialogActions>
          <SubmitButton kind="danger" pending="Unlinking">
            Unlink
          </SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
