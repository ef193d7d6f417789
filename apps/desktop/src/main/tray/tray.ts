import path from 'node:path';
import { momentWords } from '@devpulse/ui/words/moment-words';
import { Menu, type MenuItemConstructorOptions, nativeImage, nativeTheme, Tray } from 'electron';
import type { AppView } from '../../ipc/view.ts';
import { type TrayAction, type TrayItem, trayMenu } from './tray-menu.ts';
import { runningTitle, tooltip, trayImageName } from './tray-words.ts';

type Options = {
  imageDirectory: string;
  hourCycle: 'h23' | 'h12';
  onAction: (action: TrayAction) => void;
};

export type TrayKeeper = { show: (view: AppView) => void; remove: () => void };

/** The sign in the tray. Each part is set only when it differs, for some desktops redraw the whole panel. */
export function createTray({ imageDirectory, hourCycle, onAction }: Options): TrayKeeper {
  let tray: Tray | null = null;
  const shown = { image: '', menu: '', title: '', tip: '' };

  function setImage(view: AppView): void {
    const file = imageFile(view, imageDirectory);
    if (file === shown.image) return;
    shown.image = file;
    const image = nativeImage.createFromPath(file);
    if (view.system.platform === 'macos') image.setTemplateImage(true);
    if (tray) tray.setImage(image);
    else {
      tray = new Tray(image);
      if (view.system.platform === 'windows') tray.on('click', () => onAction('open'));
    }
  }

  function setMenu(items: TrayItem[]): void {
    const next = JSON.stringify(items);
    if (next === shown.menu) return;
    shown.menu = next;
    tray?.setContextMenu(Menu.buildFromTemplate(items.map((item) => toTemplate(item, onAction))));
  }

  return {
    show(view) {
      const { platform } = view.system;
      const moments = momentWords(view.settings.zone.name, hourCycle);
      setImage(view);
      setMenu(trayMenu(view, platform, moments));
      const tip = tooltip(view, moments);
      if (tip !== shown.tip) tray?.setToolTip(tip);
      shown.tip = tip;
      const title = runningTitle(view);
      if (platform === 'macos' && title !== shown.title)
        tray?.setTitle(title, { fontType: 'monospacedDigit' });
      shown.title = title;
    },
    remove() {
      tray?.destroy();
      tray = null;
    },
  };
}

function imageFile(view: AppView, directory: string): string {
  const { platform } = view.system;
  // macOS colours a template itself; elsewhere the mark has to stand out from the panel
  const ink = platform !== 'macos' && nativeTheme.shouldUseDarkColorsForSystemIntegratedUI ? 'light' : 'dark';
  return path.join(directory, `${trayImageName(view)}-${ink}-${platform === 'linux' ? 22 : 16}.png`);
}

function toTemplate(item: TrayItem, onAction: (action: TrayAction) => void): MenuItemConstructorOptions {
  if (item.type === 'separator') return { type: 'separator' };
  if (item.type === 'line') return { label: item.label, enabled: false };
  const { label, action, accelerator } = item;
  return {
    label,
    click: () => onAction(action),
    // shown beside the words; the keys themselves are the global shortcut's
    ...(accelerator ? { accelerator, registerAccelerator: false } : {}),
  };
}
