import { Button } from '@devpulse/ui/button';
import { Notice } from '@devpulse/ui/notice';
import { RowGroup } from '@devpulse/ui/row-group';
import { ExternalLink, Info } from 'lucide-react';
import { useEffect } from 'react';
import type { SettingsView } from '../../ipc/settings.ts';
import { useCommand } from '../command.ts';
import { DetectionHealth } from './detection-health.tsx';
import { NumberRow, SetRow, SwitchRow } from './setting-rows.tsx';
import type { TabProps } from './tab-props.ts';

/** The threshold, and one honest line for each thing that detection rests on. */
export function PausesTab({ view, change, onSay }: TabProps) {
  const { pauses } = view.settings;
  const organization = view.work?.organization.name ?? 'your organization';
  const isUnavailable = view.detection.input.state === 'unavailable';
  return (
    <>
      <RowGroup title="Pauses" note={isUnavailable ? null : noteOf(pauses, organization)}>
        <AskRow pauses={pauses} organization={organization} change={change} />
        <ThresholdRow pauses={pauses} organization={organization} change={change} />
      </RowGroup>
      {isUnavailable && <Unavailable onSay={onSay} />}
      <DetectionHealth view={view} />
    </>
  );
}

type PartProps = { pauses: SettingsView['pauses']; organization: string; change: TabProps['change'] };

function noteOf(pauses: SettingsView['pauses'], organization: string): string {
  const isFree = pauses.thresholdSetBy === 'member';
  if (!isFree) return 'Pauses are never left out without your answer; no setting can change that.';
  if (pauses.organizationMinutes === null) return 'Pauses are never left out without your answer.';
  return `${organization} asks about pauses from ${pauses.organizationMinutes} min and lets members change this. Pauses are never left out without your answer.`;
}

function AskRow({ pauses, organization, change }: PartProps) {
  if (pauses.askingSetBy === 'organization') {
    return (
      <SetRow
        title="Ask about pauses"
        detail={`Set by ${organization} for everyone.`}
        value={pauses.isAsking ? 'On' : 'Off'}
      />
    );
  }
  return (
    <SwitchRow
      title="Ask about pauses"
      detail="While clocked in and not on a break."
      isOn={pauses.isAsking}
      onChange={(value) => change({ setting: 'isAsking', value })}
    />
  );
}

function ThresholdRow({ pauses, organization, change }: PartProps) {
  if (pauses.thresholdSetBy === 'organization') {
    return (
      <SetRow
        title="From"
        detail={`Set by ${organization} for everyone.`}
        value={`${pauses.thresholdMinutes} min`}
      />
    );
  }
  return (
    <NumberRow
      title="From"
      detail={`${pauses.fromMinutes} to ${pauses.toMinutes} min. Shorter pauses count as work.`}
      unit="min"
      value={pauses.thresholdMinutes}
      least={pauses.fromMinutes}
      most={pauses.toMinutes}
      onChange={(value) => change({ setting: 'thresholdMinutes', value })}
    />
  );
}

function Unavailable({ onSay }: { onSay: (words: string) => void }) {
  const { run } = useCommand();
  useEffect(() => onSay('Idle detection is unavailable on this desktop'), [onSay]);
  return (
    <Notice
      icon={Info}
      tone="caution"
      title="Idle detection unavailable"
      actions={
        <>
          <Button onClick={() => void run(() => window.devpulse.manageDevices({ type: 'check_again' }))}>
            Check again
          </Button>
          <Button kind="quiet" onClick={() => void window.devpulse.openLink('desktop_support')}>
            Which desktops work <ExternalLink aria-hidden size={14} />
          </Button>
        </>
      }
    >
      This desktop does not report when you were last active, so DevPulse does not ask about quiet times.
      Pauses while the device sleeps or the app is closed are still noticed.
    </Notice>
  );
}
