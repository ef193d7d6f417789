import { readFileSync } from 'node:fs';
import electronPackage from 'electron/package.json' with { type: 'json' };
import { beforeAll, expect, test } from 'vitest';
import configuration from '../electron-builder.config.ts';
import { CONTENT_SECURITY_POLICY } from '../src/main/security/content-security-policy.ts';
import { builtFile, startBuiltApp } from '../testing/built-app.ts';
import { emitPreventable } from '../testing/fake-classes.ts';
import type { FakeElectron } from '../testing/fake-electron.ts';

let electron: FakeElectron;
beforeAll(async () => {
  electron = await startBuiltApp();
  for (const window of ['pauses', 'week', 'settings', 'privacy'])
    await electron.invoke('openWindow', { window });
});

const windows = () => electron.record.windows;
const preferences = () => windows().map(({ options }) => options.webPreferences ?? {});
const page = (path: string, init?: RequestInit) => {
  const answer = electron.record.protocols.get('app');
  if (!answer) throw new Error('no app://');
  return answer(new Request(`app://devpulse${path}`, init));
};

// the numbers are those of Electron's own checklist, docs/tutorial/security.md

test('1 only secure content: windows load app:// and nothing from any network', async () => {
  expect(windows()).toHaveLength(5);
  for (const { url } of windows()) expect(url).toMatch(/^app:\/\/devpulse\/index\.html\?window=\w+$/);
  const { mayRequest } = electron.record;
  expect(await mayRequest({ url: 'app://devpulse/index.html', resourceType: 'mainFrame' })).toBe(true);
  expect(await mayRequest({ url: 'data:image/png;base64,AA', resourceType: 'image' })).toBe(true);
  for (const url of [
    'http://example.com/',
    'https://example.com/x.js',
    'file:///etc/passwd',
    'ws://127.0.0.1/',
  ]) {
    expect(await mayRequest({ url, resourceType: 'script' })).toBe(false);
  }
  expect(await mayRequest({ url: 'data:text/javascript,1', resourceType: 'script' })).toBe(false);
});

test('2 no Node in any renderer', () => {
  for (const one of preferences()) {
    expect(one).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    });
  }
});

test('3 context isolation is on', () => {
  for (const one of preferences()) expect(one.contextIsolation).toBe(true);
});

test('4 every process is sandboxed', () => {
  expect(electron.record.isSandboxed).toBe(true);
  for (const one of preferences()) expect(one.sandbox).toBe(true);
});

test('5 no permission is given, asked for or found', () => {
  const { request, check, device, display } = electron.record.permissions;
  const asked: boolean[] = [];
  for (const permission of [
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'idle-detection',
  ] as const) {
    request?.({} as never, permission as never, (isAllowed) => asked.push(isAllowed), {} as never);
    expect(check?.(null, permission as never, '', {} as never)).toBe(false);
  }
  expect(asked).toEqual(Array.from({ length: 5 }, () => false));
  expect(device?.({} as never)).toBe(false);
  let streams: object | null = null;
  void display?.({} as never, (given) => {
    streams = given;
  });
  expect(streams).toEqual({});
});

test('6 webSecurity stays on', () => {
  for (const one of preferences()) expect(one.webSecurity).toBe(true);
});

test('7 each file carries the policy', async () => {
  const { headers } = await page('/index.html');
  expect(headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
  for (const part of [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "frame-ancestors 'none'",
  ]) {
    expect(CONTENT_SECURITY_POLICY.split('; ')).toContain(part);
  }
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:/);
});

test('8, 9, 10 no insecure content, no experiments, no Blink features', () => {
  for (const one of preferences()) {
    expect(one).toMatchObject({
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      enableBlinkFeatures: '',
    });
  }
});

test('11, 12 there is no webview, and none can be attached', () => {
  for (const one of preferences()) expect(one.webviewTag).toBe(false);
  for (const { webContents } of windows()) {
    expect(emitPreventable(webContents, 'will-attach-webview')).toBe(true);
  }
  expect(readFileSync(builtFile('renderer/index.html'), 'utf8')).not.toContain('webview');
});

