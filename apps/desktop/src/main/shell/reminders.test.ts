import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EngineNotice } from '@devpulse/domain/attendance/device/engine-types';
import { afterEach, expect, test, vi } from 'vitest';
import {
  at,
  deviceView,
  known,
  MINUTE,
  offline,
  outView,
  pauseToDecide,
  ZONE,
} from '../../../testing/view-parts.ts';
import type { ClockListeners } from '../clock-port.ts';
import { createNotifier } from '../reminders/notifications.ts';
import { openSettings, Settings, type SettingsStore } from '../settings/settings.ts';
import type { ShellPorts } from './ports.ts';
import { Shell } from './shell.ts';

const shown = vi.hoisted(() => [] as { title: string; body: string; silent: boolean }[]);
vi.mock('electron', () => ({
  Notification: class {
    static isSupported = () => true;
    readonly options: (typeof shown)[number];
    constructor(options: (typeof shown)[number]) {
      this.options = options;
    }
    on() {}
    show() {
      shown.push(this.options);
    }
  },
}));
afterEach(() => {
  shown.length = 0;
});

const titles = () => shown.map(({ title }) => title);

const memorySettings = (change: Partial<Settings>): SettingsStore => ({
  now: Settings.parse(change),
  change: () => {},
});

/** The shell of somebody who is signed in; the test says what their clock shows and what time it is. */
async function shellAt(time: string, change: Partial<Settings> = {}, settings = memorySettings(change)) {
  const now = { at: at(time), view: deviceView(), listeners: null as ClockListeners | null };
  const pictures: ('all' | 'tray')[] = [];
  const signIn = {
    server: 'https://devpulse.fjordline.example',
    userId: known.userId,
    deviceId: '0198c1d2-0000-4000-8000-0000000000e1',
    sessionId: '0198c1d2-0000-4000-8000-0000000000d1',
    refreshToken: 'r'.repeat(32),
    refreshExpiresAt: '2026-12-01T00:00:00.000Z',
  };
  const clock = {
    view: () => now.view,
    entries: () => [],
    unreadable: () => 0,
    seen: () => ({ lockAt: null, sleepAt: null }),
    zoneChanged: () => {},
  };
  const ports = {
    now: () => now.at,
    zone: () => ZONE,
    hourCycle: 'h23',
    version: '1.0.0',
    system: { platform: 'linux', name: 'Linux' },
    device: () => ({ name: 'mira-laptop' }),
    settings,
    vault: { isKept: async () => true, read: async () => ({ state: 'kept', signIn }), write: async () => {} },
    facts: () => ({ known, read: () => {}, refresh: async () => {} }),
    updater: null,
    openClock: (_: unknown, listeners: ClockListeners) => {
      now.listeners = listeners;
      return clock;
    },
    windows: { open: () => {}, isAnyShown: () => false },
    show: () => pictures.push('all'),
    showInTray: () => pictures.push('tray'),
    shortcut: () => ({ keys: null, use: () => null, release: () => {} }),
    setTheme: () => {},
    hasLockSignal: () => true,
    notifier: createNotifier(() => {}),
  } as unknown as ShellPorts;
  const shell = new Shell(ports);
  await shell.start();
  const settle = () => vi.waitFor(() => expect(now.listeners).not.toBeNull()).then(() => Promise.resolve());
  await settle();
  return {
    shell,
    now,
    pictures,
    async hear(notice: EngineNotice) {
      now.listeners?.onNotice(notice);
      await settle();
    },
    async minutes(...times: string[]) {
      for (const one of times) {
        now.at = at(one);
        shell.minutePassed();
        await settle();
      }
    },
  };
}

const long: EngineNotice = {
  type: 'open_long',
  sessionId: deviceView().session?.sessionId ?? '',
  closesAt: at('23:00'),
};

test('a minute that no window shows goes to the tray alone, and to nobody while clocked out', async () => {
  const { now, pictures, minutes } = await shellAt('15:06');
  pictures.length = 0;
  await minutes('15:07', '15:08');
  expect(pictures).toEqual(['tray', 'tray']);
  now.view = outView();
  await minutes('15:09');
  expect(pictures).toEqual(['tray', 'tray']);
});

