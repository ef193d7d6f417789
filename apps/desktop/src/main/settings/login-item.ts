import path from 'node:path';
import type { App } from 'electron';
import { removeFile, writeWhole } from '../files/atomic-file.ts';

/** Told to a start by the system: it opens in the tray alone. */
export const AT_LOGIN = '--at-login';

type Options = {
  app: Pick<App, 'setLoginItemSettings'>;
  platform: NodeJS.Platform;
  /** Linux: where the XDG autostart entries of this account lie. */
  autostartDirectory: string;
  executable: string;
};

/** Starting with the computer, by each system's own means; never in anything but the person's own account. */
export function setStartAtLogin(
  isOn: boolean,
  { app, platform, autostartDirectory, executable }: Options,
): void {
  if (platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: isOn, args: [AT_LOGIN] });
    return;
  }
  const entry = path.join(autostartDirectory, 'devpulse.desktop');
  if (!isOn) {
    removeFile(entry);
    return;
  }
  writeWhole(
    entry,
    [
      '[Desktop Entry]',
      'Type=Application',
      'Name=DevPulse',
      `Exec=${quoted(executable)} ${AT_LOGIN}`,
      '',
    ].join('\n'),
  );
}

/** Desktop Entry Specification 1.5, “The Exec key”. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["`$\\]/g, (character) => `\\\\${character}`).replaceAll('%', '%%')}"`;
}
