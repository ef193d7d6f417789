import { expect, test } from 'vitest';
import {
  at,
  DAY,
  deviceView,
  known,
  MINUTE,
  offline,
  outView,
  pauseToDecide,
  viewParts,
  ZONE,
} from '../../../testing/view-parts.ts';
import { AppView } from '../../ipc/view.ts';
import { appView } from './app-view.ts';
import type { ViewParts } from './view-parts.ts';

/** What a window is told, held to the schema that it is told by. */
const told = (parts: Partial<ViewParts> = {}) => AppView.parse(appView(viewParts(parts)));
const removed = { name: 'removed', removedAt: at('15:00'), userId: 'u', deviceId: 'd' } as const;

test('signed out: no work, and nothing of the person', () => {
  const view = told({
    signIn: { name: 'signed_out', problem: 'denied' },
    known: null,
    clock: null,
    server: null,
  });
  expect(view.screen).toEqual({ name: 'signed_out', problem: 'denied' });
  expect([view.work, view.server, view.isConnected, view.devices]).toEqual([null, null, false, []]);
  expect(JSON.stringify(view)).not.toContain('Mira');
});

test('a code is shown in two groups, with where to type it and under which name', () => {
  const code = {
    deviceCode: 'secret-device-code',
    userCode: 'bxkdtmqr',
    verificationUri: 'https://devpulse.fjordline.example/connect',
    expiresAt: '2026-10-22T13:20:00.000Z',
    intervalSeconds: 5,
  };
  const signIn = { name: 'code', code, problem: null } as unknown as ViewParts['signIn'];
  const view = told({ signIn, known: null, clock: null });
  expect(view.screen).toEqual({
    name: 'code',
    userCode: 'BXKD TMQR',
    verificationAddress: 'devpulse.fjordline.example/connect',
    expiresAt: at('15:20'),
    deviceName: 'mira-laptop',
    problem: null,
  });
  expect(JSON.stringify(view)).not.toContain('secret-device-code');
});

test('signed in before the account is known there is nothing to clock', () => {
  expect(told({ known: null }).screen).toEqual({ name: 'waiting_for_browser', openUntil: at('15:06') });
  expect(told({ clock: null })).toMatchObject({ screen: { name: 'waiting_for_browser' }, work: null });
});

test('a removed device keeps what waits, and has no clock', () => {
  const view = told({ signIn: removed, clock: outView(offline(3)) });
  expect(view.screen).toEqual({ name: 'removed', removedAt: at('15:00'), waiting: 3 });
  expect(view.work).toBeNull();
});

test('clocked in, on a break, out, and running elsewhere', () => {
  const clock = (parts: ViewParts['clock']) => told({ clock: parts }).work?.clock;
  expect(clock(deviceView())).toMatchObject({
    state: 'in',
    since: at('13:12'),
    elapsedMs: 114 * MINUTE,
    isRunning: true,
  });
  const onBreak = { pauseId: 'p', startedAt: at('15:00'), lengthMs: 6 * MINUTE };
  expect(clock(deviceView({ state: 'break', onBreak }))).toMatchObject({
    state: 'on_break',
    since: at('15:00'),
    elapsedMs: 6 * MINUTE,
  });
  expect(clock(outView())).toMatchObject({
    state: 'out',
    since: at('15:06'),
    isRunning: false,
    sessionId: null,
  });
  const elsewhere = { startedAt: at('09:00'), openedOn: 'studio-pc' };
  expect(clock(outView({ elsewhere }))?.elsewhere).toEqual({ since: at('09:00'), deviceName: 'studio-pc' });
});

