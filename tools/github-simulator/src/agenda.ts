import type { Occurrence } from './model.ts';

/** Something that is due; `happen` changes the world at the given instant and tells what GitHub would send, if anything. */
export interface Step {
  /** Simulated instant, in milliseconds. */
  readonly due: number;
  readonly happen: (at: number) => Occurrence | null;
}

/** A process that lives through its steps one after the other; each is drawn only after the one before has happened. */
export type Life = Generator<Step, void, undefined>;

interface Entry {
  readonly step: Step;
  readonly life: Life;
  readonly order: number;
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.step.due < b.step.due || (a.step.due === b.step.due && a.order < b.order);
}

/** All living processes, ordered by what is due next. Nothing that happens can depend on what comes later. */
export class Agenda {
  readonly #heap: Entry[] = [];
  #order = 0;

  spawn(life: Life): void {
    const next = life.next();
    if (!next.done) this.#push({ step: next.value, life, order: this.#order++ });
  }

  /** Instant of the next step; Infinity when nothing is planned. */
  get nextDue(): number {
    return this.#heap[0]?.step.due ?? Number.POSITIVE_INFINITY;
  }

  /** Lets the next step happen at `at`, the simulated instant unless given. */
  advance(at?: number): Occurrence | null {
    const entry = this.#pop();
    if (entry === undefined) throw new RangeError('the agenda is empty');
    const occurrence = entry.step.happen(at ?? entry.step.due);
    this.spawn(entry.life);
    return occurrence;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as Entry;
      if (isBefore(above, entry)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Entry, heap[child] as Entry)) child += 1;
      if (isBefore(last, heap[child] as Entry)) break;
      heap[index] = heap[child] as Entry;
      index = child;
    }
    heap[index] = last;
    return top;
  }
}
