import { isIPv6 } from 'node:net';

/** Under which an address is counted: an IPv4 address as it is, an IPv6 one by its /64, which one household or server holds whole. */
export function networkKey(ipAddress: string): string {
  const address = ipAddress.toLowerCase().replace(/%.*$/, '');
  if (!isIPv6(address)) return address;
  const groups = expand(new URL(`http://[${address}]/`).hostname.slice(1, -1));
  return mappedAddress(groups) ?? `${groups.slice(0, 4).join(':')}::/64`;
}

/** The eight groups of an address in its shortest form, in hexadecimal without leading zeros. */
function expand(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) return before;
  const after = tail === '' ? [] : tail.split(':');
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
}

/** The IPv4 address inside `::ffff:0:0/96`, however it was written; null for any other. */
function mappedAddress(groups: readonly string[]): string | null {
  const [high = '', low = ''] = groups.slice(6);
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return null;
  const bits = Number.parseInt(high, 16) * 0x1_00_00 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256).join('.');
}
