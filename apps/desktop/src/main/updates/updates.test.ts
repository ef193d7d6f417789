import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { CHECK_EVERY_MS, type Updater, Updates } from './updates.ts';

function stage() {
  const situation = { now: 0, isClockedIn: false, isAutomatic: true };
  const done: string[] = [];
  const emitter = new EventEmitter();
  const updater = Object.assign(emitter, {
    autoDownload: false,
    autoInstallOnAppQuit: true,
    allowDowngrade: true,
    allowPrerelease: true,
    checkForUpdates: async () => void done.push('check'),
    quitAndInstall: (_isSilent?: boolean, isForceRunAfter?: boolean) =>
      void done.push(isForceRunAfter ? 'restart' : 'install'),
  }) as unknown as Updater & EventEmitter;
  const updates = new Updates({
    updater,
    now: () => situation.now,
    isClockedIn: () => situation.isClockedIn,
    isAutomatic: () => situation.isAutomatic,
    beforeRestart: () => done.push('flush'),
    onChange: () => {},
  });
  return { situation, done, updater, updates };
}

test('an update never goes back, nor installs on quitting by itself', () => {
  expect(stage().updater).toMatchObject({
    autoInstallOnAppQuit: false,
    allowDowngrade: false,
    allowPrerelease: false,
  });
});

test('while clocked in what is ready waits; after the clock-out it is installed, journals first', () => {
  const { situation, done, updater, updates } = stage();
  situation.isClockedIn = true;
  updater.emit('update-downloaded', { version: '1.1.0' });
  expect(updates.view).toMatchObject({ state: 'ready', version: '1.1.0', isDeferred: true });
  expect(updates.installIfFree({ isQuitting: false })).toBe(false);
  expect(updates.installIfFree({ isQuitting: true })).toBe(false);
  expect(done).toEqual([]);
  situation.isClockedIn = false;
  expect(updates.installIfFree({ isQuitting: false })).toBe(true);
  expect(done).toEqual(['flush', 'restart']);
});

test('the person may restart under a running clock, and may want no updates by themselves', () => {
  const { situation, done, updater, updates } = stage();
  expect(updates.restartNow()).toBe(false);
  situation.isAutomatic = false;
  updater.emit('update-downloaded', { version: '1.1.0' });
  expect(updates.installIfFree({ isQuitting: true })).toBe(false);
  situation.isClockedIn = true;
  expect(updates.restartNow()).toBe(true);
  expect(done).toEqual(['flush', 'restart']);
});

test('it looks once a day, and says when it could not', async () => {
  const { situation, done, updater, updates } = stage();
  await updates.checkIfDue();
  updater.emit('update-not-available', { version: '1.0.0' });
  await updates.checkIfDue();
  expect(done).toEqual(['check']);
  situation.now = CHECK_EVERY_MS;
  await updates.checkIfDue();
  updater.emit('error', new Error('no answer'));
  expect(done).toEqual(['check', 'check']);
  expect(updates.view).toMatchObject({ state: 'failed', checkedAt: CHECK_EVERY_MS });
});

test('a build that cannot replace itself says so', () => {
  const updates = new Updates({
    updater: null,
    now: () => 0,
    isClockedIn: () => false,
    isAutomatic: () => true,
    beforeRestart: () => {},
    onChange: () => {},
  });
  expect(updates.view.state).toBe('unsupported');
});
