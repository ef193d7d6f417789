import path from 'node:path';
import { app, dialog, ipcMain, nativeTheme, powerMonitor, protocol, session } from 'electron';
import { handleChannels } from './ipc/handle.ts';
import { createAppHandler } from './protocol.ts';
import { guardContents } from './security/contents.ts';
import { APP_SCHEME } from './security/origin.ts';
import { denyPermissions } from './security/permissions.ts';
import { allowOwnRequestsOnly } from './security/requests.ts';
import { isTrustedSender } from './security/sender.ts';
import { AT_LOGIN } from './settings/login-item.ts';
import { answerersOf } from './shell/answerers.ts';
import { Shell } from './shell/shell.ts';
import { followPower } from './system/power.ts';
import { systemPorts } from './system-ports.ts';
import { setAppMenu } from './tray/app-menu.ts';
import { createTray } from './tray/tray.ts';
import { followTray } from './tray/tray-actions.ts';
import { createWindows } from './windows/windows.ts';

const MINUTE = 60_000;
/** Beside this file lie the other two bundles; above them the images. */
const dist = path.join(import.meta.dirname, '..');

/** Puts the app together once Electron is ready. The order matters: rules first, then what they rule. */
export async function runApp(): Promise<void> {
  const { platform } = process;
  secure();
  const hourCycle = is12Hours(app.getSystemLocale()) ? 'h12' : 'h23';
  const windows = createWindows({
    preload: path.join(dist, 'preload/index.cjs'),
    background: () => (nativeTheme.shouldUseDarkColors ? '#0e0f12' : '#f9fafb'),
    onShown: () => shell.windowsChanged(),
  });
  const power = followPower({
    power: powerMonitor,
    platform,
    clock: () => shell.clock,
    onFound: () => shell.changed(),
  });
  const tray = createTray({
    imageDirectory: path.join(dist, '../resources/tray'),
    hourCycle,
    onAction: (action) => void follow.act(action),
  });
  const shell: Shell = new Shell(
    systemPorts({
      hourCycle,
      windows,
      power,
      shell: () => shell,
      show(view) {
        windows.send(view);
        tray.show(view);
      },
      showInTray: (view) => tray.show(view),
    }),
  );
  const follow = followTray({ app, dialog, shell, windows, tray });
  const onSettings = () => shell.open({ window: 'settings' });
  setAppMenu({ platform, onSettings, onQuit: () => void follow.act('quit') });
  handleChannels(answerersOf(shell), {
    ipc: ipcMain,
    isTrusted: (event) => isTrustedSender(event, windows.owns),
    // a window's fault is no reason to stop, and nothing of the person is written down
    onFault: () => {},
  });
  followApp(shell);
  await shell.start();
  await power.connect();
  if (!process.argv.includes(AT_LOGIN)) shell.open({ window: 'main' });
  void shell.updates.checkIfDue();
}

/** Before the first window. */
function secure(): void {
  denyPermissions(session.defaultSession);
  allowOwnRequestsOnly(session.defaultSession);
  guardContents(app);
  protocol.handle(APP_SCHEME, createAppHandler(path.join(dist, 'renderer')));
}

function followApp(shell: Shell): void {
  app.on('second-instance', () => shell.open({ window: 'main' }));
  app.on('activate', () => shell.open({ window: 'main' }));
  // the app lives in the tray
  app.on('window-all-closed', () => {});
  nativeTheme.on('updated', () => shell.changed());
  setInterval(() => {
    shell.minutePassed();
    void shell.updates.checkIfDue();
  }, MINUTE);
}

function is12Hours(locale: string): boolean {
  const { hourCycle } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions();
  return hourCycle === 'h12' || hourCycle === 'h11';
}
