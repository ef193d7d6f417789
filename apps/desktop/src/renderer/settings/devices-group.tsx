import { Button } from '@devpulse/ui/button';
import { Row, RowGroup } from '@devpulse/ui/row-group';
import { Monitor } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { DeviceView } from '../../ipc/settings.ts';
import type { AppView } from '../../ipc/view.ts';
import { useCommand } from '../command.ts';
import { useMoments } from '../moments.ts';
import { deviceLine } from '../words/settings.ts';
import { problemLine } from '../words/status.ts';
import { AskDialog } from './ask-dialog.tsx';
import { RenameRow } from './rename-row.tsx';

const NOTE =
  'Only you see your devices. A removed device can no longer send entries; what it recorded before is kept.';

/** One's own devices; nobody else sees this list. */
export function DevicesGroup({ view, onSay }: { view: AppView; onSay: (words: string) => void }) {
  const [removing, setRemoving] = useState<DeviceView | null>(null);
  const [isRenaming, setRenaming] = useState(false);
  const { run, problem } = useCommand();
  useEffect(() => {
    void window.devpulse.manageDevices({ type: 'refresh' });
  }, []);
  const remove = async ({ deviceId, name }: DeviceView) => {
    setRemoving(null);
    if (await run(() => window.devpulse.manageDevices({ type: 'remove', deviceId }))) {
      onSay(`${name} was removed`);
    }
  };
  const rename = async (name: string) => {
    if (await run(() => window.devpulse.manageDevices({ type: 'rename', name }))) setRenaming(false);
  };
  return (
    <>
      <RowGroup title="Your devices" note={problem ? problemLine(problem) : NOTE}>
        {view.devices.map((device) =>
          device.isCurrent && isRenaming ? (
            <RenameRow
              key={device.deviceId}
              name={device.name}
              onRename={(name) => void rename(name)}
              onCancel={() => setRenaming(false)}
            />
          ) : (
            <DeviceRow
              key={device.deviceId}
              device={device}
              view={view}
              onRename={() => setRenaming(true)}
              onRemove={() => setRemoving(device)}
            />
          ),
        )}
      </RowGroup>
      <RemoveDialog
        device={removing}
        onClose={() => setRemoving(null)}
        onRemove={(one) => void remove(one)}
      />
    </>
  );
}

function DeviceRow({
  device,
  view,
  onRename,
  onRemove,
}: {
  device: DeviceView;
  view: AppView;
  onRename: () => void;
  onRemove: () => void;
}) {
  const moments = useMoments(view.settings.zone.name);
  const { name, isCurrent, removedAt } = device;
  return (
    <Row
      icon={<Monitor aria-hidden size={16} className="text-muted" />}
      title={
        <>
          {name} {isCurrent && <span className="role-caption text-muted">this device</span>}
        </>
      }
      detail={deviceLine(device, { now: view.sentAt, isConnected: view.isConnected, moments })}
    >
      {removedAt !== null && <span className="role-caption text-muted">Removed</span>}
      {removedAt === null && isCurrent && (
        <Button aria-label={`Rename ${name}`} onClick={onRename}>
          Rename
        </Button>
      )}
      {removedAt === null && !isCurrent && (
        <Button aria-label={`Remove ${name}`} onClick={onRemove}>
          Remove
        </Button>
      )}
    </Row>
  );
}

function RemoveDialog({
  device,
  onClose,
  onRemove,
}: {
  device: DeviceView | null;
  onClose: () => void;
  onRemove: (device: DeviceView) => void;
}) {
  return (
    <AskDialog
      isOpen={device !== null}
      title={`Remove ${device?.name ?? ''}?`}
      onClose={onClose}
      actions={
        <>
          <Button data-safe onClick={onClose}>
            Cancel
          </Button>
          <Button kind="danger" onClick={() => device && onRemove(device)}>
            Remove {device?.name}
          </Button>
        </>
      }
    >
      <p>
        It is signed out within 5 seconds and sends nothing more. Entries it has not sent yet stay on it and
        need your approval.
      </p>
    </AskDialog>
  );
}
