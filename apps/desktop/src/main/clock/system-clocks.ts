import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { MachineClocks } from './ports.ts';

/** The clocks of this machine. `uptime` counts sleep on Linux, macOS and Windows. */
export const systemClocks: MachineClocks = {
  read: () => ({
    wall: Date.now(),
    monoMs: Math.floor(Number(process.hrtime.bigint()) / 1e6),
    uptimeMs: Math.floor(uptime() * 1000),
  }),
  machineRun: () => {
    if (process.platform !== 'linux') return null;
    try {
      return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    } catch {
      return null;
    }
  },
  zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
};
