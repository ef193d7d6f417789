/**
 * The part of the D-Bus wire format that asking two services takes: little-endian messages, basic types, variants, arrays,
 * structs and dictionaries. Source: D-Bus Specification 0.43, “Marshaling” and “Message Format”.
 */
export type DBusValue =
  | string
  | number
  | bigint
  | boolean
  | DBusValue[]
  | { signature: string; value: DBusValue };

const ALIGNMENT: Record<string, number> = {
  y: 1,
  g: 1,
  v: 1,
  n: 2,
  q: 2,
  b: 4,
  i: 4,
  u: 4,
  h: 4,
  s: 4,
  o: 4,
  a: 4,
  x: 8,
  t: 8,
  d: 8,
  '(': 8,
  '{': 8,
};
const MAX_DEPTH = 32;
/** What this app reads is small; a longer message is passed over. */
export const MAX_MESSAGE_BYTES = 1 << 20;

/** The complete types of a signature, such as `a{sv}` and `s` of `a{sv}s`. */
export function completeTypes(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length; ) {
    const end = endOfType(signature, at, 0);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

function endOfType(signature: string, at: number, depth: number): number {
  const code = signature[at];
  if (code === undefined || !(code in ALIGNMENT) || depth > MAX_DEPTH)
    throw new Error('D-Bus: bad signature');
  if (code === 'a') return endOfType(signature, at + 1, depth + 1);
  if (code !== '(' && code !== '{') return at + 1;
  const close = code === '(' ? ')' : '}';
  // an array of what takes no bytes would never end
  if (signature[at + 1] === close) throw new Error('D-Bus: bad signature');
  let end = at + 1;
  while (signature[end] !== close) end = endOfType(signature, end, depth + 1);
  return end + 1;
}

export class Reader {
  readonly #bytes: Buffer;
  #at: number;
  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get position(): number {
    return this.#at;
  }

  align(to: number): void {
    this.#at = Math.ceil(this.#at / to) * to;
  }

  all(signature: string): DBusValue[] {
    return completeTypes(signature).map((type) => this.value(type, 0));
  }

  value(type: string, depth: number): DBusValue {
    if (depth > MAX_DEPTH) throw new Error('D-Bus: too deep');
    this.align(ALIGNMENT[type[0] ?? ''] ?? 1);
    switch (type[0]) {
      case 'a':
        return this.#array(type.slice(1), depth);
      case '(':
      case '{':
        return completeTypes(type.slice(1, -1)).map((inner) => this.value(inner, depth + 1));
      case 'v': {
        const signature = this.#text(this.#take(1).readUInt8());
        const [only, ...rest] = completeTypes(signature);
        if (only === undefined || rest.length > 0) throw new Error('D-Bus: bad variant');
        return { signature, value: this.value(only, depth + 1) };
      }
      default:
        return this.#basic(type);
    }
  }

  #basic(type: string): DBusValue {
    switch (type) {
      case 'y':
        return this.#take(1).readUInt8();
      case 'n':
        return this.#take(2).readInt16LE();
      case 'q':
        return this.#take(2).readUInt16LE();
      case 'b':
        return this.#take(4).readUInt32LE() === 1;
      case 'i':
        return this.#take(4).readInt32LE();
      case 'u':
      case 'h':
        return this.#take(4).readUInt32LE();
      case 'x':
        return this.#take(8).readBigInt64LE();
      case 't':
        return this.#take(8).readBigUInt64LE();
      case 'd':
        return this.#take(8).readDoubleLE();
      case 's':
      case 'o':
        return this.#text(this.#take(4).readUInt32LE());
      case 'g':
        return this.#text(this.#take(1).readUInt8());
      default:
        throw new Error('D-Bus: unknown type');
    }
  }

  #array(inner: string, depth: number): DBusValue[] {
    const length = this.#take(4).readUInt32LE();
    this.align(ALIGNMENT[inner[0] ?? ''] ?? 1);
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new Error('D-Bus: array beyond its message');
    const items: DBusValue[] = [];
    while (this.#at < end) items.push(this.value(inner, depth + 1));
    return items;
  }

  #text(length: number): string {
    const text = this.#take(length).toString('utf8');
    this.#take(1);
    return text;
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new Error('D-Bus: message ends too soon');
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }
}

export class Writer {
  #parts: Buffer[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  align(to: number): this {
    return this.#put(Buffer.alloc((to - (this.#length % to)) % to));
  }
  byte(value: number): this {
    return this.#put(Buffer.of(value));
  }
  uint32(value: number): this {
    this.align(4);
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return this.#put(bytes);
  }
  text(value: string): this {
    const bytes = Buffer.from(value, 'utf8');
    return this.uint32(bytes.length).#put(bytes).byte(0);
  }
  signature(value: string): this {
    return this.byte(value.length).#put(Buffer.from(value)).byte(0);
  }
  bytes(value: Buffer): this {
    return this.#put(value);
  }
  toBuffer(): Buffer {
    return Buffer.concat(this.#parts);
  }
  #put(bytes: Buffer): this {
    this.#parts.push(bytes);
    this.#length += bytes.length;
    return this;
  }
}
