import type { EngineNotice } from '@devpulse/domain/attendance/device/engine-types';
import type { Reading } from '@devpulse/domain/attendance/device/reading';
import type { DeviceRules } from '@devpulse/domain/attendance/device/rules';

export type MachineClocks = {
  read(): Reading;
  /** What the system calls this run of the machine; null where it does not say. */
  machineRun(): string | null;
  /** The system's time zone. */
  zone(): string;
};

export type IdleSource = {
  /** Milliseconds since the last input; null where the system does not say. */
  idleMs(): number | null;
};

export type Scheduler = {
  /** Runs again and again; the answer ends that. */
  every(milliseconds: number, run: () => void): () => void;
  /** Runs once; the answer prevents it. */
  after(milliseconds: number, run: () => void): () => void;
};

export type ClockPorts = {
  clocks: MachineClocks;
  idle: IdleSource;
  scheduler: Scheduler;
  /** UUID version 7. */
  newId: () => string;
  /** A random UUID, for a run of the machine. */
  newBootId: () => string;
  /**
   * Shows what is new. A found pause has been shown when it resolves; nothing of a step is sent before.
   */
  present: (notices: readonly EngineNotice[]) => void | Promise<void>;
  /** The member's own choices on this device, over what the server says. */
  ownRules: () => Partial<DeviceRules>;
};
