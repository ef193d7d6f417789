import { lookup as systemLookup } from 'node:dns/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { isLoopback, isPublicAddress } from './public-address.ts';

const PATIENCE_MS = 5_000;
const LARGEST_BYTES = 1_048_576;
const BODILESS = new Set([204, 205, 304]);

type Address = { address: string; family: number };

export type OutboundLimits = {
  /** From the name to the last byte; 5 seconds without it. */
  timeoutMs?: number;
  /** Of an answer; 1 MiB without it. */
  largestBytes?: number;
  /** Hands answers of 3xx out, so that the caller decides where to ask next; refuses them without it. */
  returnsRedirects?: boolean;
};

export type SafeFetchOptions = OutboundLimits & {
  /** Any address: for hosts that the operator of the instance has configured, never for what a tenant enters. */
  allowAnyAddress?: boolean;
  /** The one origin that may be asked by plain http, as long as it is on this machine. */
  plainHttpOrigin?: string;
  /** Plain http, and addresses of this machine, whatever the origin: for tests alone. No environment variable leads here. */
  allowLoopback?: boolean;
  resolve?: (host: string) => Promise<Address[]>;
};

export type SafeFetch = typeof fetch & { readonly allowsHttp: boolean };

/** A request was not made, or its answer not read. The message is for the log; who asked is told no more than that it failed. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
}

type Target = { url: URL; address: Address };

/**
 * `fetch` for addresses that somebody entered: https only, to a public address. The name is resolved once, every address of it is
 * checked, and the connection goes to the one that was checked, whatever the name says a moment later. No redirect is followed, and
 * time and size have a limit. Rejects with an OutboundError.
 */
export function createSafeFetch(options: SafeFetchOptions = {}): SafeFetch {
  const { timeoutMs = PATIENCE_MS, allowLoopback = false, plainHttpOrigin = '' } = options;
  const safeFetch: typeof fetch = async (input, init) => {
    const request = readRequest(input, init);
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
    const body = request.body === null ? null : Buffer.from(await request.arrayBuffer());
    const url = new URL(request.url);
    try {
      const address = await withSignal(findAddress(url, options), signal);
      return await send({ url, address }, { request, body, signal, options });
    } catch (error) {
      if (error instanceof OutboundError) throw error;
      const reason = signal.aborted ? `did not answer within ${timeoutMs} ms` : 'could not be reached';
      throw new OutboundError(`${url.host} ${reason}`, { cause: error });
    }
  };
  return Object.assign(safeFetch, { allowsHttp: allowLoopback || plainHttpOrigin.startsWith('http:') });
}

/**
 * `fetch` for a host that the operator of the instance has configured: any address, by https. By plain http that very origin alone, and
 * only on this machine. Rejects with an OutboundError.
 */
export function createOperatorFetch(origin: string, limits: OutboundLimits = {}): SafeFetch {
  return createSafeFetch({ ...limits, allowAnyAddress: true, plainHttpOrigin: origin });
}

/** Refuses what is no URL, and a URL with a user in it. */
function readRequest(input: Parameters<typeof fetch>[0], init?: RequestInit): Request {
  try {
    return new Request(input, { ...init, redirect: 'manual' });
  } catch (error) {
    throw new OutboundError('This is no address to ask', { cause: error });
  }
}

async function findAddress(url: URL, options: SafeFetchOptions): Promise<Address> {
  const { allowLoopback = false, allowAnyAddress = false, resolve = resolveAll } = options;
  const isSecure = url.protocol === 'https:';
  const isPlain = url.protocol === 'http:' && (allowLoopback || url.origin === options.plainHttpOrigin);
  if (!isSecure && !isPlain) throw new OutboundError(`${url.protocol} is not https:`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  const isOpen = ({ address }: Address) =>
    ((isPlain || allowLoopback) && isLoopback(address)) ||
    (isSecure && (allowAnyAddress || isPublicAddress(address)));
  const first = addresses[0];
  if (first === undefined) throw new OutboundError(`${host} has no address`);
  if (!addresses.every(isOpen)) throw new OutboundError(`${host} has an address that is not public`);
  return first;
}

async function resolveAll(host: string): Promise<Address[]> {
  return systemLookup(host, { all: true, order: 'ipv4first' });
}

/** A name that is being resolved cannot be told to stop; nobody waits for it any longer. */
function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** The certificate is checked against the name; the connection goes to the address. */
function send(
  { url, address }: Target,
  {
    request,
    body,
    signal,
    options,
  }: { request: Request; body: Buffer | null; signal: AbortSignal; options: OutboundLimits },
): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set('accept-encoding', 'identity');
  if (body !== null) headers.set('content-length', String(body.length));
  const begin = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const outgoing = begin(url, {
      method: request.method,
      headers: Object.fromEntries(headers),
      agent: false,
      signal,
      lookup: (_name, { all }, done) =>
        all ? done(null, [address]) : done(null, address.address, address.family),
    });
    outgoing.on('response', (incoming) => {
      readResponse(incoming, options).then(resolve, (error: unknown) => {
        incoming.destroy();
        reject(error);
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body ?? undefined);
  });
}

async function readResponse(
  incoming: IncomingMessage,
  { largestBytes = LARGEST_BYTES, returnsRedirects = false }: OutboundLimits,
): Promise<Response> {
  const status = incoming.statusCode ?? 0;
  if (status >= 300 && status < 400 && !returnsRedirects)
    throw new OutboundError(`Answer ${status}: redirects are not followed`);
  if (incoming.headers['content-encoding'] !== undefined)
    throw new OutboundError('A compressed answer is refused');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBytes) throw new OutboundError(`The answer is larger than ${largestBytes} bytes`);
    chunks.push(chunk);
  }
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return new Response(BODILESS.has(status) ? null : Buffer.concat(chunks), { status, headers });
}
