import { dependencyBots } from './lifecycle/dependency-bots.ts';
import { desk } from './lifecycle/human.ts';
import { ghost, installation, moves, newcomers } from './lifecycle/organization-events.ts';
import type { Delivery, Occurrence } from './model.ts';
import { people } from './people.ts';
import { uuidOf } from './random.ts';
import { World } from './world.ts';

const week = 7 * 86_400_000;

export interface SimulationOptions {
  /** Any text; the same seed gives the same organization. */
  readonly seed: string;
  /** Length of the history, in weeks. */
  readonly weeks: number;
  /** End of the history, in milliseconds since 1970; rounded down to a whole second. */
  readonly now: number;
}

/** Fernhill with its past, and with a future that goes on from there. */
export class Simulation {
  readonly #world: World;
  readonly #now: number;
  #count = 0;

  constructor(options: SimulationOptions) {
    this.#now = Math.floor(options.now / 1_000) * 1_000;
    this.#world = new World(options.seed, this.#now - Math.round(options.weeks * week));
    const world = this.#world;
    const lives = [
      installation(world),
      newcomers(world),
      moves(world),
      ghost(world),
      ...dependencyBots(world),
    ];
    for (const life of lives) world.agenda.spawn(life);
    for (const person of people) world.agenda.spawn(desk(world, person));
  }

  /** What happened up to `now`, in order of time. To be read once, and to the end before `next` is called. */
  *history(): Generator<Delivery, void, undefined> {
    const { agenda } = this.#world;
    while (agenda.nextDue <= this.#now) {
      const at = agenda.nextDue;
      const occurrence = agenda.advance();
      if (occurrence !== null) yield this.#deliver(occurrence, at);
    }
  }

  /** What happens next, told as if it happened at `at` (milliseconds). The order follows from the seed alone. */
  next(at: number): Delivery {
    return this.#deliver(this.#nextOccurrence(at), at);
  }

  /** Lets the whole history happen without rendering it; answers with the number of its deliveries. */
  skipHistory(): number {
    const { agenda } = this.#world;
    while (agenda.nextDue <= this.#now) if (agenda.advance() !== null) this.#count += 1;
    return this.#count;
  }

  /** Lets the next thing happen at `at` without rendering it. */
  skipNext(at: number): void {
    this.#nextOccurrence(at);
    this.#count += 1;
  }

  #nextOccurrence(at: number): Occurrence {
    for (;;) {
      const occurrence = this.#world.agenda.advance(at);
      if (occurrence !== null) return occurrence;
    }
  }

  #deliver(occurrence: Occurrence, occurredAt: number): Delivery {
    this.#count += 1;
    const { event, action, lane } = occurrence;
    const guid = uuidOf(`${this.#world.seed}/${this.#world.start}/delivery/${this.#count}`);
    return { event, action, guid, occurredAt, lane, body: JSON.stringify(occurrence.payload()) };
  }
}

/** The history of the organization as webhook deliveries, sorted by time; equal options give equal bytes. */
export function simulateOrganization(options: SimulationOptions): Iterable<Delivery> {
  return { [Symbol.iterator]: () => new Simulation(options).history() };
}

/** Number of deliveries that `simulateOrganization` will give, without rendering them. */
export function countDeliveries(options: SimulationOptions): number {
  return new Simulation(options).skipHistory();
}
