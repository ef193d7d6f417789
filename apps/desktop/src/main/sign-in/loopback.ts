import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The listener stops after the first answer, or after this; source: security.md, E06. */
export const LOOPBACK_LIMIT_MS = 120_000;

export type LoopbackAnswer =
  | { type: 'code'; code: string }
  | { type: 'state_mismatch' | 'denied' | 'took_too_long' | 'cancelled' };

export type Loopback = {
  redirectUri: string;
  answer: Promise<LoopbackAnswer>;
  cancel: () => void;
};

/** Waits on 127.0.0.1 for the browser to come back, once (RFC 8252, section 7.3). */
export async function listenForAnswer(state: string, limitMs = LOOPBACK_LIMIT_MS): Promise<Loopback> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const settled = Promise.withResolvers<LoopbackAnswer>();
  const settle = (answer: LoopbackAnswer) => {
    clearTimeout(timer);
    server.close();
    server.closeIdleConnections();
    settled.resolve(answer);
  };
  const timer = setTimeout(() => settle({ type: 'took_too_long' }), limitMs);
  server.on('request', (request, response) => {
    const answer = readAnswer(request, { host: `127.0.0.1:${port}`, state });
    reply(response, answer);
    if (answer) settle(answer);
  });
  return {
    redirectUri: `http://127.0.0.1:${port}/callback`,
    answer: settled.promise,
    cancel: () => settle({ type: 'cancelled' }),
  };
}

/** Null: not the answer that is waited for. The host is compared, so that a name that leads here cannot speak. */
function readAnswer(
  request: IncomingMessage,
  wanted: { host: string; state: string },
): LoopbackAnswer | null {
  const url = URL.parse(request.url ?? '', `http://${wanted.host}`);
  if (request.method !== 'GET' || request.headers.host !== wanted.host || url?.pathname !== '/callback') {
    return null;
  }
  if (!isSame(url.searchParams.get('state') ?? '', wanted.state)) return { type: 'state_mismatch' };
  const code = url.searchParams.get('code');
  return code && /^[\w.-]{16,400}$/.test(code) ? { type: 'code', code } : { type: 'denied' };
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const PAGES = {
  code: [200, 'You are signed in', 'Go back to DevPulse; this page can be closed.'],
  denied: [200, 'Not signed in', 'The request was refused. This page can be closed.'],
  state_mismatch: [400, 'Not signed in', 'This answer belongs to another request. Start again in DevPulse.'],
} as const;

function reply(response: ServerResponse, answer: LoopbackAnswer | null): void {
  const page = answer && answer.type in PAGES ? PAGES[answer.type as keyof typeof PAGES] : null;
  const [status, title, text] = page ?? [404, 'Not found', ''];
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>`,
  );
}
