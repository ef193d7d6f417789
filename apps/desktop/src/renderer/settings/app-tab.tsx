import { Button } from '@devpulse/ui/button';
import { IconButton } from '@devpulse/ui/icon-button';
import { Row, RowGroup } from '@devpulse/ui/row-group';
import { Segmented } from '@devpulse/ui/segmented';
import { ChevronRight } from 'lucide-react';
import type { AppView } from '../../ipc/view.ts';
import { SetRow, SwitchRow } from './setting-rows.tsx';
import type { TabProps } from './tab-props.ts';
import { UpdateRow } from './update-row.tsx';

const THEMES = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

export function AppTab({ view, change, onSay }: TabProps) {
  const { theme, updates } = view.settings;
  const organization = view.work?.organization.name ?? 'your organization';
  return (
    <>
      <RowGroup title="Appearance">
        <Row title="Theme">
          <Segmented
            legend="Theme"
            options={THEMES}
            value={theme}
            onChange={(value) => change({ setting: 'theme', value })}
          />
        </Row>
      </RowGroup>
      <RowGroup title="Updates">
        <UpdateRow view={view} onSay={onSay} />
        {updates.setBy === 'organization' ? (
          <SetRow
            title="Get updates by themselves"
            detail={`Set by ${organization}: ${updates.isAutomatic ? 'on' : 'off'}.`}
            value={updates.isAutomatic ? 'On' : 'Off'}
          />
        ) : (
          <SwitchRow
            title="Get updates by themselves"
            detail="Checked every day, signed by DevPulse."
            isOn={updates.isAutomatic}
            onChange={(value) => change({ setting: 'isUpdatingAutomatically', value })}
          />
        )}
      </RowGroup>
      <About view={view} onSay={onSay} />
    </>
  );
}

function About({ view, onSay }: { view: AppView; onSay: (words: string) => void }) {
  const line = `${view.system.name}. Schema ${view.schemaVersion}`;
  const copy = () =>
    void navigator.clipboard.writeText(`DevPulse ${view.version}, ${line}`).then(
      () => onSay('Copied'),
      () => onSay('Not copied'),
    );
  return (
    <RowGroup title="About">
      <Row title={`DevPulse ${view.version}`} detail={line}>
        <Button aria-label="Copy the version" onClick={copy}>
          Copy
        </Button>
      </Row>
      <Row title="What is collected">
        <IconButton
          label="Open what is collected"
          onClick={() => void window.devpulse.openWindow({ window: 'privacy', tab: 'collected' })}
        >
          <ChevronRight aria-hidden size={16} />
        </IconButton>
      </Row>
      <Row title="Licences and source">
        <IconButton
          label="Open licences and source"
          onClick={() => void window.devpulse.openLink('licences')}
        >
          <ChevronRight aria-hidden size={16} />
        </IconButton>
      </Row>
    </RowGroup>
  );
}
