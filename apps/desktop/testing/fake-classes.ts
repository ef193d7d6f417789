import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type * as Electron from 'electron';

/** An event that can be prevented; answers whether it was. */
export function emitPreventable(emitter: EventEmitter, name: string, fields: object = {}): boolean {
  let isPrevented = false;
  const event = {
    ...fields,
    preventDefault: () => {
      isPrevented = true;
    },
  };
  emitter.emit(name, event);
  return isPrevented;
}

export class FakeContents extends EventEmitter {
  readonly sent: [channel: string, value: unknown][] = [];
  readonly mainFrame = { url: '', parent: null };
  openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | null = null;
  sink: ((channel: string, value: unknown) => void) | null = null;

  send: Electron.WebContents['send'] = (channel, value) => {
    // throws where a value could not cross
    const copy: unknown = structuredClone(value);
    this.sent.push([channel, copy]);
    this.sink?.(channel, copy);
  };
  setWindowOpenHandler: Electron.WebContents['setWindowOpenHandler'] = (handler) => {
    this.openHandler = handler;
  };
}

type WindowMethods =
  | 'loadURL'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'focus'
  | 'restore'
  | 'isVisible'
  | 'isMinimized'
  | 'isDestroyed'
  | 'close';

export class FakeWindow extends EventEmitter implements Pick<Electron.BrowserWindow, WindowMethods> {
  readonly webContents = new FakeContents();
  readonly options: Electron.BrowserWindowConstructorOptions;
  isShown = false;
  isGone = false;
  hasFocus = false;
  url = '';

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
  }
  async loadURL(url: string) {
    this.url = url;
    this.webContents.mainFrame.url = url;
    queueMicrotask(() => this.emit('ready-to-show'));
  }
  show() {
    this.isShown = true;
    this.emit('show');
  }
  showInactive() {
    this.show();
  }
  hide() {
    this.isShown = false;
    this.emit('hide');
  }
  focus() {
    this.hasFocus = true;
  }
  restore() {}
  isVisible() {
    return this.isShown;
  }
  isMinimized() {
    return false;
  }
  isDestroyed() {
    return this.isGone;
  }
  close() {
    if (emitPreventable(this, 'close')) return;
    this.isGone = true;
    this.isShown = false;
    this.emit('closed');
  }
}

export type FakeImage = { file: string; isTemplate: boolean };

export class FakeTray
  extends EventEmitter
  implements Pick<Electron.Tray, 'setToolTip' | 'setTitle' | 'destroy'>
{
  image: FakeImage;
  menu: Electron.MenuItemConstructorOptions[] = [];
  tip = '';
  title = '';

  constructor(image: FakeImage) {
    super();
    this.image = image;
  }
  setImage(image: FakeImage) {
    this.image = image;
  }
  setContextMenu(menu: Electron.MenuItemConstructorOptions[]) {
    this.menu = menu;
  }
  setToolTip(tip: string) {
    this.tip = tip;
  }
  setTitle(title: string) {
    this.title = title;
  }
  destroy() {}
  /** As a person chooses a line of the menu. */
  choose(label: string): void {
    const item = this.menu.find((one) => one.label === label);
    if (!item?.click) throw new Error(`No “${label}” among ${this.menu.map((one) => one.label).join(', ')}`);
    (item.click as () => void)();
  }
}

export class FakeNotification extends EventEmitter implements Pick<Electron.Notification, 'show'> {
  readonly options: Electron.NotificationConstructorOptions;
  constructor(options: Electron.NotificationConstructorOptions) {
    super();
    this.options = options;
  }
  static isSupported() {
    return true;
  }
  show() {}
}

type AppMethods =
  | 'getVersion'
  | 'getSystemLocale'
  | 'requestSingleInstanceLock'
  | 'enableSandbox'
  | 'quit'
  | 'setLoginItemSettings'
  | 'whenReady';

export class FakeApp extends EventEmitter implements Pick<Electron.App, AppMethods> {
  readonly isPackaged = false;
  isFirst = true;
  readonly #record: FakeRecord;
  constructor(record: FakeRecord) {
    super();
    this.#record = record;
  }
  async whenReady() {}
  getPath() {
    return this.#record.userData;
  }
  getVersion() {
    return '1.0.0';
  }
  getSystemLocale() {
    return this.#record.locale;
  }
  requestSingleInstanceLock() {
    return this.isFirst;
  }
  enableSandbox() {
    this.#record.isSandboxed = true;
  }
  setLoginItemSettings(item: Electron.Settings) {
    this.#record.loginItems.push(item);
  }
  quit() {
    if (emitPreventable(this, 'before-quit')) return;
    this.#record.quits += 1;
    this.emit('will-quit', {});
  }
}

export type Handler = (event: Electron.IpcMainInvokeEvent, ...given: unknown[]) => unknown;
type Answerer = (request: Request) => Response | Promise<Response>;

export type FakeGiven = { userData?: string; locale?: string; fetch?: typeof fetch };

/** What the app did with Electron, and what the system is like; tests read the one and set the other. */
export class FakeRecord {
  readonly userData: string;
  readonly locale: string;
  readonly windows: FakeWindow[] = [];
  readonly trays: FakeTray[] = [];
  readonly notifications: FakeNotification[] = [];
  readonly handlers = new Map<string, Handler>();
  readonly protocols = new Map<string, Answerer>();
  readonly opened: string[] = [];
  readonly boxes: Electron.MessageBoxOptions[] = [];
  readonly shortcuts = new Map<string, () => void>();
  readonly takenKeys = new Set<string>();
  readonly loginItems: Electron.Settings[] = [];
  schemes: Electron.CustomScheme[] = [];
  isSandboxed = false;
  applicationMenu: unknown;
  quits = 0;
  boxAnswer = 2;
  savePath: string | null = null;
  idleSeconds = 0;
  fetch: typeof fetch = async () => {
    throw new Error('offline');
  };
  secrets: { isAvailable: boolean; backend: ReturnType<Electron.SafeStorage['getSelectedStorageBackend']> } =
    {
      isAvailable: true,
      backend: 'gnome_libsecret',
    };
  permissions: {
    request: Parameters<Electron.Session['setPermissionRequestHandler']>[0];
    check: Parameters<Electron.Session['setPermissionCheckHandler']>[0];
    device: Parameters<Electron.Session['setDevicePermissionHandler']>[0];
    display: Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0];
  } = { request: null, check: null, device: null, display: null };
  /** Whether a request of a page would be let through. */
  mayRequest: (details: { url: string; resourceType: string }) => Promise<boolean> = async () => true;

  constructor(given: FakeGiven) {
    if (given.fetch) this.fetch = given.fetch;
    this.userData = given.userData ?? mkdtempSync(path.join(os.tmpdir(), 'devpulse-desktop-'));
    this.locale = given.locale ?? 'de-DE';
  }
}