test('a minute after a clock-out the tray is told, since it offers to undo that no longer', async () => {
  const { shell, now, pictures } = await shellAt('15:06');
  const change = async () => {
    shell.changed();
    await Promise.resolve();
  };
  await change();
  vi.useFakeTimers();
  now.view = outView();
  await change();
  pictures.length = 0;
  vi.advanceTimersByTime(61_000);
  vi.useRealTimers();
  expect(pictures).toEqual(['tray']);
});

test('not clocked in: at the wished time, once, and without sound', async () => {
  const { now, minutes } = await shellAt('09:00', { notClockedInBy: '09:30' });
  const nothing = { ...deviceView().today, workedMs: 0 };
  now.view = outView({ today: nothing });
  await minutes('09:29');
  expect(shown).toEqual([]);
  await minutes('09:30', '09:31', '10:30');
  expect(titles()).toEqual(['Not clocked in yet']);
  expect(shown[0]?.silent).toBe(true);
});

test('not clocked in: started again on the same day it stays told; on the next it is told anew', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'devpulse-reminders-'));
  const file = path.join(directory, 'settings.json');
  openSettings(file, 0).change({ notClockedInBy: '09:30' });
  for (const time of ['09:30', '09:40']) {
    const { now, minutes } = await shellAt('09:00', {}, openSettings(file, 0));
    now.view = outView({ today: { ...deviceView().today, workedMs: 0 } });
    await minutes(time);
  }
  expect(titles()).toEqual(['Not clocked in yet']);
  const later = await shellAt('09:00', {}, openSettings(file, 0));
  later.now.view = outView({ today: { ...deviceView().today, workedMs: 0 } });
  later.now.at = at('09:30', '2026-10-23');
  later.shell.minutePassed();
  expect(titles()).toEqual(['Not clocked in yet', 'Not clocked in yet']);
  rmSync(directory, { recursive: true });
});

test.each([
  ['it is switched off', {}, { workedMs: 0 }],
  ['something was worked', { notClockedInBy: '09:30' }, { workedMs: MINUTE }],
])('not clocked in is not told when %s', async (_, settings, today) => {
  const { now, minutes } = await shellAt('09:00', settings);
  now.view = outView({ today: { ...deviceView().today, ...today } });
  await minutes('09:30', '10:00');
  expect(shown).toEqual([]);
});

test('clocked in for long, and a long break: once each, however often the picture changes', async () => {
  const { now, hear, minutes } = await shellAt('15:06');
  await hear(long);
  await minutes('15:07', '15:08');
  expect(titles()).toEqual(['Clocked in for 1 h 54 min']);
  const onBreak = { pauseId: 'p', startedAt: at('13:06'), lengthMs: 120 * MINUTE };
  now.view = deviceView({ state: 'break', onBreak });
  await hear({ type: 'break_long', sessionId: 's', pauseId: 'p', startedAt: at('13:06') });
  await minutes('15:09', '15:10');
  expect(titles()).toEqual(['Clocked in for 1 h 54 min', 'On break for 2 h']);
});

test('a reminder is told although the window shows something more pressing', async () => {
  const { shell, now, hear } = await shellAt('15:06');
  now.view = deviceView(offline(2));
  await hear(long);
  expect(shell.view().notice?.kind).toBe('offline');
  expect(titles()).toEqual(['Clocked in for 1 h 54 min']);
});

test('a pause that waits for an answer: once, and a further one anew', async () => {
  const { now, hear, minutes } = await shellAt('15:06');
  const first = pauseToDecide(41, '13:30', '13:45');
  now.view = deviceView({ pauses: [first] });
  await hear({ type: 'pause_found', sessionId: 's', pauseId: first.pauseId });
  await minutes('15:07', '15:08');
  expect(shown.map(({ body }) => body)).toEqual(['13:30–13:45, no input. Answer when it suits you.']);
  now.view = deviceView({ pauses: [first, pauseToDecide(42, '14:05', '14:20')] });
  await hear({ type: 'pause_found', sessionId: 's', pauseId: 'b' });
  await minutes('15:09');
  expect(titles()).toEqual(['15 min to decide', '2 pauses to decide']);
});
