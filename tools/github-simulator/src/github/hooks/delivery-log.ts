import type { GithubApp } from '../apps/registry.ts';

/** One attempt to deliver, as `GET /app/hook/deliveries` tells it. */
export interface HookDelivery {
  readonly id: number;
  readonly app: GithubApp;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  /** The exact JSON text that is sent. */
  readonly body: string;
  readonly deliveredAt: number;
  readonly isRedelivery: boolean;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Seconds. */
  durationSeconds: number;
  /** Such as `OK`, `Bad Gateway` or `timed out`. */
  status: string;
  /** 0 when no answer came. */
  statusCode: number;
  responseHeaders: Readonly<Record<string, string>>;
  responseBody: string;
}

const day = 86_400_000;

/** GitHub's log of deliveries, newest first; it forgets after three days. */
export class DeliveryLog {
  readonly #entries: HookDelivery[] = [];
  readonly #now: () => number;
  readonly #keptMs: number;
  #lastId = 148_000_000_000;

  constructor(now: () => number, keptMs: number = 3 * day) {
    this.#now = now;
    this.#keptMs = keptMs;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  add(delivery: HookDelivery): void {
    this.#entries.push(delivery);
  }

  /** Those that the App may still ask for, newest first. */
  of(app: GithubApp): HookDelivery[] {
    const oldest = this.#now() - this.#keptMs;
    return this.#entries
      .filter((entry) => entry.app === app && entry.deliveredAt >= oldest)
      .sort((a, b) => b.id - a.id);
  }

  clear(): void {
    this.#entries.length = 0;
  }

  find(app: GithubApp, id: number): HookDelivery | null {
    return this.of(app).find((entry) => entry.id === id) ?? null;
  }
}
