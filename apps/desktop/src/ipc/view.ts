import { LocalDay, RoleName } from '@devpulse/contracts/primitives';
import { z } from 'zod';
import { Notice } from './notices.ts';
import { PausesView } from './pauses.ts';
import { RequestView } from './requests.ts';
import { Screen } from './screens.ts';
import { DetectionView, DeviceView, SettingsView, UpdateView } from './settings.ts';
import { DurationMs, Id, InstantMs, Minutes, ShownText, Waiting } from './values.ts';
import { OpenTarget } from './windows.ts';

export const ClockView = z.strictObject({
  state: z.enum(['out', 'in', 'on_break']),
  /** Of the session while it is open, of the break while on one, else of the last clock-out; null when there was none. */
  since: InstantMs.nullable(),
  /** Counted time of the open session, or of the break; 0 when clocked out. As it stood at `AppView.sentAt`. */
  elapsedMs: DurationMs,
  /** `elapsedMs` grows from `sentAt` on; `today.workedMs` does, too, where `state` is `in`. */
  isRunning: z.boolean(),
  sessionId: Id.nullable(),
  undoUntil: InstantMs.nullable(),
  /** A session that runs on another device while this one is clocked out: clocking in joins it. */
  elsewhere: z.strictObject({ since: InstantMs, deviceName: ShownText.nullable() }).nullable(),
});
export type ClockView = z.infer<typeof ClockView>;

export const DayTotal = z.strictObject({
  day: LocalDay,
  workedMs: DurationMs,
  /** Null on a day without a target. */
  targetMinutes: Minutes.nullable(),
});
export type DayTotal = z.infer<typeof DayTotal>;

export const WorkView = z.strictObject({
  member: z.strictObject({ name: ShownText, email: ShownText, role: RoleName }),
  organization: z.strictObject({ slug: z.string().max(100), name: ShownText }),
  /** All that the person may clock in; the first is not always the chosen one. */
  organizations: z.array(z.strictObject({ slug: z.string().max(100), name: ShownText })).max(200),
  clock: ClockView,
  today: DayTotal.extend({
    breakMs: DurationMs,
    unresolvedMs: DurationMs,
    /** Of this device's own entries; the server's figure replaces it. */
    isCountedHere: z.boolean(),
  }),
  week: z.strictObject({
    workedMs: DurationMs,
    targetMinutes: Minutes.nullable(),
    isCountedHere: z.boolean(),
    /** Seven, Monday first. */
    days: z.array(DayTotal).length(7),
  }),
  pauses: PausesView,
  requests: z.array(RequestView).max(200),
});
export type WorkView = z.infer<typeof WorkView>;

export const SyncView = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('synced'), at: InstantMs.nullable() }),
  z.strictObject({ state: z.literal('sending'), sent: Waiting, total: Waiting }),
  z.strictObject({ state: z.literal('offline'), since: InstantMs, waiting: Waiting }),
  z.strictObject({ state: z.literal('needs_you'), count: z.int().positive(), waiting: Waiting }),
]);
export type SyncView = z.infer<typeof SyncView>;

/** The one picture that main sends to every window after each change, and once a minute while a window is shown. */
export const AppView = z.strictObject({
  /** The device's wall clock when this was made. */
  sentAt: InstantMs,
  version: z.string().max(40),
  system: z.strictObject({ platform: z.enum(['macos', 'windows', 'linux']), name: ShownText }),
  schemaVersion: z.string().max(20),
  /** Host (and port) of the server; null before the first sign-in. */
  server: z.string().max(300).nullable(),
  isConnected: z.boolean(),
  screen: Screen,
  work: WorkView.nullable(),
  sync: SyncView,
  /** The one that wins; how many more wait behind it. */
  notice: Notice.nullable(),
  moreNotices: Waiting,
  settings: SettingsView,
  detection: DetectionView,
  devices: z.array(DeviceView).max(200),
  update: UpdateView,
  /** `memory_only`: the system has no secure storage, the sign-in ends with the app. */
  tokenStorage: z.enum(['kept', 'memory_only']),
  /** What the last `openWindow` asked for; `serial` grows with each. */
  opened: OpenTarget.extend({ serial: z.int().positive() }).nullable(),
});
export type AppView = z.infer<typeof AppView>;
