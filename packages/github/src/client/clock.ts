import type { Instant } from '@devpulse/domain/time/instant';

/**
 * How far GitHub's clock is ahead of ours, per GitHub, in milliseconds. Every answer tells; before the first one it is 0. A `Date` header
 * has whole seconds, so half a second is the best guess of what it lacks.
 */
export class GithubClock {
  readonly #skews = new Map<string, number>();
  readonly #now: () => Instant;

  constructor(now: () => Instant) {
    this.#now = now;
  }

  skew(webUrl: string): number {
    return this.#skews.get(webUrl) ?? 0;
  }

  /** GitHub's time. */
  now(webUrl: string): Instant {
    return this.#now() + this.skew(webUrl);
  }

  /** Learns from an answer that has just come; answers the skew. */
  learn(webUrl: string, headers: Headers): number {
    const told = Date.parse(headers.get('date') ?? '');
    if (!Number.isNaN(told)) this.#skews.set(webUrl, told + 500 - this.#now());
    return this.skew(webUrl);
  }
}
