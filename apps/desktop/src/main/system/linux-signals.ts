import { type Bus, connectBus } from './dbus/bus.ts';
import type { DBusMessage } from './dbus/message.ts';
import type { DBusValue } from './dbus/wire.ts';

const LOGIND = 'org.freedesktop.login1';
const SESSION = 'org.freedesktop.login1.Session';
const PROPERTIES = 'org.freedesktop.DBus.Properties';
const MUTTER = {
  destination: 'org.gnome.Mutter.IdleMonitor',
  path: '/org/gnome/Mutter/IdleMonitor/Core',
  interface: 'org.gnome.Mutter.IdleMonitor',
};

type BusPlace = { socketPath: string; userId: number };

export type LockWatch = { close: () => void };
type LockListeners = { processId: number; onLock: (isLocked: boolean) => void; onGone: () => void };

/**
 * Whether the screen of this login is locked, from logind. Electron has no such event on Linux. Null where logind or a session is
 * missing. Source: org.freedesktop.login1(5), `LockedHint`, `Lock` and `Unlock`.
 */
export async function watchLock(
  place: BusPlace,
  { processId, onLock, onGone }: LockListeners,
): Promise<LockWatch | null> {
  let path = '';
  let isLocked = false;
  const tell = (next: boolean) => {
    if (next === isLocked) return;
    isLocked = next;
    onLock(next);
  };
  const hear = (signal: DBusMessage) => {
    if (signal.path !== path) return;
    if (signal.interface === SESSION && signal.member === 'Lock') tell(true);
    if (signal.interface === SESSION && signal.member === 'Unlock') tell(false);
    if (signal.member === 'PropertiesChanged' && signal.body[0] === SESSION) {
      const hint = lockedHint(signal.body[1]);
      if (hint !== null) tell(hint);
    }
  };
  const bus = await connectBus({ ...place, onSignal: hear, onClose: onGone }).catch(() => null);
  if (!bus) return null;
  try {
    path = await sessionPath(bus, processId);
    await bus.watch(`type='signal',sender='${LOGIND}',path='${path}'`);
    const [current] = await bus.call({
      destination: LOGIND,
      path,
      interface: PROPERTIES,
      member: 'Get',
      arguments: [SESSION, 'LockedHint'],
    });
    tell(isVariant(current) && current.value === true);
    return { close: () => bus.close() };
  } catch {
    bus.close();
    return null;
  }
}

async function sessionPath(bus: Bus, processId: number): Promise<string> {
  const manager = { destination: LOGIND, path: '/org/freedesktop/login1', interface: `${LOGIND}.Manager` };
  const byProcess = bus.call({ ...manager, member: 'GetSessionByPID', arguments: [processId] });
  // a service of the user manager has no session of its own
  const [path] = await byProcess.catch(() =>
    bus.call({ ...manager, member: 'GetSession', arguments: ['auto'] }),
  );
  if (typeof path !== 'string' || !/^\/[\w/]+$/.test(path)) throw new Error('logind: no session');
  return path;
}

function lockedHint(changed: DBusValue | undefined): boolean | null {
  if (!Array.isArray(changed)) return null;
  for (const entry of changed) {
    if (Array.isArray(entry) && entry[0] === 'LockedHint' && isVariant(entry[1]))
      return entry[1].value === true;
  }
  return null;
}

function isVariant(value: DBusValue | undefined): value is { signature: string; value: DBusValue } {
  return typeof value === 'object' && !Array.isArray(value);
}

export type IdleSource = { idleMs: () => Promise<number | null>; close: () => void };

/** Milliseconds since the last input, from GNOME's compositor; null where it is not there. The figure is held in memory alone. */
export async function connectMutterIdle(place: BusPlace): Promise<IdleSource | null> {
  let isGone = false;
  const onClose = () => {
    isGone = true;
  };
  const bus = await connectBus({ ...place, onSignal: () => {}, onClose }).catch(() => null);
  if (!bus) return null;
  const idleMs = async () => {
    if (isGone) return null;
    const [value] = await bus.call({ ...MUTTER, member: 'GetIdletime' }).catch(() => []);
    return typeof value === 'bigint' ? Number(value) : null;
  };
  if ((await idleMs()) === null) {
    bus.close();
    return null;
  }
  return { idleMs, close: () => bus.close() };
}
