import { Menu, type MenuItemConstructorOptions } from 'electron';

type Options = { platform: NodeJS.Platform; onSettings: () => void; onQuit: () => void };

/** macOS needs a menu for copying and quitting by keys; the other systems show none. No item opens developer tools or reloads. */
export function setAppMenu({ platform, onSettings, onQuit }: Options): void {
  if (platform !== 'darwin') {
    Menu.setApplicationMenu(null);
    return;
  }
  const template: MenuItemConstructorOptions[] = [
    {
      label: 'DevPulse',
      submenu: [
        { role: 'about' },
        { type: 'separator' },
        { label: 'Settings…', accelerator: 'Command+,', click: onSettings },
        { type: 'separator' },
        { role: 'hide' },
        { role: 'hideOthers' },
        { role: 'unhide' },
        { type: 'separator' },
        { label: 'Quit DevPulse', accelerator: 'Command+Q', click: onQuit },
      ],
    },
    { role: 'editMenu' },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
