import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from './model.ts';
import { fernhill } from './people.ts';

export interface RetryPolicy {
  /** Tries in all, the first one included. */
  readonly attempts: number;
  /** Pause before the second try, in milliseconds; it doubles with each try. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

export interface Destination {
  readonly url: string;
  /** The webhook secret of the GitHub App. */
  readonly secret: string;
  /** Requests under way at most. */
  readonly concurrency?: number;
  readonly retry?: RetryPolicy;
  readonly signal?: AbortSignal;
}

export interface DeliveryReport {
  sent: number;
  /** Deliveries that got no answer, or only answers that ask for another try. */
  failed: number;
  retries: number;
  /** Final answers by HTTP status. */
  readonly byStatus: Record<string, number>;
}

const defaultRetry: RetryPolicy = { attempts: 12, firstPauseMs: 100, longestPauseMs: 5_000 };
const passing = new Set([429, 500, 502, 503, 504]);
const lanesDepth = 24;
/** Time that requests under way have left after the signal, in milliseconds. */
const graceMs = 3_000;

/** The value of X-Hub-Signature-256 for a body, over its UTF-8 bytes. */
export function signature(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body, 'utf8').digest('hex')}`;
}

/** The headers GitHub sends with a delivery of an app. */
export function deliveryHeaders(delivery: Delivery, secret: string): Record<string, string> {
  return {
    accept: '*/*',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(delivery.body)),
    'user-agent': 'GitHub-Hookshot/8ec1a3b',
    'X-GitHub-Delivery': delivery.guid,
    'X-GitHub-Event': delivery.event,
    'X-GitHub-Hook-ID': String(fernhill.hookId),
    'X-GitHub-Hook-Installation-Target-ID': String(fernhill.appId),
    'X-GitHub-Hook-Installation-Target-Type': 'integration',
    'X-Hub-Signature-256': signature(secret, delivery.body),
  };
}

/**
 * Sends deliveries over kept connections. Those of one lane (a branch and its pull requests) arrive in order; those of
 * the empty lane (installation, teams) wait for everything before them and hold back everything after them. After the
 * signal what was taken is still sent, once, within three seconds.
 */
export class Courier {
  readonly report: DeliveryReport = { sent: 0, failed: 0, retries: 0, byStatus: {} };
  readonly #destination: Destination;
  readonly #url: URL;
  readonly #retry: RetryPolicy;
  readonly #agent: http.Agent;
  readonly #queues: Promise<void>[];
  readonly #depths: number[];
  #isCut = false;

  constructor(destination: Destination) {
    const concurrency = Math.max(1, destination.concurrency ?? 16);
    this.#destination = destination;
    this.#url = new URL(destination.url);
    this.#retry = destination.retry ?? defaultRetry;
    const pool = { keepAlive: true, maxSockets: concurrency, scheduling: 'lifo' as const };
    this.#agent = this.#url.protocol === 'https:' ? new https.Agent(pool) : new http.Agent(pool);
    this.#queues = Array.from({ length: concurrency }, () => Promise.resolve());
    this.#depths = this.#queues.map(() => 0);
    destination.signal?.addEventListener('abort', () => setTimeout(() => this.#cut(), graceMs).unref(), {
      once: true,
    });
  }

  /** Takes a delivery; resolves when there is room for the next one, not when this one has arrived. */
  async take(delivery: Delivery): Promise<void> {
    if (delivery.lane === '') {
      await this.settle();
      await this.#send(delivery);
      return;
    }
    const slot = slotOf(delivery.lane, this.#queues.length);
    const before = this.#queues[slot] ?? Promise.resolve();
    this.#depths[slot] = (this.#depths[slot] ?? 0) + 1;
    const done = before.then(async () => {
      await this.#send(delivery);
      this.#depths[slot] = (this.#depths[slot] ?? 1) - 1;
    });
    this.#queues[slot] = done;
    if ((this.#depths[slot] ?? 0) > lanesDepth) await before;
  }

  /** Resolves when everything taken so far has its final answer. */
  async settle(): Promise<void> {
    await Promise.all(this.#queues);
  }

  /** Settles and closes the connections. */
  async close(): Promise<DeliveryReport> {
    await this.settle();
    this.#agent.destroy();
    return this.report;
  }

  #cut(): void {
    this.#isCut = true;
    this.#agent.destroy();
  }

  async #send(delivery: Delivery): Promise<void> {
    const headers = deliveryHeaders(delivery, this.#destination.secret);
    for (let attempt = 1; ; attempt += 1) {
      const status = this.#isCut ? undefined : await this.#post(delivery.body, headers);
      const isFinal = status !== undefined && !passing.has(status);
      if (isFinal || attempt >= this.#retry.attempts || this.#destination.signal?.aborted) {
        this.report.sent += 1;
        if (!isFinal) this.report.failed += 1;
        const key = status === undefined ? 'unreachable' : String(status);
        this.report.byStatus[key] = (this.report.byStatus[key] ?? 0) + 1;
        return;
      }
      this.report.retries += 1;
      const pause = Math.min(this.#retry.longestPauseMs, this.#retry.firstPauseMs * 2 ** (attempt - 1));
      await sleep(pause, undefined, { signal: this.#destination.signal }).catch(() => undefined);
    }
  }

  /** Answers with the status, or undefined when no answer came. */
  #post(body: string, headers: Record<string, string>): Promise<number | undefined> {
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    const client = this.#url.protocol === 'https:' ? https : http;
    const request = client.request(this.#url, {
      method: 'POST',
      headers,
      agent: this.#agent,
      timeout: 30_000,
    });
    request.once('response', (response) => {
      response.once('end', () => resolve(response.statusCode));
      response.once('error', () => resolve(undefined));
      response.resume();
    });
    request.once('timeout', () => request.destroy(new Error('no answer within 30 s')));
    request.once('error', () => resolve(undefined));
    request.end(body);
    return promise;
  }
}

function slotOf(lane: string, slots: number): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < lane.length; index += 1) {
    hash = Math.imul(hash ^ lane.charCodeAt(index), 16_777_619);
  }
  return (hash >>> 0) % slots;
}

export interface DeliverOptions extends Destination {
  readonly deliveries: Iterable<Delivery>;
  /** Called after each delivery was taken. */
  readonly onTaken?: (report: DeliveryReport) => void;
}

/**
 * Sends all deliveries, signed, and resolves when each has its final answer. 5xx, 429 and refused connections are tried
 * again with growing pauses; any other status is final and only counted.
 */
export async function deliver(options: DeliverOptions): Promise<DeliveryReport> {
  const courier = new Courier(options);
  for (const delivery of options.deliveries) {
    if (options.signal?.aborted) break;
    await courier.take(delivery);
    options.onTaken?.(courier.report);
  }
  return courier.close();
}
