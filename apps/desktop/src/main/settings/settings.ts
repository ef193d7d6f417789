import { LocalDay } from '@devpulse/contracts/primitives';
import { z } from 'zod';
import { Shortcut, Theme, WallTime } from '../../ipc/settings.ts';
import { readWhole, setAside, writeWhole } from '../files/atomic-file.ts';

/** What the member chose on this device. What the server keeps (threshold, whether pauses are asked about) is not here. */
export const Settings = z.object({
  server: z.url().nullable().default(null),
  organization: z.string().max(100).nullable().default(null),
  startAtLogin: z.boolean().default(false),
  showTimeInTray: z.boolean().default(true),
  shortcut: Shortcut.nullable().default(null),
  runningLongMinutes: z.int().min(60).max(1440).nullable().default(600),
  longBreakMinutes: z.int().min(15).max(720).nullable().default(120),
  notClockedInBy: WallTime.nullable().default(null),
  /** The local day on which it was told last that nobody had clocked in. */
  remindedOn: LocalDay.nullable().default(null),
  theme: Theme.default('system'),
  isUpdatingAutomatically: z.boolean().default(true),
  /** Ids of lasting notices that were answered with “OK”. */
  dismissed: z.array(z.string().max(120)).max(200).default([]),
});
export type Settings = z.infer<typeof Settings>;

export type SettingsStore = {
  readonly now: Readonly<Settings>;
  change: (change: Partial<Settings>) => void;
};

/** A file that cannot be read is set aside, never deleted, and the settings begin anew. */
export function openSettings(file: string, now: number): SettingsStore {
  let settings = readSettings(file, now);
  return {
    get now() {
      return settings;
    },
    change(change) {
      const next = Settings.parse({ ...settings, ...change });
      writeWhole(file, `${JSON.stringify(next, null, 2)}\n`);
      settings = next;
    },
  };
}

function readSettings(file: string, now: number): Settings {
  const text = readWhole(file)?.toString('utf8');
  if (text === undefined) return Settings.parse({});
  try {
    return Settings.parse(JSON.parse(text));
  } catch {
    setAside(file, now);
    return Settings.parse({});
  }
}
