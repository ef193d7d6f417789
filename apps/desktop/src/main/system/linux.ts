import type { IdleSource } from '../clock/ports.ts';
import { readSystemVariables } from '../env.ts';
import { socketOfAddress } from './dbus/bus.ts';
import { mutterIdle } from './idle.ts';
import { watchLock } from './linux-signals.ts';

export type LinuxSignals = { idle: IdleSource | null; hasLock: boolean };

/** What Linux tells over D-Bus and Electron does not: the lock, and on GNOME the time since the last input. */
export async function connectLinuxSignals(
  onLock: (isLocked: boolean) => void,
  onLockGone: () => void,
): Promise<LinuxSignals> {
  const { sessionBus, systemBus } = readSystemVariables();
  const userId = process.getuid?.() ?? 0;
  const placeOf = (address: string | null) => {
    const socketPath = address === null ? null : socketOfAddress(address);
    return socketPath === null ? null : { socketPath, userId };
  };
  const [system, session] = [placeOf(systemBus), placeOf(sessionBus)];
  const [lock, idle] = await Promise.all([
    system && watchLock(system, { processId: process.pid, onLock, onGone: onLockGone }),
    session && mutterIdle(session),
  ]);
  return { idle, hasLock: lock !== null };
}
