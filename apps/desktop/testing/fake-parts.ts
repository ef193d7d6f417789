import type * as Electron from 'electron';
import type { FakeRecord } from './fake-classes.ts';

type SecretMethods =
  | 'isAsyncEncryptionAvailable'
  | 'encryptStringAsync'
  | 'decryptStringAsync'
  | 'getSelectedStorageBackend';

export const fakeSafeStorage = (record: FakeRecord): Pick<Electron.SafeStorage, SecretMethods> => ({
  isAsyncEncryptionAvailable: async () => record.secrets.isAvailable,
  encryptStringAsync: async (text) => Buffer.from(`sealed:${Buffer.from(text).toString('base64')}`),
  decryptStringAsync: async (sealed) => {
    const text = sealed.toString();
    if (!text.startsWith('sealed:')) throw new Error('cannot decrypt');
    return { result: Buffer.from(text.slice(7), 'base64').toString(), shouldReEncrypt: false };
  },
  getSelectedStorageBackend: () => record.secrets.backend,
});

type SessionMethods =
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler';
type RequestListener = (details: unknown, answer: (response: { cancel?: boolean }) => void) => void;

export const fakeSession = (record: FakeRecord) => {
  const handlers: Pick<Electron.Session, SessionMethods> = {
    setPermissionRequestHandler: (handler) => {
      record.permissions.request = handler;
    },
    setPermissionCheckHandler: (handler) => {
      record.permissions.check = handler;
    },
    setDevicePermissionHandler: (handler) => {
      record.permissions.device = handler;
    },
    setDisplayMediaRequestHandler: (handler) => {
      record.permissions.display = handler;
    },
  };
  const onBeforeRequest = (listener: RequestListener) => {
    record.mayRequest = (details) =>
      new Promise((resolve) => listener(details, ({ cancel }) => resolve(cancel !== true)));
  };
  return { ...handlers, webRequest: { onBeforeRequest } };
};

export const fakeIpc = (record: FakeRecord): Pick<Electron.IpcMain, 'handle'> => ({
  handle(channel, handler) {
    if (record.handlers.has(channel)) throw new Error(`A second handler for '${channel}'`);
    record.handlers.set(channel, handler);
  },
});

export const fakeShortcuts = (
  record: FakeRecord,
): Pick<Electron.GlobalShortcut, 'register' | 'unregister' | 'unregisterAll'> => ({
  register: (keys, press) => {
    if (record.takenKeys.has(keys)) return false;
    record.shortcuts.set(keys, press);
    return true;
  },
  unregister: (keys) => {
    record.shortcuts.delete(keys);
  },
  unregisterAll: () => record.shortcuts.clear(),
});

export const fakeDialog = (record: FakeRecord) => ({
  showMessageBox: async (options: Electron.MessageBoxOptions) => {
    record.boxes.push(options);
    return { response: record.boxAnswer, checkboxChecked: false };
  },
  showSaveDialog: async () => ({ canceled: record.savePath === null, filePath: record.savePath ?? '' }),
});

export const fakeProtocol = (
  record: FakeRecord,
): Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'> => ({
  registerSchemesAsPrivileged: (schemes) => {
    record.schemes = schemes;
  },
  handle: (scheme, handler) => {
    record.protocols.set(scheme, handler as (request: Request) => Response | Promise<Response>);
  },
});
