import type { SettingsChange } from '../../ipc/settings.ts';
import type { AppView } from '../../ipc/view.ts';

/** What each tab of the settings is given. */
export type TabProps = {
  view: AppView;
  change: (change: SettingsChange) => void;
  onSay: (words: string) => void;
};
