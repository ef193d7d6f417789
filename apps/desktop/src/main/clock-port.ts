import type { ClockCommand, EngineNotice } from '@devpulse/domain/attendance/device/engine-types';
import type { OutboxEntry } from '@devpulse/domain/attendance/device/outbox';
import type { DeviceSession } from '@devpulse/domain/attendance/device/record';
import type { ClockView } from '@devpulse/domain/attendance/device/view';
import type { CommandResult } from './clock/clock-service.ts';

/** What the windows, the tray and the system's events need of the clock of whoever is signed in, in one organization. */
export type ClockPort = {
  view: () => ClockView;
  /** Resolves once what was done is on the disk and was shown; null when it was done. */
  command: (command: ClockCommand) => Promise<CommandResult['refused']>;
  /** What was recorded here and may still be shown; `shown` makes its instants canonical. */
  sessions: () => readonly DeviceSession[];
  shown: (steady: number) => number;
  entries: () => readonly OutboxEntry[];
  /** How many entries of the journal could not be read and were set aside. */
  unreadable: () => number;
  leaveOut: (eventId: string) => boolean;
  sendNow: () => Promise<void>;
  /** Of the system. With `lock` and `suspend` the last sign of life is on the disk when it returns. */
  signal: (type: 'lock' | 'unlock' | 'suspend' | 'resume') => void;
  zoneChanged: () => void;
  /** Whether any window shows the running time. */
  setShown: (isShown: boolean) => void;
  /** Everything that is known is on the disk when it returns. */
  shutDown: () => void;
  /** When each of the system's signals was last heard in this run; null: never. */
  seen: () => { lockAt: number | null; sleepAt: number | null };
  /** Everything that was not sent, as JSON, for the person to keep. */
  exported: () => string;
  close: () => Promise<void>;
};

export type ClockListeners = {
  onChange: () => void;
  onNotice: (notice: EngineNotice) => void;
};
