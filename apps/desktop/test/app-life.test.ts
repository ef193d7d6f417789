import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { AppView } from '../src/ipc/view.ts';
import { startBuiltApp, until } from '../testing/built-app.ts';
import type { FakeElectron } from '../testing/fake-electron.ts';

const view = async (electron: FakeElectron) => (await electron.invoke('getView')) as AppView;
const labels = ({ record }: FakeElectron) => record.trays[0]?.menu.map(({ label }) => label);

test('starts signed out: one window, a tray with its words, and the picture goes to the window', async () => {
  const electron = await startBuiltApp();
  expect(electron.record.windows.map(({ url }) => url)).toEqual(['app://devpulse/index.html?window=main']);
  expect((await view(electron)).screen).toEqual({ name: 'signed_out', problem: null });
  await until(() => electron.record.trays.length === 1);
  expect(labels(electron)).toEqual([
    'Signed out',
    undefined,
    'Sign in…',
    undefined,
    'Open DevPulse',
    'Settings…',
    undefined,
    'Quit DevPulse',
  ]);
  const [tray] = electron.record.trays;
  // what only tells cannot be chosen; everything else can
  const isOff = tray?.menu.filter(({ enabled }) => enabled === false) ?? [];
  expect(isOff.map(({ label }) => label)).toEqual(['Signed out']);
  expect(tray?.menu.filter(({ click }) => click).map(({ label }) => label)).toEqual([
    'Sign in…',
    'Open DevPulse',
    'Settings…',
    'Quit DevPulse',
  ]);
  expect(tray?.image.file).toMatch(/tray\/out-dark-22\.png$/);
  expect(tray?.tip).toBe('DevPulse, signed out');
  expect(electron.record.windows[0]?.webContents.sent.at(-1)?.[0]).toBe('view');
});

test('a second start shows the first, and does nothing itself', async () => {
  const second = await startBuiltApp({ isSecond: true });
  expect(second.record.quits).toBe(1);
  expect(second.record.handlers.size).toBe(0);
  const first = await startBuiltApp();
  const [window] = first.record.windows;
  window?.hide();
  first.app.emit('second-instance');
  expect(window?.isShown).toBe(true);
});

test('closing the main window hides it; quitting ends', async () => {
  const electron = await startBuiltApp();
  const [window] = electron.record.windows;
  window?.close();
  expect([window?.isGone, window?.isShown]).toEqual([false, false]);
  await until(() => electron.record.trays.length === 1);
  electron.record.trays[0]?.choose('Quit DevPulse');
  await until(() => electron.record.quits === 1);
  window?.close();
  expect(window?.isGone).toBe(true);
  expect(electron.record.boxes).toEqual([]);
});

test('settings stand the next time; a file that cannot be read is set aside', async () => {
  const userData = mkdtempSync(path.join(os.tmpdir(), 'devpulse-desktop-'));
  const first = await startBuiltApp({ userData });
  await first.invoke('changeSettings', { setting: 'theme', value: 'dark' });
  expect(first.theme.themeSource).toBe('dark');
  const second = await startBuiltApp({ userData });
  expect((await view(second)).settings.theme).toBe('dark');
  writeFileSync(path.join(userData, 'settings.json'), '{"theme":');
  const third = await startBuiltApp({ userData });
  expect((await view(third)).settings.theme).toBe('system');
});

test('one shortcut: free keys are taken, keys of another app are refused and the old ones stay', async () => {
  const electron = await startBuiltApp();
  const keys = 'CommandOrControl+Alt+I';
  expect(await electron.invoke('changeSettings', { setting: 'shortcut', value: keys })).toEqual({
    isDone: true,
  });
  electron.record.takenKeys.add('CommandOrControl+Alt+C');
  const refused = await electron.invoke('changeSettings', {
    setting: 'shortcut',
    value: 'CommandOrControl+Alt+C',
  });
  expect(refused).toMatchObject({ isDone: false, problem: 'shortcut_taken' });
  expect((await view(electron)).settings.shortcut).toEqual({
    keys,
    problem: 'taken',
    refusedKeys: 'CommandOrControl+Alt+C',
  });
  expect([...electron.record.shortcuts.keys()]).toEqual([keys]);
  await electron.invoke('changeSettings', { setting: 'shortcut', value: null });
  expect(electron.record.shortcuts.size).toBe(0);
});

test('without secure storage the picture says so', async () => {
  const userData = mkdtempSync(path.join(os.tmpdir(), 'devpulse-desktop-'));
  const electron = await startBuiltApp({ userData });
  expect((await view(electron)).tokenStorage).toBe('kept');
  electron.record.secrets.backend = 'basic_text';
  await electron.invoke('manageDevices', { type: 'check_again' });
  expect((await view(electron)).tokenStorage).toBe('memory_only');
});

test('what is asked of a server has an end, goes without cookies and follows no redirect', async () => {
  const asked: RequestInit[] = [];
  const fetch = async (_: unknown, init?: RequestInit) => {
    if (init) asked.push(init);
    throw new TypeError('no network');
  };
  const electron = await startBuiltApp({ fetch });
  await electron.invoke('signIn', { type: 'with_code', server: 'https://devpulse.example' });
  expect(asked.length).toBeGreaterThan(0);
  for (const { signal, credentials, redirect } of asked) {
    expect([signal instanceof AbortSignal, credentials, redirect]).toEqual([true, 'omit', 'error']);
  }
});
