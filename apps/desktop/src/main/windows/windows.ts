import { BrowserWindow, type WebContents } from 'electron';
import { VIEW_CHANNEL } from '../../ipc/channel-names.ts';
import type { AppView } from '../../ipc/view.ts';
import type { WindowName } from '../../ipc/windows.ts';
import { APP_ORIGIN } from '../security/origin.ts';
import { secureWebPreferences } from '../security/web-preferences.ts';

/** Content size and the least of it, in CSS pixels. */
const SIZES: Record<WindowName, { width: number; height: number; minWidth: number; minHeight: number }> = {
  main: { width: 360, height: 560, minWidth: 320, minHeight: 480 },
  pauses: { width: 420, height: 480, minWidth: 360, minHeight: 320 },
  week: { width: 720, height: 560, minWidth: 360, minHeight: 400 },
  settings: { width: 480, height: 560, minWidth: 360, minHeight: 400 },
  privacy: { width: 720, height: 640, minWidth: 320, minHeight: 400 },
};
const TITLES: Record<WindowName, string> = {
  main: 'DevPulse',
  pauses: 'DevPulse: pauses',
  week: 'Week',
  settings: 'Settings',
  privacy: 'Privacy',
};

export type Windows = {
  /** `isQuiet`: shown without taking the focus from what the person does. */
  open: (name: WindowName, how?: { isQuiet?: boolean }) => void;
  send: (view: AppView) => void;
  isAnyShown: () => boolean;
  owns: (contents: WebContents) => boolean;
  /** From now on windows close in place of hiding. */
  letClose: () => void;
};

type Options = {
  preload: string;
  background: () => string;
  /** A window was shown or hidden. */
  onShown: () => void;
};

/** One window of each name, in the system's own frame. The main window hides in place of closing, so that it opens at once. */
export function createWindows(options: Options): Windows {
  const open = new Map<WindowName, BrowserWindow>();
  let isLeaving = false;

  function make(name: WindowName): BrowserWindow {
    const window = new BrowserWindow({
      ...SIZES[name],
      useContentSize: true,
      title: TITLES[name],
      show: false,
      autoHideMenuBar: true,
      fullscreenable: false,
      maximizable: name === 'week' || name === 'privacy',
      backgroundColor: options.background(),
      webPreferences: secureWebPreferences(options.preload),
    });
    open.set(name, window);
    window.on('close', (event) => {
      if (name !== 'main' || isLeaving) return;
      event.preventDefault();
      window.hide();
    });
    window.on('closed', () => {
      open.delete(name);
      options.onShown();
    });
    window.on('page-title-updated', (event) => event.preventDefault());
    for (const change of ['show', 'hide', 'minimize', 'restore'] as const) {
      window.on(change as 'show', options.onShown);
    }
    void window.loadURL(`${APP_ORIGIN}/index.html?window=${name}`);
    return window;
  }

  function show(window: BrowserWindow, isQuiet: boolean): void {
    if (isQuiet) {
      window.showInactive();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  return {
    open(name, { isQuiet = false } = {}) {
      const known = open.get(name);
      if (known) return show(known, isQuiet);
      const made = make(name);
      made.once('ready-to-show', () => show(made, isQuiet));
    },
    send(view) {
      for (const window of open.values()) {
        if (!window.isDestroyed()) window.webContents.send(VIEW_CHANNEL, view);
      }
    },
    isAnyShown: () => [...open.values()].some((window) => window.isVisible() && !window.isMinimized()),
    owns: (contents) => [...open.values()].some((window) => window.webContents === contents),
    letClose() {
      isLeaving = true;
    },
  };
}
