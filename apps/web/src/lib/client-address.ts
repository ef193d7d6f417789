import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Headers by which a client could pass for a proxy, for another request, or for somebody else. */
const CLAIMS = [
  'x-middleware-subrequest',
  'x-user-id',
  'x-org-id',
  'x-http-method-override',
  'x-method-override',
];
const PROXY_HEADERS = ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'forwarded', 'x-real-ip'];
const CLIENT_HEADER = 'x-devpulse-client';
/** Methods that no web request object can stand for; Next fails on them. */
const UNHEARD_OF = ['TRACE', 'TRACK', 'CONNECT'];
const KEY = Symbol.for('devpulse.web.client-key');

/** Addresses and ranges such as `10.0.0.0/8` whose word on forwarded addresses is believed. */
export function trustedProxies(ranges: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** The last address of the chain that no trusted proxy vouches away; what the client wrote itself is never reached. */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  isTrusted: (address: string) => boolean,
): string {
  let address = plainAddress(socketAddress ?? '');
  const hops = (forwardedFor ?? '').split(',').map((hop) => plainAddress(hop.trim()));
  while (isTrusted(address)) {
    const hop = hops.pop();
    if (hop === undefined || isIP(hop) === 0) break;
    address = hop;
  }
  return address;
}

function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/**
 * Rewrites the headers of a raw request before anything reads them: one true client address, no claims. The address also stands in
 * a header with a key of this process, so that one which was not rewritten is never believed.
 */
export function normalizeHeaders(request: IncomingMessage, isTrusted: (address: string) => boolean): void {
  const { headers, socket } = request;
  const forwarded = headers['x-forwarded-for'];
  const peer = plainAddress(socket.remoteAddress ?? '');
  const address = clientAddress(peer, Array.isArray(forwarded) ? forwarded.join(',') : forwarded, isTrusted);
  if (UNHEARD_OF.includes(request.method ?? '')) request.method = 'OPTIONS';
  for (const name of CLAIMS) delete headers[name];
  if (!isTrusted(peer)) for (const name of PROXY_HEADERS) delete headers[name];
  headers['x-forwarded-for'] = address;
  headers[CLIENT_HEADER] = `${processKey()} ${address}`;
}

/** The address that `normalizeHeaders` found; null for a request that it has not seen. */
export function knownClientAddress(headers: { get(name: string): string | null }): string | null {
  const [key, address] = (headers.get(CLIENT_HEADER) ?? '').split(' ');
  return key === processKey() && address !== undefined && isIP(address) !== 0 ? address : null;
}

/** Shared by the bundles of one process. */
function processKey(): string {
  const shared = globalThis as typeof globalThis & { [KEY]?: string };
  shared[KEY] ??= randomBytes(16).toString('hex');
  return shared[KEY];
}
