import { createHash } from 'node:crypto';

/**
 * A seeded stream of random numbers (sfc32 over a SHA-256 of the seed) with the distributions the simulator draws from.
 * The same seed gives the same stream on every machine. Not for secrets.
 */
export class Random {
  readonly #seed: string;
  readonly #state: Uint32Array;

  constructor(seed: string) {
    this.#seed = seed;
    const digest = createHash('sha256').update(seed).digest();
    this.#state = new Uint32Array([0, 4, 8, 12].map((offset) => digest.readUInt32LE(offset)));
  }

  /** An independent stream; it depends on the seed and the name only, never on what was drawn before. */
  fork(name: string): Random {
    return new Random(`${this.#seed}/${name}`);
  }

  /** An integer in [0, 2^32). */
  uint32(): number {
    const state = this.#state as unknown as [number, number, number, number];
    const sum = (state[0] + state[1] + state[3]) | 0;
    state[3] = (state[3] + 1) | 0;
    state[0] = state[1] ^ (state[1] >>> 9);
    state[1] = (state[2] + (state[2] << 3)) | 0;
    state[2] = (((state[2] << 21) | (state[2] >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number in (0, 1), never an end. */
  float(): number {
    return (this.uint32() + 0.5) / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.float() < probability;
  }

  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.float() * (high - low + 1));
  }

  between(low: number, high: number): number {
    return low + this.float() * (high - low);
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(this.float())) * Math.cos(2 * Math.PI * this.float());
  }

  /** Log-normal by its median, in the unit of the median, and the standard deviation of its natural logarithm. */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** Waiting time of a Poisson process, in the unit of `mean`. */
  exponential(mean: number): number {
    return -mean * Math.log(this.float());
  }

  /** @throws RangeError on an empty list */
  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.float() * items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** Picks by weight; a weight of zero is never picked. @throws RangeError when no weight is positive */
  weighted<T>(items: readonly T[], weight: (item: T) => number): T {
    const total = items.reduce((sum, item) => sum + weight(item), 0);
    let rest = this.float() * total;
    for (const item of items) {
      rest -= weight(item);
      if (rest < 0 && weight(item) > 0) return item;
    }
    throw new RangeError('no item has a positive weight');
  }

  /** Lower-case hexadecimal digits; 40 make a commit name. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.uint32().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  }
}

/** A version 4 shaped UUID that depends on the name only. */
export function uuidOf(name: string): string {
  const digest = createHash('sha256').update(name).digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x40;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
