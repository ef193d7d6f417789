/** The organization's and the member's choices that a device keeps to; source: R7, R8, M1. Durations in milliseconds. */
export type DeviceRules = {
  /** Off: quiet times are work. Sleep and a closed app are still asked about, or they would count without anybody knowing. */
  isDetectionOn: boolean;
  idleThresholdMs: number;
  maxOpenMs: number;
  openReminderMs: number;
  breakReminderMs: number;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const DEFAULT_DEVICE_RULES: DeviceRules = {
  isDetectionOn: true,
  idleThresholdMs: 10 * MINUTE,
  maxOpenMs: 14 * HOUR,
  openReminderMs: 10 * HOUR,
  breakReminderMs: 2 * HOUR,
};

/** A clock-out can be taken back for this long; source: attendance.md, decision 13. */
export const UNDO_MS = MINUTE;
/** As much work after a pause as “clock out at its start” may drop; beyond it the offer is gone. Source: decision 7. */
export const DROPPED_WORK_MS = 30 * MINUTE;
