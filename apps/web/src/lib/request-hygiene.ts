import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { readEnvironment } from '../env.ts';
import { normalizeHeaders, trustedProxies } from './client-address.ts';

const REQUEST_STARTED = 'http.server.request.start';

/** Cleans every request on its way in; Next takes the client's own X-Forwarded-For for the truth otherwise. */
export function followRequests(): void {
  const isTrusted = trustedProxies(readEnvironment().TRUSTED_PROXIES);
  subscribe(REQUEST_STARTED, (message) => {
    normalizeHeaders((message as { request: IncomingMessage }).request, isTrusted);
  });
}
