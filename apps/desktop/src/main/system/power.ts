import type { PowerMonitor } from 'electron';
import type { IdleSource } from '../clock/ports.ts';
import type { ClockPort } from '../clock-port.ts';
import { electronIdle } from './idle.ts';
import { connectLinuxSignals } from './linux.ts';

type Options = {
  power: PowerMonitor;
  platform: NodeJS.Platform;
  clock: () => ClockPort | null;
  /** What the system can tell is known now, or has changed. */
  onFound: () => void;
};

export type PowerSignals = {
  idle: IdleSource;
  readonly hasLock: boolean;
  connect: () => Promise<void>;
};

/**
 * The system's own events, passed on as they come. Nothing here may wait: after `suspend` the machine is soon asleep. On Linux the
 * lock comes from logind, for Electron has no such event there.
 */
export function followPower({ power, platform, clock, onFound }: Options): PowerSignals {
  let idle = electronIdle(power);
  let hasLock = platform !== 'linux';
  power.on('suspend', () => clock()?.signal('suspend'));
  power.on('resume', () => clock()?.signal('resume'));
  power.on('shutdown', () => clock()?.shutDown());
  if (platform !== 'linux') {
    power.on('lock-screen', () => clock()?.signal('lock'));
    power.on('unlock-screen', () => clock()?.signal('unlock'));
  }
  return {
    idle: { idleMs: () => idle.idleMs() },
    get hasLock() {
      return hasLock;
    },
    async connect() {
      if (platform !== 'linux') return;
      const onLock = (isLocked: boolean) => clock()?.signal(isLocked ? 'lock' : 'unlock');
      const found = await connectLinuxSignals(onLock, () => {
        hasLock = false;
        onFound();
      });
      hasLock = found.hasLock;
      if (found.idle) idle = found.idle;
      onFound();
    },
  };
}
