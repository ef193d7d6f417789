/** GitHub's node ids: a prefix per type and the MessagePack of the numbers that identify the thing. */

function packNumber(value: number): Buffer {
  if (value > 0xffff_ffff) {
    const wide = Buffer.alloc(9);
    wide[0] = 0xcf;
    wide.writeBigUInt64BE(BigInt(value), 1);
    return wide;
  }
  const narrow = Buffer.alloc(5);
  narrow[0] = 0xce;
  narrow.writeUInt32BE(value, 1);
  return narrow;
}

/** `nodeId('PR', repositoryId, pullRequestId)` gives `PR_kwDO…`; `nodeId('U', id)` gives `U_kgDO…`. */
export function nodeId(prefix: string, ...numbers: readonly number[]): string {
  const head = Buffer.from([0x91 + numbers.length, 0]);
  const packed = Buffer.concat([head, ...numbers.map(packNumber)]);
  return `${prefix}_${packed.toString('base64url')}`;
}

/** The older form, still used for installations. */
export function legacyNodeId(type: string, id: number): string {
  return Buffer.from(`0${type.length}:${type}${id}`).toString('base64');
}

/** The prefix and the numbers of an id that `nodeId` made; null for any other text. */
export function readNodeId(id: string): { prefix: string; numbers: number[] } | null {
  const at = id.indexOf('_');
  const packed = Buffer.from(id.slice(at + 1), 'base64url');
  if (at < 1 || packed.length < 2) return null;
  const numbers: number[] = [];
  for (let offset = 2; offset < packed.length; ) {
    const isWide = packed[offset] === 0xcf;
    const end = offset + (isWide ? 9 : 5);
    if (end > packed.length) return null;
    numbers.push(isWide ? Number(packed.readBigUInt64BE(offset + 1)) : packed.readUInt32BE(offset + 1));
    offset = end;
  }
  return { prefix: id.slice(0, at), numbers };
}
