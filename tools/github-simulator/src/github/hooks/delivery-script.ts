/** What a rule of the script is asked about. */
export interface DeliveryFacts {
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly isRedelivery: boolean;
  /** Counts the first deliveries of all Apps from 1. */
  readonly ordinal: number;
}

export type DeliveryTest = (facts: DeliveryFacts) => boolean;

/**
 * `suppress`: never fired, so that not even the log knows of it. `delay`: fired later, and logged then. `fail`: logged with
 * a status and never received; status 0 stands for a timeout.
 */
export type DeliveryFate =
  | { readonly kind: 'send' }
  | { readonly kind: 'suppress' }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'fail'; readonly status: number };

interface DeliveryRule {
  readonly test: DeliveryTest;
  readonly fate: DeliveryFate;
}

/** Decides what becomes of deliveries. The first rule that fits counts; redeliveries go through unless a rule asks for them. */
export class DeliveryScript {
  readonly #rules: DeliveryRule[] = [];
  readonly counts = { send: 0, suppress: 0, delay: 0, fail: 0 };

  suppress(test: DeliveryTest): void {
    this.#rules.push({ test, fate: { kind: 'suppress' } });
  }

  delay(test: DeliveryTest, delayMs: number): void {
    this.#rules.push({ test, fate: { kind: 'delay', delayMs } });
  }

  fail(test: DeliveryTest, status = 502): void {
    this.#rules.push({ test, fate: { kind: 'fail', status } });
  }

  clear(): void {
    this.#rules.length = 0;
  }

  decide(facts: DeliveryFacts): DeliveryFate {
    const fate = this.#rules.find(({ test }) => test(facts))?.fate ?? { kind: 'send' };
    this.counts[fate.kind] += 1;
    return fate;
  }
}

/** A test that is true for a share of all guids, always the same ones; false for redeliveries. */
export function shareOf(share: number, salt = 0): DeliveryTest {
  return ({ guid, isRedelivery }) => {
    if (isRedelivery) return false;
    const number = Number.parseInt(guid.replaceAll('-', '').slice(0, 8), 16) ^ salt;
    return (number >>> 0) / 0x1_0000_0000 < share;
  };
}