const OUTSIDE = [
  'https://example.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'app://other/index.html',
  'app://devpulse.example/',
  'app://user@devpulse/',
];

test.each(OUTSIDE)('13 no navigation to %s', (url) => {
  for (const { webContents } of windows()) {
    expect(emitPreventable(webContents, 'will-navigate', { url })).toBe(true);
    expect(emitPreventable(webContents, 'will-redirect', { url })).toBe(true);
    expect(emitPreventable(webContents, 'will-frame-navigate', { url, isMainFrame: true })).toBe(true);
  }
});

test('13 but within the app, and never in a frame', () => {
  const [window] = windows();
  if (!window) throw new Error('no window');
  const url = 'app://devpulse/index.html?window=main';
  expect(emitPreventable(window.webContents, 'will-navigate', { url })).toBe(false);
  expect(emitPreventable(window.webContents, 'will-frame-navigate', { url, isMainFrame: false })).toBe(true);
});

test('14 no page opens a window', () => {
  for (const { webContents } of windows()) {
    expect(webContents.openHandler?.({ url: 'app://devpulse/' } as never)).toEqual({ action: 'deny' });
  }
});

test('15 a page names a link, it gives no address', async () => {
  await expect(electron.invoke('openLink', 'https://example.com')).rejects.toThrow('not understood');
  await electron.invoke('openLink', 'dashboard');
  expect(electron.record.opened).toEqual([]);
});

test('16 a version of Electron that is supported: one of the newest three majors of its time, pinned', () => {
  expect(electronPackage.version).toBe(configuration.electronVersion);
  expect(Number(electronPackage.version.split('.')[0])).toBeGreaterThanOrEqual(45);
});

test('17 only the top frame of an own window, on an own page, is heard', async () => {
  const [window] = windows();
  if (!window) throw new Error('no window');
  const { webContents } = window;
  const strangers = {
    'no frame': { senderFrame: null },
    'another frame': { senderFrame: { url: 'app://devpulse/index.html', parent: null } },
    'a frame inside': { senderFrame: { url: 'app://devpulse/index.html', parent: webContents.mainFrame } },
    'contents of nobody': { sender: { mainFrame: webContents.mainFrame } },
  };
  for (const [name, from] of Object.entries(strangers)) {
    await expect(electron.invoke('getView', undefined, from), name).rejects.toThrow('Refused');
  }
  for (const url of OUTSIDE) {
    const frame = { url, parent: null };
    const sender = { ...webContents, mainFrame: frame };
    await expect(electron.invoke('getView', undefined, { sender, senderFrame: frame })).rejects.toThrow(
      'Refused',
    );
    const home = webContents.mainFrame.url;
    webContents.mainFrame.url = url;
    await expect(electron.invoke('getView')).rejects.toThrow('Refused');
    webContents.mainFrame.url = home;
  }
  await expect(electron.invoke('getView')).resolves.toMatchObject({ version: '1.0.0' });
});

test('18 a scheme of its own: standard, secure, nothing more', () => {
  const privileges = { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false };
  expect(electron.record.schemes).toEqual([{ scheme: 'app', privileges }]);
  // the stand-in's windows know `loadURL` alone
  for (const { url } of windows()) expect(url).toMatch(/^app:/);
});

test('19 fuses: each is said; packed.test.ts reads them in what is packed', () => {
  expect(configuration.asar).toBe(true);
  expect(configuration.electronFuses).toMatchObject({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
});

test('20 nothing of Electron reaches a page: see preload.test.ts', () => {
  const preload = readFileSync(builtFile('preload/index.cjs'), 'utf8');
  expect(preload.match(/require\("([^"]+)"\)/g)).toEqual(['require("electron")']);
  expect(preload.match(/exposeInMainWorld\(/g)).toHaveLength(1);
});
