import type { RequestKind } from './faults.ts';

/** One request that the local GitHub was asked. */
export interface RequestRecord {
  /** Milliseconds since 1970, by GitHub's clock. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly kind: RequestKind;
  readonly holder: string;
  /** 0 when the connection was cut. */
  status: number;
  /** Points of the budget. */
  cost: number;
}

/** Everything that was asked, and how much of it at once. */
export class RequestLog {
  readonly all: RequestRecord[] = [];
  readonly #inFlight = new Map<string, number>();
  readonly #most = new Map<string, number>();

  begin(record: RequestRecord): void {
    this.all.push(record);
    const now = (this.#inFlight.get(record.holder) ?? 0) + 1;
    this.#inFlight.set(record.holder, now);
    this.#most.set(record.holder, Math.max(now, this.maxInFlight(record.holder)));
  }

  end(record: RequestRecord): void {
    this.#inFlight.set(record.holder, (this.#inFlight.get(record.holder) ?? 1) - 1);
  }

  maxInFlight(holder: string): number {
    return this.#most.get(holder) ?? 0;
  }

  /** @param path part of the path, or a pattern */
  matching(path: string | RegExp): RequestRecord[] {
    return this.all.filter((one) =>
      typeof path === 'string' ? one.path.includes(path) : path.test(one.path),
    );
  }

  clear(): void {
    this.all.length = 0;
    this.#most.clear();
  }
}
