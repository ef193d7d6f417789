import type { App, Dialog } from 'electron';
import type { Shell } from '../shell/shell.ts';
import type { Windows } from '../windows/windows.ts';
import { askBeforeQuit } from './quit-box.ts';
import type { TrayKeeper } from './tray.ts';
import type { TrayAction } from './tray-menu.ts';

type Options = {
  app: Pick<App, 'on' | 'quit'>;
  dialog: Pick<Dialog, 'showMessageBox'>;
  shell: Shell;
  windows: Windows;
  tray: TrayKeeper;
};

/** What the tray, the menus and quitting do. */
export function followTray({ app, dialog, shell, windows, tray }: Options): {
  act: (action: TrayAction) => Promise<void>;
} {
  let mayQuit = false;
  let isAsking = false;

  /** Only while clocked in is there a question; a system that shuts down does not come here first. */
  async function quit(): Promise<void> {
    if (isAsking) return;
    if (shell.clock?.view().state === 'in') {
      isAsking = true;
      const choice = await askBeforeQuit(dialog).finally(() => {
        isAsking = false;
      });
      if (choice === 'cancel') return;
      if (choice === 'clock_out') await shell.clock?.command({ type: 'clock_out', endedAt: null });
    }
    mayQuit = true;
    if (!shell.updates.installIfFree({ isQuitting: true })) app.quit();
  }

  app.on('before-quit', (event) => {
    if (!mayQuit && shell.clock?.view().state === 'in') {
      event.preventDefault();
      void quit();
      return;
    }
    windows.letClose();
  });
  app.on('will-quit', () => {
    shell.shutDown();
    tray.remove();
  });

  const clock = (type: 'clock_in' | 'break_start' | 'break_end' | 'undo_clock_out') =>
    shell.clock?.command({ type });
  return {
    async act(action) {
      switch (action) {
        case 'open':
        case 'sign_in':
        case 'look_at_entries':
          return shell.open({ window: 'main' });
        case 'settings':
          return shell.open({ window: 'settings' });
        case 'decide_pauses':
          return shell.open({ window: 'pauses' });
        case 'send_now':
          return shell.clock?.sendNow();
        case 'quit':
          return quit();
        case 'clock_out':
          await shell.clock?.command({ type: 'clock_out', endedAt: null });
          return;
        default:
          await clock(action);
      }
    },
  };
}
