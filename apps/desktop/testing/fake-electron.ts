import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import {
  FakeApp,
  type FakeGiven,
  type FakeImage,
  FakeNotification,
  FakeRecord,
  FakeTray,
  FakeWindow,
} from './fake-classes.ts';
import {
  fakeDialog,
  fakeIpc,
  fakeProtocol,
  fakeSafeStorage,
  fakeSession,
  fakeShortcuts,
} from './fake-parts.ts';

/**
 * A stand-in for Electron in the main process. What it has is typed as a part of Electron's own declarations, so that a change there
 * fails the compiler here.
 */
export function createFakeElectron(given: FakeGiven = {}) {
  const record = new FakeRecord(given);
  const app = new FakeApp(record);
  const power = Object.assign(new EventEmitter(), { getSystemIdleTime: () => record.idleSeconds });
  const theme = Object.assign(new EventEmitter(), {
    themeSource: 'system',
    shouldUseDarkColors: false,
    shouldUseDarkColorsForSystemIntegratedUI: false,
  });
  const module = {
    app,
    ...fakeClasses(record, app),
    ipcMain: fakeIpc(record),
    safeStorage: fakeSafeStorage(record),
    session: { defaultSession: fakeSession(record) },
    protocol: fakeProtocol(record),
    powerMonitor: power,
    nativeTheme: theme,
    nativeImage: { createFromPath: newImage },
    Menu: {
      buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (menu: unknown) => {
        record.applicationMenu = menu;
      },
    },
    net: { fetch: ((input, init) => record.fetch(input, init)) as typeof fetch },
    dialog: fakeDialog(record),
    globalShortcut: fakeShortcuts(record),
    shell: {
      openExternal: async (address: string) => {
        record.opened.push(address);
      },
    },
  };

  /** As a window's page asks: arguments and answers cross as copies. */
  async function invoke(
    channel: string,
    argument?: unknown,
    from: { sender?: unknown; senderFrame?: unknown } = {},
  ): Promise<unknown> {
    const handler = record.handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    const contents = record.windows.find(({ isGone }) => !isGone)?.webContents;
    const event = { sender: contents, senderFrame: contents?.mainFrame, ...from };
    const answer = await handler(event as Electron.IpcMainInvokeEvent, structuredClone(argument));
    return structuredClone(answer);
  }

  return { record, app, power, theme, module, invoke };
}
export type FakeElectron = ReturnType<typeof createFakeElectron>;

function fakeClasses(record: FakeRecord, app: FakeApp) {
  return {
    BrowserWindow: class extends FakeWindow {
      constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
        super(options);
        record.windows.push(this);
        app.emit('web-contents-created', {}, this.webContents);
      }
    },
    Tray: class extends FakeTray {
      constructor(image: FakeImage) {
        super(image);
        record.trays.push(this);
      }
    },
    Notification: class extends FakeNotification {
      constructor(options: Electron.NotificationConstructorOptions = {}) {
        super(options);
        record.notifications.push(this);
      }
    },
  };
}

const newImage = (file: string) => ({
  file,
  isTemplate: false,
  setTemplateImage(isTemplate: boolean) {
    this.isTemplate = isTemplate;
  },
});
