import { homedir, hostname, release } from 'node:os';
import path from 'node:path';
import { app, dialog, globalShortcut, nativeTheme, net, safeStorage, shell as systemShell } from 'electron';
import type { AppView } from '../ipc/view.ts';
import type { Scheduler } from './clock/ports.ts';
import { systemClocks } from './clock/system-clocks.ts';
import { readSystemVariables } from './env.ts';
import { writeWhole } from './files/atomic-file.ts';
import { openClock } from './open-clock.ts';
import { createNotifier } from './reminders/notifications.ts';
import { openServerFacts } from './server/server-facts.ts';
import { setStartAtLogin } from './settings/login-item.ts';
import { openSettings, type SettingsStore } from './settings/settings.ts';
import { createShortcutKeeper } from './settings/shortcut.ts';
import type { ShellPorts } from './shell/ports.ts';
import type { Shell } from './shell/shell.ts';
import type { PowerSignals } from './system/power.ts';
import { createTokenVault } from './tokens/token-vault.ts';
import { systemUpdater } from './updates/updater.ts';
import type { Windows } from './windows/windows.ts';

const MINUTE = 60_000;
/** A server that says nothing for so long counts as one that is not there. */
const ANSWER_LIMIT_MS = 60_000;
const PLATFORMS = { darwin: 'macos', win32: 'windows' } as const;
const SYSTEM_NAMES = { macos: 'macOS', windows: 'Windows', linux: 'Linux' } as const;

type Parts = {
  hourCycle: 'h23' | 'h12';
  windows: Windows;
  power: PowerSignals;
  show: (view: AppView) => void;
  showInTray: (view: AppView) => void;
  shell: () => Shell;
};

/** The shell's ports on the real system. */
export function systemPorts({ hourCycle, windows, power, show, showInTray, shell }: Parts): ShellPorts {
  const { platform } = process;
  const inUserData = (name: string) => path.join(app.getPath('userData'), name);
  const variables = readSystemVariables();
  const settings = openSettings(inUserData('settings.json'), Date.now());
  const system = PLATFORMS[platform as keyof typeof PLATFORMS] ?? 'linux';
  return {
    now: Date.now,
    zone: systemClocks.zone,
    hourCycle,
    version: app.getVersion(),
    system: { platform: system, name: `${SYSTEM_NAMES[system]}, ${process.arch}` },
    device: () => describeDevice(SYSTEM_NAMES[system]),
    // by Chromium: the system's proxy and certificates
    fetch: (input, init) => {
      const signal = init?.signal ?? AbortSignal.timeout(ANSWER_LIMIT_MS);
      return net.fetch(input as string, { ...init, signal, credentials: 'omit', redirect: 'error' });
    },
    settings,
    vault: createTokenVault({ storage: safeStorage, file: inUserData('sign-in.bin'), platform }),
    facts: (onChange) => openServerFacts(inUserData('server-facts.json'), onChange),
    updater: systemUpdater({
      isPackaged: app.isPackaged,
      platform,
      isAppImage: variables.appImage !== null,
      feedFile: path.join(process.resourcesPath ?? '', 'app-update.yml'),
    }),
    openClock: (of, listeners) => {
      const directory = inUserData('attendance');
      const ownRules = () => ownRulesOf(settings);
      const machine = { directory, clocks: systemClocks, idle: power.idle, scheduler, ownRules };
      return openClock(machine, of, listeners);
    },
    windows,
    show,
    showInTray,
    openOutside: (address) => systemShell.openExternal(address),
    saveFile,
    shortcut: (onPressed) => createShortcutKeeper(globalShortcut, onPressed),
    setStartAtLogin: (isOn) =>
      setStartAtLogin(isOn, {
        app,
        platform,
        autostartDirectory: path.join(variables.configHome ?? path.join(homedir(), '.config'), 'autostart'),
        executable: variables.appImage ?? process.execPath,
      }),
    setTheme: (theme) => {
      nativeTheme.themeSource = theme;
    },
    notifier: createNotifier((name) => shell().open({ window: name })),
    hasLockSignal: () => power.hasLock,
    letGo: () => {
      shell().shutDown();
      windows.letClose();
    },
  };
}

const scheduler: Scheduler = {
  every(milliseconds, run) {
    const timer = setInterval(run, milliseconds);
    return () => clearInterval(timer);
  },
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** What this device says of itself when somebody signs in on it. */
const describeDevice = (systemName: string) => ({
  name: hostname().slice(0, 100) || 'This computer',
  kind: 'desktop' as const,
  os: `${systemName} ${release()}`.slice(0, 100),
  appVersion: app.getVersion().slice(0, 40),
});

const ownRulesOf = ({ now }: SettingsStore) => ({
  openReminderMs: (now.runningLongMinutes ?? Number.POSITIVE_INFINITY) * MINUTE,
  breakReminderMs: (now.longBreakMinutes ?? Number.POSITIVE_INFINITY) * MINUTE,
});

async function saveFile(name: string, content: string): Promise<boolean> {
  const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: name });
  if (canceled || !filePath) return false;
  writeWhole(filePath, content);
  return true;
}
