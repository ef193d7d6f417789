import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Exchange } from './desktop-journey-traffic.ts';

/** What Node's client adds to every request, and the browser for which the dashboard asks; the API keeps neither with an entry. */
const OF_EVERY_REQUEST = new Set([
  'accept-encoding',
  'accept-language',
  'cache-control',
  'connection',
  'content-length',
  'host',
  'pragma',
  'sec-fetch-mode',
  'user-agent',
  'x-forwarded-for',
]);

/** Stands between the dashboard and the API, and notes each upload: of the dashboard's own clock, and of devices. */
export class WebClockTraffic {
  readonly uploads: Exchange[] = [];
  #server: Server | undefined;

  readonly between = async (apiUrl: string): Promise<string> => {
    const server = createServer((asked, answered) => this.#pass(apiUrl, asked, answered));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  close(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  #pass(apiUrl: string, asked: IncomingMessage, answered: ServerResponse): void {
    const { method = 'GET', headers } = asked;
    const url = new URL(asked.url ?? '/', apiUrl);
    const onward = request(url, { method, headers }, (answer) => {
      answered.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(answered);
      if (url.pathname.endsWith('/events') && method === 'POST') {
        this.#note({ method, url, headers: Object.keys(headers), body, status: answer.statusCode ?? 0 });
      }
    });
    const body: Buffer[] = [];
    asked.on('data', (part: Buffer) => body.push(part));
    asked.pipe(onward);
    onward.on('error', () => answered.destroy());
    answered.on('close', () => onward.destroy());
  }

  #note(upload: {
    method: string;
    url: URL;
    headers: string[];
    body: readonly Buffer[];
    status: number;
  }): void {
    const { method, url, headers, body, status } = upload;
    this.uploads.push({
      method,
      pathname: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: headers.filter((name) => !OF_EVERY_REQUEST.has(name)),
      body: JSON.parse(Buffer.concat(body).toString('utf8')),
      status,
      answer: null,
    });
  }
}
