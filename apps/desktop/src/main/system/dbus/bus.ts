import { connect, type Socket } from 'node:net';
import {
  type DBusCall,
  type DBusMessage,
  MESSAGE_TYPES,
  messageLength,
  readMessage,
  writeCall,
} from './message.ts';
import type { DBusValue } from './wire.ts';

export type Bus = {
  call: (call: DBusCall) => Promise<DBusValue[]>;
  /** The rule of the bus itself decides what comes; `onSignal` hears all of it. */
  watch: (rule: string) => Promise<void>;
  close: () => void;
};

type Options = {
  /** A Unix socket's path, or an abstract name that begins with NUL. */
  socketPath: string;
  userId: number;
  onSignal: (signal: DBusMessage) => void;
  onClose: () => void;
};

const BUS = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};
const ANSWER_LIMIT_MS = 5_000;

/** The first Unix socket of an address such as `unix:path=/run/dbus/system_bus_socket`; null when there is none. */
export function socketOfAddress(address: string): string | null {
  for (const one of address.split(';')) {
    const path = /^unix:(?:.*,)?path=([^,;]+)/.exec(one)?.[1];
    if (path) return decodeURIComponent(path);
    const abstract = /^unix:(?:.*,)?abstract=([^,;]+)/.exec(one)?.[1];
    if (abstract) return `\0${decodeURIComponent(abstract)}`;
  }
  return null;
}

/** Connects as this account (EXTERNAL) and says hello. Rejects when there is no bus that answers. */
export async function connectBus({ socketPath, userId, onSignal, onClose }: Options): Promise<Bus> {
  const socket = connect({ path: socketPath });
  const waiting = new Map<number, { resolve: (body: DBusValue[]) => void; reject: (error: Error) => void }>();
  let serial = 0;
  const fail = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    socket.destroy();
  };
  socket.on('error', fail);
  socket.on('close', () => {
    fail(new Error('D-Bus: closed'));
    onClose();
  });
  await authenticate(socket, userId).catch((error: Error) => {
    socket.destroy();
    throw error;
  });
  receive(socket, fail, (message) => {
    if (message.type === MESSAGE_TYPES.signal) return onSignal(message);
    const asked = message.replySerial === null ? undefined : waiting.get(message.replySerial);
    if (!asked) return;
    waiting.delete(message.replySerial as number);
    if (message.type === MESSAGE_TYPES.reply) asked.resolve(message.body);
    else asked.reject(new Error(`D-Bus: ${String(message.body[0] ?? 'refused')}`));
  });
  const call = (wanted: DBusCall) => {
    serial += 1;
    const { promise, resolve, reject } = Promise.withResolvers<DBusValue[]>();
    const mine = serial;
    const timer = setTimeout(() => {
      waiting.delete(mine);
      reject(new Error('D-Bus: no answer'));
    }, ANSWER_LIMIT_MS);
    timer.unref();
    waiting.set(mine, { resolve, reject });
    socket.write(writeCall(wanted, mine));
    return promise.finally(() => clearTimeout(timer));
  };
  await call({ ...BUS, member: 'Hello' }).catch((error: Error) => {
    socket.destroy();
    throw error;
  });
  socket.unref();
  return {
    call,
    watch: async (rule) => {
      await call({ ...BUS, member: 'AddMatch', arguments: [rule] });
    },
    close: () => socket.destroy(),
  };
}

function authenticate(socket: Socket, userId: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const failed = () => reject(new Error('D-Bus: not let in'));
  let answer = '';
  const hear = (bytes: Buffer) => {
    answer += bytes.toString('latin1');
    if (!answer.includes('\r\n')) return answer.length > 512 ? failed() : undefined;
    socket.off('data', hear);
    socket.off('close', failed);
    if (!answer.startsWith('OK ')) return failed();
    socket.write('BEGIN\r\n');
    resolve();
  };
  socket.on('data', hear);
  socket.once('close', failed);
  const timer = setTimeout(failed, ANSWER_LIMIT_MS);
  timer.unref();
  socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(userId)).toString('hex')}\r\n`);
  return promise.finally(() => clearTimeout(timer));
}

function receive(
  socket: Socket,
  fail: (error: Error) => void,
  onMessage: (message: DBusMessage) => void,
): void {
  let held: Buffer = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    try {
      held = Buffer.concat([held, bytes]);
      for (
        let length = messageLength(held);
        length !== null && held.length >= length;
        length = messageLength(held)
      ) {
        const message = readMessage(held.subarray(0, length));
        held = held.subarray(length);
        onMessage(message);
      }
    } catch (error) {
      fail(error as Error);
    }
  });
}
