import type { DeviceDescription } from '@devpulse/contracts/auth/tokens';
import type { AppView } from '../../ipc/view.ts';
import type { WindowName } from '../../ipc/windows.ts';
import type { ClockListeners, ClockPort } from '../clock-port.ts';
import type { Notifier } from '../reminders/notifications.ts';
import type { ServerFacts } from '../server/server-facts.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { ShortcutKeeper } from '../settings/shortcut.ts';
import type { Session } from '../sign-in/session.ts';
import type { TokenVault } from '../tokens/token-vault.ts';
import type { Updater } from '../updates/updates.ts';

export type ClockOf = { session: Session; organization: { id: string; slug: string } };

/** All that the shell touches of the world. */
export type ShellPorts = {
  now: () => number;
  zone: () => string;
  hourCycle: 'h23' | 'h12';
  version: string;
  system: AppView['system'];
  device: () => DeviceDescription;
  fetch: typeof fetch;
  settings: SettingsStore;
  vault: TokenVault;
  facts: (onChange: () => void) => ServerFacts & { read: (userId: string) => void };
  updater: Updater | null;
  openClock: (of: ClockOf, listeners: ClockListeners) => ClockPort;
  windows: { open: (name: WindowName, how?: { isQuiet?: boolean }) => void; isAnyShown: () => boolean };
  /** Takes each new picture. */
  show: (view: AppView) => void;
  /** A minute went by that no window shows. */
  showInTray: (view: AppView) => void;
  openOutside: (address: string) => Promise<void>;
  /** Asks the person where; false when they would not. */
  saveFile: (name: string, content: string) => Promise<boolean>;
  shortcut: (onPressed: () => void) => ShortcutKeeper;
  setStartAtLogin: (isOn: boolean) => void;
  setTheme: (theme: 'system' | 'light' | 'dark') => void;
  notifier: Notifier;
  hasLockSignal: () => boolean;
  /** Windows may close and journals are flushed: the updater takes over. */
  letGo: () => void;
};
