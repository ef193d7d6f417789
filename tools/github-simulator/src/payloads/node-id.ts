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
