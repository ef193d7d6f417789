import { type DBusValue, MAX_MESSAGE_BYTES, Reader, Writer } from './wire.ts';

export const MESSAGE_TYPES = { call: 1, reply: 2, error: 3, signal: 4 } as const;
const HEADER_BYTES = 16;

/** Header fields by their number; source: D-Bus Specification, “Header Fields”. */
const FIELD = { path: 1, interface: 2, member: 3, replySerial: 5, destination: 6, signature: 8 } as const;

export type DBusCall = {
  destination: string;
  path: string;
  interface: string;
  member: string;
  /** Strings and unsigned numbers alone: that is all this app ever asks with. */
  arguments?: readonly (string | number)[];
};

export type DBusMessage = {
  type: number;
  path: string;
  interface: string;
  member: string;
  replySerial: number | null;
  body: DBusValue[];
};

export function writeCall(call: DBusCall, serial: number): Buffer {
  const given = call.arguments ?? [];
  const body = new Writer();
  for (const value of given) typeof value === 'string' ? body.text(value) : body.uint32(value);
  const fields = new Writer();
  const field = (number: number, type: 's' | 'o' | 'g', value: string) => {
    fields.align(8).byte(number).signature(type);
    if (type === 'g') fields.signature(value);
    else fields.text(value);
  };
  field(FIELD.path, 'o', call.path);
  field(FIELD.destination, 's', call.destination);
  field(FIELD.interface, 's', call.interface);
  field(FIELD.member, 's', call.member);
  if (given.length > 0) {
    field(FIELD.signature, 'g', given.map((value) => (typeof value === 'string' ? 's' : 'u')).join(''));
  }
  return new Writer()
    .byte(0x6c)
    .byte(MESSAGE_TYPES.call)
    .byte(0)
    .byte(1)
    .uint32(body.length)
    .uint32(serial)
    .uint32(fields.length)
    .bytes(fields.toBuffer())
    .align(8)
    .bytes(body.toBuffer())
    .toBuffer();
}

/** How many bytes the message at the front has; null until its header is whole. Throws when it is not one. */
export function messageLength(bytes: Buffer): number | null {
  if (bytes.length < HEADER_BYTES) return null;
  if (bytes[0] !== 0x6c) throw new Error('D-Bus: not little-endian');
  const fields = Math.ceil(bytes.readUInt32LE(12) / 8) * 8;
  const length = HEADER_BYTES + fields + bytes.readUInt32LE(4);
  if (length > MAX_MESSAGE_BYTES) throw new Error('D-Bus: message too long');
  return length;
}

export function readMessage(bytes: Buffer): DBusMessage {
  const reader = new Reader(bytes, 12);
  const fields = new Map<number, DBusValue>();
  for (const entry of reader.value('a(yv)', 0) as [number, { value: DBusValue }][]) {
    fields.set(entry[0], entry[1].value);
  }
  reader.align(8);
  const text = (number: number) => String(fields.get(number) ?? '');
  const serial = fields.get(FIELD.replySerial);
  return {
    type: bytes[1] ?? 0,
    path: text(FIELD.path),
    interface: text(FIELD.interface),
    member: text(FIELD.member),
    replySerial: typeof serial === 'number' ? serial : null,
    body: reader.all(text(FIELD.signature)),
  };
}
