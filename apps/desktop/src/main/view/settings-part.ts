import type { ClockView as DeviceView } from '@devpulse/domain/attendance/device/view';
import type { DetectionView, DeviceView as LinkedDevice, SettingsView, Signal } from '../../ipc/settings.ts';
import type { Known } from '../server/server-facts.ts';
import type { Settings } from '../settings/settings.ts';

type Chosen = {
  settings: Settings;
  shortcut: { keys: string | null; refusedKeys: string | null };
  known: Known | null;
  zone: string;
};

/** What is set, and by whom. Before the server said its rules, the defaults of attendance.md hold. */
export function settingsPart({ settings, shortcut, known, zone }: Chosen): SettingsView {
  const rules = known?.organization?.rules;
  const from = rules?.idleMinimumMinutes ?? 5;
  const to = rules?.idleMaximumMinutes ?? 60;
  const isOff = rules?.idlePolicy === 'off';
  return {
    startAtLogin: settings.startAtLogin,
    showTimeInTray: settings.showTimeInTray,
    shortcut: {
      keys: shortcut.keys,
      problem: shortcut.refusedKeys === null ? null : 'taken',
      refusedKeys: shortcut.refusedKeys,
    },
    reminders: {
      runningLongMinutes: settings.runningLongMinutes,
      longBreakMinutes: settings.longBreakMinutes,
      notClockedInBy: settings.notClockedInBy,
    },
    pauses: {
      isAsking: rules ? rules.isDetectionOn : true,
      askingSetBy: isOff || rules?.maySwitchDetectionOff === false ? 'organization' : 'member',
      thresholdMinutes: rules?.idleThresholdMinutes ?? 10,
      thresholdSetBy: isOff || from === to ? 'organization' : 'member',
      fromMinutes: from,
      toMinutes: to,
      organizationMinutes: null,
    },
    theme: settings.theme,
    updates: { isAutomatic: settings.isUpdatingAutomatically, setBy: 'member' },
    zone: { name: chosenZone(known) ?? zone, since: null },
  };
}

/** Null where the zone is the one of this system, which the server hears of later than this device. */
function chosenZone(known: Known | null): string | null {
  const told = known?.organization?.zone;
  return told?.mode === 'chosen' ? told.zone : null;
}

/** What the system's signals have shown so far in this run. */
export type Detection = {
  hasLockSignal: boolean;
  lockSeenAt: number | null;
  sleepSeenAt: number | null;
};

export function detectionPart(
  { hasLockSignal, lockSeenAt, sleepSeenAt }: Detection,
  clock: DeviceView | null,
): DetectionView {
  return {
    input: inputSignal(clock),
    lock: hasLockSignal
      ? signal('available', lockSeenAt === null ? 'not_seen_yet' : 'last_seen', lockSeenAt)
      : signal('unavailable', 'no_signal'),
    sleep: signal('available', sleepSeenAt === null ? 'not_seen_yet' : 'last_seen', sleepSeenAt),
    clockFastMs: clock?.wrongClockMs == null ? null : -Math.round(clock.wrongClockMs),
  };
}

function inputSignal(clock: DeviceView | null): Signal {
  if (!clock || clock.idleSource === 'off') return signal('unknown', 'not_seen_yet');
  return clock.idleSource === 'works'
    ? signal('available', 'changes_as_expected')
    : signal('unavailable', 'always_zero');
}

const signal = (
  state: Signal['state'],
  reason: Signal['reason'],
  lastSeenAt: number | null = null,
): Signal => ({
  state,
  reason,
  lastSeenAt,
});

export function devicesPart(known: Known | null): LinkedDevice[] {
  return (known?.devices ?? []).map(({ id, name, os, linkedAt, lastSeenAt, isCurrent }) => ({
    deviceId: id,
    name,
    system: os,
    linkedAt: Date.parse(linkedAt),
    lastContactAt: Date.parse(lastSeenAt),
    isCurrent,
    removedAt: null,
  }));
}
