export const MOST_BYTES = 64 * 1024 * 1024;
/** What a key, its entry and its place in two maps take beside the body. */
const OVERHEAD_BYTES = 400;

type Kept = { organizationId: string; body: Buffer };

/** Whole answers by their tags, those that were used last; never more than so many bytes. */
export class AnswerStore {
  readonly #mostBytes: number;
  readonly #kept = new Map<string, Kept>();
  readonly #tags = new Map<string, Set<string>>();
  #bytes = 0;

  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  find(tag: string): Buffer | null {
    const known = this.#kept.get(tag);
    if (known === undefined) return null;
    this.#kept.delete(tag);
    this.#kept.set(tag, known);
    return known.body;
  }

  /** One that would take an eighth of the room is not kept. */
  keep(tag: string, organizationId: string, body: Buffer): void {
    this.#drop(tag);
    if (sizeOf(body) > this.#mostBytes / 8) return;
    this.#kept.set(tag, { organizationId, body });
    this.#bytes += sizeOf(body);
    const tags = this.#tags.get(organizationId) ?? new Set();
    this.#tags.set(organizationId, tags.add(tag));
    for (const [oldest] of this.#kept) {
      if (this.#bytes <= this.#mostBytes) return;
      this.#drop(oldest);
    }
  }

  forget(organizationId: string): void {
    for (const tag of this.#tags.get(organizationId) ?? []) this.#drop(tag);
  }

  clear(): void {
    this.#kept.clear();
    this.#tags.clear();
    this.#bytes = 0;
  }

  #drop(tag: string): void {
    const known = this.#kept.get(tag);
    if (known === undefined) return;
    this.#kept.delete(tag);
    this.#bytes -= sizeOf(known.body);
    const tags = this.#tags.get(known.organizationId);
    tags?.delete(tag);
    if (tags?.size === 0) this.#tags.delete(known.organizationId);
  }
}

const sizeOf = (body: Buffer): number => body.byteLength + OVERHEAD_BYTES;