test('the state of sending: what needs the person comes before how it goes', () => {
  const { sync } = deviceView();
  const needsYou = [{ eventId: 'e', actionType: 'clock_out', occurredAt: 1, code: 'ends_before_start' }];
  const state = (change: Partial<typeof sync>) =>
    told({ clock: deviceView({ sync: { ...sync, ...change } }) }).sync;
  expect(told({ clock: null }).sync).toEqual({ state: 'synced', at: null });
  expect(state({})).toEqual({ state: 'synced', at: at('15:06') });
  expect(state({ state: 'sending', sent: 2, toSend: 5 })).toEqual({ state: 'sending', sent: 2, total: 5 });
  expect(state({ state: 'offline', waiting: 2 })).toEqual({
    state: 'offline',
    since: at('15:06'),
    waiting: 2,
  });
  expect(state({ state: 'sending', waiting: 4, needsYou })).toEqual({
    state: 'needs_you',
    count: 1,
    waiting: 4,
  });
});

test('a week has seven days from Monday, although the server never said', () => {
  const week = told().work?.week;
  expect(week?.days.map(({ day }) => day)).toEqual(
    [19, 20, 21, 22, 23, 24, 25].map((day) => `2026-10-${day}`),
  );
  expect(week).toMatchObject({ workedMs: 327 * MINUTE, targetMinutes: null, isCountedHere: true });
  const none = { ...deviceView().today, targetMs: 0 };
  expect(told({ clock: deviceView({ today: none }) }).work?.today.targetMinutes).toBeNull();
});

test('a pause of another device has the cause that its kind has; what is left of it is told whole', () => {
  const far = { ...pauseToDecide(41, '13:30', '13:45'), cause: null };
  const pieces = [{ day: DAY, ms: -0.4 }];
  const pauses = [far, { ...far, kind: 'gap' as const, pieces }];
  const pending = told({ clock: deviceView({ pauses }) }).work?.pauses.pending;
  expect(pending?.map(({ cause }) => cause)).toEqual(['no_input', 'asleep']);
  expect(pending?.[1]?.pieces[0]?.ms).toBeCloseTo(0);
});

test('what may be set, by whom; before the server said, the defaults', () => {
  expect(told().settings.pauses).toMatchObject({
    isAsking: true,
    askingSetBy: 'member',
    thresholdMinutes: 10,
    fromMinutes: 5,
    toMinutes: 60,
  });
  const rules = {
    idlePolicy: 'prompt' as const,
    idleThresholdMinutes: 15,
    idleMinimumMinutes: 15,
    idleMaximumMinutes: 15,
    isDetectionOn: true,
    maySwitchDetectionOff: false,
    maxOpenMinutes: 840,
    reminderMinutes: 600,
    breakReminderMinutes: 120,
  };
  const organization = {
    slug: 'fjordline',
    rules,
    zone: { zone: 'America/New_York', mode: 'chosen' as const },
    corrections: [],
    selfAppliesCorrections: false,
  };
  const { pauses, zone } = told({ known: { ...known, organization } }).settings;
  expect(pauses).toMatchObject({
    askingSetBy: 'organization',
    thresholdMinutes: 15,
    thresholdSetBy: 'organization',
  });
  expect(zone.name).toBe('America/New_York');
  const automatic = { ...organization, zone: { zone: 'America/New_York', mode: 'automatic' as const } };
  expect(told({ known: { ...known, organization: automatic } }).settings.zone.name).toBe(ZONE);
});

test('what the system does not tell is said, each signal for itself', () => {
  const detection = { hasLockSignal: false, lockSeenAt: null, sleepSeenAt: at('12:00') };
  expect(told({ detection, clock: deviceView({ idleSource: 'unavailable' }) }).detection).toMatchObject({
    input: { state: 'unavailable', reason: 'always_zero' },
    lock: { state: 'unavailable', reason: 'no_signal' },
    sleep: { state: 'available', reason: 'last_seen', lastSeenAt: at('12:00') },
    clockFastMs: null,
  });
  expect(told({ clock: deviceView({ wrongClockMs: -420_000 }) }).detection.clockFastMs).toBe(420_000);
  expect(told({ clock: deviceView({ idleSource: 'off' }) }).detection.input.state).toBe('unknown');
});
