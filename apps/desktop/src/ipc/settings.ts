import { LocalDay, TimeZone } from '@devpulse/contracts/primitives';
import { z } from 'zod';
import { InstantMs, Minutes, ShownText } from './values.ts';

/** Who decides a setting; what the organization set cannot be changed here. */
const SetBy = z.enum(['member', 'organization']);
export type SetBy = z.infer<typeof SetBy>;

export const Theme = z.enum(['system', 'light', 'dark']);
export type Theme = z.infer<typeof Theme>;

/** A wall time of the day, `HH:MM`. */
export const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM');

/** Keys as Electron writes them, such as `CommandOrControl+Alt+I`; at least one modifier. */
export const Shortcut = z
  .string()
  .max(60)
  .regex(
    /^((Command|Control|CommandOrControl|Alt|Option|Shift|Super|Meta)\+){1,4}([A-Z0-9]|F([1-9]|1\d|2[0-4])|Space|Home|End|PageUp|PageDown|Insert|Delete|Up|Down|Left|Right)$/,
    'keys such as CommandOrControl+Alt+I',
  );

export const SettingsView = z.strictObject({
  startAtLogin: z.boolean(),
  showTimeInTray: z.boolean(),
  shortcut: z.strictObject({
    keys: Shortcut.nullable(),
    /** `taken`: another app has `refusedKeys`. */
    problem: z.enum(['taken']).nullable(),
    refusedKeys: Shortcut.nullable(),
  }),
  reminders: z.strictObject({
    runningLongMinutes: Minutes.nullable(),
    longBreakMinutes: Minutes.nullable(),
    /** On working days of the member's zone. */
    notClockedInBy: WallTime.nullable(),
  }),
  pauses: z.strictObject({
    isAsking: z.boolean(),
    askingSetBy: SetBy,
    thresholdMinutes: Minutes,
    thresholdSetBy: SetBy,
    /** Within these the member chooses; source: attendance.md, decision 9. */
    fromMinutes: Minutes,
    toMinutes: Minutes,
    organizationMinutes: Minutes.nullable(),
  }),
  theme: Theme,
  updates: z.strictObject({ isAutomatic: z.boolean(), setBy: SetBy }),
  zone: z.strictObject({ name: TimeZone, since: LocalDay.nullable() }),
});
export type SettingsView = z.infer<typeof SettingsView>;

/** One setting at a time; null switches a reminder or the shortcut off. */
export const SettingsChange = z.discriminatedUnion('setting', [
  z.strictObject({ setting: z.literal('startAtLogin'), value: z.boolean() }),
  z.strictObject({ setting: z.literal('showTimeInTray'), value: z.boolean() }),
  z.strictObject({ setting: z.literal('shortcut'), value: Shortcut.nullable() }),
  z.strictObject({ setting: z.literal('runningLongMinutes'), value: Minutes.min(60).max(1440).nullable() }),
  z.strictObject({ setting: z.literal('longBreakMinutes'), value: Minutes.min(15).max(720).nullable() }),
  z.strictObject({ setting: z.literal('notClockedInBy'), value: WallTime.nullable() }),
  z.strictObject({ setting: z.literal('isAsking'), value: z.boolean() }),
  z.strictObject({ setting: z.literal('thresholdMinutes'), value: Minutes.min(5).max(60) }),
  z.strictObject({ setting: z.literal('theme'), value: Theme }),
  z.strictObject({ setting: z.literal('isUpdatingAutomatically'), value: z.boolean() }),
]);
export type SettingsChange = z.infer<typeof SettingsChange>;

const Signal = z.strictObject({
  state: z.enum(['available', 'unavailable', 'unknown']),
  reason: z.enum(['changes_as_expected', 'always_zero', 'no_signal', 'not_seen_yet', 'last_seen']),
  lastSeenAt: InstantMs.nullable(),
});
export type Signal = z.infer<typeof Signal>;

/** What detection can use on this device; shown, never sent. */
export const DetectionView = z.strictObject({
  input: Signal,
  lock: Signal,
  sleep: Signal,
  /** Positive: this device's clock is fast. Null until a server answered. */
  clockFastMs: z.int().nullable(),
});
export type DetectionView = z.infer<typeof DetectionView>;

export const DeviceView = z.strictObject({
  deviceId: z.uuid(),
  name: ShownText,
  system: ShownText,
  linkedAt: InstantMs,
  lastContactAt: InstantMs.nullable(),
  isCurrent: z.boolean(),
  removedAt: InstantMs.nullable(),
});
export type DeviceView = z.infer<typeof DeviceView>;

export const UpdateView = z.strictObject({
  state: z.enum(['not_checked', 'checking', 'up_to_date', 'downloading', 'ready', 'failed', 'unsupported']),
  /** Of the update; null when there is none. */
  version: z.string().max(40).nullable(),
  /** When it was looked for last, with or without an answer. */
  checkedAt: InstantMs.nullable(),
  /** It waits for the clock-out. */
  isDeferred: z.boolean(),
});
export type UpdateView = z.infer<typeof UpdateView>;
