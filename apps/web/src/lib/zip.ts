import { crc32, deflateRawSync } from 'node:zlib';

export type ZipEntry = { name: string; text: string };

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const UTF8_NAMES = 0x0800;
const DEFLATE = 8;
/** 1 January 1980, the first day that the format knows: what is inside says when it was made. */
const FIRST_DAY = 0x21;

/** A ZIP archive (APPNOTE 6.3.10, without ZIP64: under 4 GiB and 65,536 entries) of texts in UTF-8. */
export function zipOf(entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const content = Buffer.from(entry.text);
    const packed = deflateRawSync(content);
    const fields = fieldsOf({ name, content, packed });
    const local = Buffer.concat([uint32(LOCAL_HEADER), uint16(VERSION), fields, uint16(0), name, packed]);
    directory.push(
      Buffer.concat([
        uint32(CENTRAL_HEADER),
        uint16(VERSION),
        uint16(VERSION),
        fields,
        Buffer.alloc(12),
        uint32(offset),
        name,
      ]),
    );
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.concat([
    uint32(END),
    Buffer.alloc(4),
    uint16(entries.length),
    uint16(entries.length),
    uint32(central.length),
    uint32(offset),
    uint16(0),
  ]);
  return new Uint8Array(Buffer.concat([...parts, central, end]));
}

/** What the local header and the directory say alike: flags, method, time, checksum, sizes and the length of the name. */
function fieldsOf({ name, content, packed }: { name: Buffer; content: Buffer; packed: Buffer }): Buffer {
  return Buffer.concat([
    uint16(UTF8_NAMES),
    uint16(DEFLATE),
    uint16(0),
    uint16(FIRST_DAY),
    uint32(crc32(content)),
    uint32(packed.length),
    uint32(content.length),
    uint16(name.length),
  ]);
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
