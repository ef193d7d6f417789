import { mkdtempSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { MESSAGE_TYPES, messageLength, readMessage } from '../src/main/system/dbus/message.ts';
import { Writer } from '../src/main/system/dbus/wire.ts';

/** What stands after the header of a message, and its signature. */
type Body = { signature: string; bytes: Buffer };
/** Body, error by its name, or bytes that go out as they are; null for no answer. */
export type Answer = Body | { error: string } | { raw: Buffer } | null;

const NOTHING: Body = { signature: '', bytes: Buffer.alloc(0) };
export const textBody = (type: 's' | 'o', value: string): Body => ({
  signature: type,
  bytes: new Writer().text(value).toBuffer(),
});
export const uint64Body = (value: bigint): Body => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return { signature: 't', bytes };
};
export const booleanBody = (value: boolean): Body => ({
  signature: 'v',
  bytes: new Writer()
    .signature('b')
    .uint32(value ? 1 : 0)
    .toBuffer(),
});

/** `PropertiesChanged` of a boolean. */
export const changedBody = (owner: string, name: string, value: boolean): Body => {
  const entry = new Writer()
    .text(name)
    .signature('b')
    .uint32(value ? 1 : 0)
    .toBuffer();
  const head = new Writer().text(owner);
  head.align(4).uint32(entry.length).align(8).bytes(entry).uint32(0);
  return { signature: 'sa{sv}as', bytes: head.toBuffer() };
};

type Fields = { path?: string; interface?: string; member?: string; replySerial?: number };

function message(
  type: number,
  { path: at, interface: name, member, replySerial }: Fields,
  body: Body,
): Buffer {
  const fields = new Writer();
  const text = (number: number, code: string, value: string | undefined) => {
    if (value !== undefined) fields.align(8).byte(number).signature(code).text(value);
  };
  text(1, 'o', at);
  text(2, 's', name);
  text(3, 's', member);
  if (replySerial !== undefined) fields.align(8).byte(5).signature('u').uint32(replySerial);
  if (body.signature !== '') fields.align(8).byte(8).signature('g').signature(body.signature);
  return new Writer()
    .byte(0x6c)
    .byte(type)
    .byte(0)
    .byte(1)
    .uint32(body.bytes.length)
    .uint32(1)
    .uint32(fields.length)
    .bytes(fields.toBuffer())
    .align(8)
    .bytes(body.bytes)
    .toBuffer();
}

/** A D-Bus of one's own on a socket, whose services are what `answers` has by their member; others are unknown. */
export async function startFakeBus(answers: Record<string, Answer>, greeting: string | null = 'OK 0123\r\n') {
  const socketPath = path.join(mkdtempSync(path.join(os.tmpdir(), 'devpulse-bus-')), 'bus');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    let held: Buffer = Buffer.alloc(0);
    let isIn = false;
    socket.on('data', (bytes: Buffer) => {
      held = Buffer.concat([held, bytes]);
      if (!isIn) {
        const begin = held.indexOf('BEGIN\r\n');
        if (begin < 0) return void (greeting !== null && socket.write(greeting));
        isIn = true;
        held = held.subarray(begin + 7);
      }
      for (let size = messageLength(held); size !== null && held.length >= size; size = messageLength(held)) {
        reply(socket, held.subarray(0, size));
        held = held.subarray(size);
      }
    });
  });
  const known: Record<string, Answer> = { Hello: textBody('s', ':1.1'), AddMatch: NOTHING, ...answers };
  const reply = (socket: Socket, asked: Buffer) => {
    const { member } = readMessage(asked);
    const answer = member in known ? known[member] : { error: 'ServiceUnknown' };
    if (!answer) return;
    if ('raw' in answer) return void socket.write(answer.raw);
    const to = { replySerial: asked.readUInt32LE(8) };
    if ('error' in answer) socket.write(message(MESSAGE_TYPES.error, to, textBody('s', answer.error)));
    else socket.write(message(MESSAGE_TYPES.reply, to, answer));
  };
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    place: { socketPath, userId: 1000 },
    answers: known,
    get connections() {
      return sockets.size;
    },
    signal(fields: { path: string; interface: string; member: string }, body: Body = NOTHING) {
      for (const socket of sockets) socket.write(message(MESSAGE_TYPES.signal, fields, body));
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
