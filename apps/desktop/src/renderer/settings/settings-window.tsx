import { useCallback, useState } from 'react';
import type { SettingsChange } from '../../ipc/settings.ts';
import type { Received } from '../bridge.ts';
import { useCommand } from '../command.ts';
import { Spoken } from '../parts/live-region.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { useTab } from '../parts/use-tab.ts';
import { problemLine } from '../words/status.ts';
import { AccountTab } from './account-tab.tsx';
import { AppTab } from './app-tab.tsx';
import { ClockTab } from './clock-tab.tsx';
import { PausesTab } from './pauses-tab.tsx';

const TABS = [
  { name: 'account', label: 'Account' },
  { name: 'clock', label: 'Clock' },
  { name: 'pauses', label: 'Pauses' },
  { name: 'app', label: 'App' },
] as const;

/** A setting takes effect at once; there is no Save. */
export function SettingsWindow({ received: { view } }: { received: Received }) {
  const [tab, setTab] = useTab(view, 'settings', ['account', 'clock', 'pauses', 'app']);
  const [said, setSaid] = useState('');
  const { run, problem } = useCommand();
  const change = useCallback(
    (one: SettingsChange) => void run(() => window.devpulse.changeSettings(one)),
    [run],
  );
  const props = { view, change, onSay: setSaid };
  return (
    <>
      <main className="min-h-full">
        <h1 className="sr-only">Settings</h1>
        <Tabs label="Settings" tabs={TABS} current={tab} onChoose={setTab} />
        <div className="flex flex-col gap-6 p-4 has-[[data-notice]]:gap-3">
          {problem && problem.problem !== 'shortcut_taken' && (
            <p role="alert" className="role-caption text-bad">
              {problemLine(problem)}
            </p>
          )}
          {tab === 'account' && <AccountTab {...props} />}
          {tab === 'clock' && <ClockTab {...props} />}
          {tab === 'pauses' && <PausesTab {...props} />}
          {tab === 'app' && <AppTab {...props} />}
        </div>
      </main>
      <Spoken name="state" words={said} />
    </>
  );
}
