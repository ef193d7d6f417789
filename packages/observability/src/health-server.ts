import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Readiness, readinessStatusCode } from './health.ts';

export type HealthServer = { port: number; close(): Promise<void> };

/**
 * A small server for processes that have no HTTP of their own, and for figures on a port that is not public:
 * `/live` (no I/O), `/ready`, `/metrics`. Port 0 takes a free one.
 */
export async function startHealthServer(options: {
  host: string;
  port: number;
  readiness: () => Promise<Readiness>;
  metrics: () => Promise<{ contentType: string; body: string }>;
}): Promise<HealthServer> {
  const server = createServer((request, response) => {
    answer(request.url ?? '/', response).catch(() => send(response, 500, 'text/plain', ''));
  });
  server.requestTimeout = 10_000;
  async function answer(url: string, response: ServerResponse): Promise<void> {
    const path = url.split('?', 1)[0];
    if (path === '/live') return sendJson(response, 200, { status: 'live' });
    if (path === '/ready') {
      const readiness = await options.readiness();
      return sendJson(response, readinessStatusCode(readiness), readiness);
    }
    if (path === '/metrics') {
      const { contentType, body } = await options.metrics();
      return send(response, 200, contentType, body);
    }
    return sendJson(response, 404, { status: 'unknown' });
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  send(response, status, 'application/json', JSON.stringify(body));
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body);
}
