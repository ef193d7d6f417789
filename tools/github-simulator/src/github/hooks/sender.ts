import { createHmac, randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GithubApp, GithubInstallation } from '../apps/registry.ts';
import type { DeliveryLog, HookDelivery } from './delivery-log.ts';
import type { DeliveryScript } from './delivery-script.ts';

export interface HookEvent {
  readonly event: string;
  readonly action: string | null;
  readonly guid?: string;
  readonly installation: GithubInstallation | null;
  readonly repositoryId: number | null;
  /** The exact JSON text. */
  readonly body: string;
}

type Sent = Omit<HookEvent, 'installation' | 'guid'> & {
  readonly guid: string;
  readonly installationId: number | null;
  readonly isRedelivery: boolean;
};

const failures: Readonly<Record<number, string>> = {
  0: 'timed out',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
/** GitHub gives a receiver ten seconds. */
const patienceMs = 10_000;

/** Signs events with the App's secret, sends them once and writes the log. */
export class HookSender {
  readonly log: DeliveryLog;
  readonly script: DeliveryScript;
  readonly #now: () => number;
  readonly #agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: 32 }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 32 }),
  };
  readonly #pending = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  #ordinal = 0;

  constructor(parts: { log: DeliveryLog; script: DeliveryScript; now: () => number }) {
    this.log = parts.log;
    this.script = parts.script;
    this.#now = parts.now;
  }

  /** Resolves when the receiver has answered; at once for what the script suppresses or delays. */
  async send(app: GithubApp, event: HookEvent): Promise<void> {
    const { installation, guid = randomUUID(), ...rest } = event;
    this.#ordinal += 1;
    await this.#attempt(
      app,
      { ...rest, guid, installationId: installation?.id ?? null, isRedelivery: false },
      this.#ordinal,
    );
  }

  /** Sends the same guid and the same body again, in the background. */
  redeliver({ app, event, action, guid, installationId, repositoryId, body }: HookDelivery): void {
    const again = { event, action, guid, installationId, repositoryId, body, isRedelivery: true };
    this.#later(() => this.#attempt(app, again, this.#ordinal));
  }

  /** Resolves when nothing is under way or waiting any more. */
  async settle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.settle();
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  async #attempt(app: GithubApp, sent: Sent, ordinal: number): Promise<void> {
    const { guid, event, action, isRedelivery } = sent;
    const fate = this.script.decide({ guid, event, action, isRedelivery, ordinal });
    if (fate.kind === 'send') await this.#deliver(app, sent);
    else if (fate.kind === 'fail') this.#note(app, sent, { status: fate.status });
    else if (fate.kind === 'delay') {
      this.#later(async () => {
        await sleep(fate.delayMs, undefined, { signal: this.#closing.signal });
        await this.#deliver(app, sent);
      });
    }
  }

  #later(work: () => Promise<void>): void {
    const pending: Promise<void> = work()
      .catch((error: unknown) => {
        if (!this.#closing.signal.aborted) throw error;
      })
      .finally(() => this.#pending.delete(pending));
    this.#pending.add(pending);
  }

  async #deliver(app: GithubApp, sent: Sent): Promise<void> {
    if (app.hookUrl === null) return;
    const began = performance.now();
    const answer = await this.#post(app.hookUrl, headersOf(app, sent), sent.body);
    this.#note(app, sent, { ...answer, durationSeconds: (performance.now() - began) / 1_000 });
  }

  #note(
    app: GithubApp,
    sent: Sent,
    answer: Partial<Received> & { status: number; durationSeconds?: number },
  ): void {
    this.log.add({
      ...sent,
      id: this.log.nextId(),
      app,
      url: app.hookUrl ?? '',
      requestHeaders: headersOf(app, sent),
      deliveredAt: this.#now(),
      durationSeconds: Math.round((answer.durationSeconds ?? 10) * 100) / 100,
      status: answer.text ?? failures[answer.status] ?? 'Invalid HTTP Response',
      statusCode: answer.status,
      responseHeaders: answer.headers ?? {},
      responseBody: answer.body ?? '',
    });
  }

  #post(url: string, headers: Record<string, string>, body: string): Promise<Received> {
    const { promise, resolve } = Promise.withResolvers<Received>();
    const target = new URL(url);
    const isTls = target.protocol === 'https:';
    const request = (isTls ? https : http).request(target, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      agent: this.#agents[isTls ? 'https:' : 'http:'],
      signal: AbortSignal.any([AbortSignal.timeout(patienceMs), this.#closing.signal]),
    });
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      const none = { status: 0, text: 'timed out', headers: {}, body: '' };
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', () => resolve(none));
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: response.statusMessage ?? '',
          headers: response.headers as Record<string, string>,
          body: Buffer.concat(chunks).toString().slice(0, 10_000),
        }),
      );
    });
    request.once('error', (error) => {
      const isLate = error.name === 'TimeoutError' || error.name === 'AbortError';
      resolve({ status: 0, text: isLate ? 'timed out' : 'failed to connect to host', headers: {}, body: '' });
    });
    request.end(body);
    return promise;
  }
}

interface Received {
  readonly status: number;
  readonly text: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

function headersOf(app: GithubApp, sent: Sent): Record<string, string> {
  const { webhookSecret } = app;
  const digest = createHmac('sha256', webhookSecret ?? '')
    .update(sent.body, 'utf8')
    .digest('hex');
  return {
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/8ec1a3b',
    'X-GitHub-Delivery': sent.guid,
    'X-GitHub-Event': sent.event,
    'X-GitHub-Hook-ID': String(app.hookId),
    'X-GitHub-Hook-Installation-Target-ID': String(app.id),
    'X-GitHub-Hook-Installation-Target-Type': 'integration',
    ...(webhookSecret !== null && { 'X-Hub-Signature-256': `sha256=${digest}` }),
  };
}
