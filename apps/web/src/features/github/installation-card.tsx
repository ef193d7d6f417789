import type { InstallationView } from '@devpulse/contracts/github/installations';
import { daysText, RETENTION } from '@devpulse/domain/privacy/retention';
import { Badge } from '@devpulse/ui/badge';
import { Card } from '@devpulse/ui/card';
import { ConfirmDialog } from '@devpulse/ui/confirm-dialog';
import { LINK_STYLE } from '@devpulse/ui/link';
import { Check, TriangleAlert } from 'lucide-react';
import { instantDayText, minuteText } from '../../lib/day-words.ts';
import { uninstall } from './connection-actions.ts';
import { grantedPermissions } from './permission-words.ts';

const STATES = {
  active: { word: 'Active', tone: 'good' },
  suspended: { word: 'Suspended', tone: 'caution' },
  deleted: { word: 'Uninstalled', tone: 'bad' },
} as const;

type InstallationProps = { organization: string; installation: InstallationView; zone: string };

/** Where an App is installed: whether it is alive there, what it may read, and the way to change that. */
export function InstallationCard(props: InstallationProps) {
  const { accountLogin, accountType, state, settingsUrl } = props.installation;
  return (
    <Card
      title={accountLogin}
      subtitle={`${accountType === 'User' ? 'A personal account' : 'An organization'} on GitHub`}
      action={
        state !== 'deleted' && (
          <a href={settingsUrl} className={LINK_STYLE}>
            Change on GitHub<span className="sr-only">: {accountLogin}</span>
          </a>
        )
      }
    >
      <div className="mt-3">
        <Badge tone={STATES[state].tone}>{STATES[state].word}</Badge>
      </div>
      <p className="role-body mt-2">{stateText(props)}</p>
      {state !== 'deleted' && (
        <>
          <Permissions granted={props.installation.permissions} />
          <Uninstall {...props} />
        </>
      )}
    </Card>
  );
}

function stateText({ installation, zone }: InstallationProps): string {
  const { state, suspendedAt, purgeDueAt, repositorySelection, lastDeliveryAt } = installation;
  if (state === 'suspended') {
    const since = suspendedAt === null ? '' : ` since ${minuteText(suspendedAt, zone)}`;
    return `Suspended on GitHub${since}: nothing is read until it is unsuspended there. Then what was missed is read by itself.`;
  }
  if (state === 'deleted') {
    const due = purgeDueAt === null ? '' : ` on ${instantDayText(purgeDueAt, zone)}`;
    return `The App was uninstalled. What came through it will be deleted${due}; until then, installing it again keeps everything.`;
  }
  const selection =
    repositorySelection === 'all'
      ? 'It sees all repositories'
      : 'It sees the repositories selected on GitHub';
  const last = lastDeliveryAt === null ? 'no event yet' : `last event ${minuteText(lastDeliveryAt, zone)}`;
  return `${selection}; ${last}.`;
}

function Permissions({ granted }: { granted: InstallationView['permissions'] }) {
  return (
    <div className="mt-4">
      <h3 className="role-label">Permissions</h3>
      <ul className="mt-1">
        {grantedPermissions(granted).map(({ name, label, cost, isGranted }) => (
          <li
            key={name}
            className="role-cell flex min-h-row items-center gap-2 border-b border-hairline py-1.5 last:border-b-0"
          >
            {isGranted ? (
              <Check aria-hidden size={14} className="shrink-0 text-good" />
            ) : (
              <TriangleAlert aria-hidden size={14} className="shrink-0 text-caution" />
            )}
            <span className="min-w-0">
              {label}: {isGranted ? 'read' : `not granted; ${cost}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Uninstall({ organization, installation }: InstallationProps) {
  const { id, accountLogin } = installation;
  return (
    <div className="mt-4 border-t border-hairline pt-4">
      <ConfirmDialog
        trigger="Uninstall"
        label={`Uninstall from ${accountLogin}`}
        kind="danger"
        title={`Uninstall from ${accountLogin}?`}
        action={uninstall.bind(null, organization)}
        submit="Uninstall"
        submitKind="danger"
      >
        <input type="hidden" name="installation" value={id} />
        <p>
          Nothing is read from {accountLogin} any more. What came through it is deleted after{' '}
          {daysText(RETENTION.deletedInstallationDays)}, and kept if the App is installed again before.
        </p>
      </ConfirmDialog>
    </div>
  );
}
