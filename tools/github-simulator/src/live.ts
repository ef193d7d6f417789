import { setTimeout as sleep } from 'node:timers/promises';
import { Courier, type DeliveryReport, type Destination } from './deliver.ts';
import type { Delivery } from './model.ts';
import type { Simulation } from './organization.ts';
import { Random } from './random.ts';

export interface LiveOptions {
  /** A simulation whose history has been read or skipped. */
  readonly simulation: Simulation;
  readonly destination: Destination;
  readonly seed: string;
  /** Deliveries per second; without it one every 3 to 8 s, with pauses. */
  readonly rate?: number | undefined;
  readonly signal: AbortSignal;
  /** The clock, in milliseconds since 1970. */
  readonly clock: () => number;
  readonly onDelivery?: (delivery: Delivery, report: DeliveryReport) => void;
}

/** Pauses between live deliveries, in milliseconds: 3 to 8 s, and now and then a quiet 20 to 60 s. */
function* leisurelyPauses(random: Random): Generator<number, never, undefined> {
  for (;;) {
    const burst = random.integer(6, 16);
    for (let index = 0; index < burst; index += 1) yield random.between(3_000, 8_000);
    yield random.between(20_000, 60_000);
  }
}

/**
 * Goes on with the life of the organization until the signal: open pull requests move, new ones open. What happens, and
 * in which order, follows from the seed; each delivery is stamped with the real instant of its sending.
 */
export async function playLive(options: LiveOptions): Promise<DeliveryReport> {
  const { simulation, signal, clock, rate } = options;
  const courier = new Courier(options.destination);
  const pauses = leisurelyPauses(new Random(`${options.seed}/live`));
  let due = clock();
  while (!signal.aborted) {
    const delivery = simulation.next(clock());
    await courier.take(delivery);
    options.onDelivery?.(delivery, courier.report);
    due = Math.max(due + (rate === undefined ? pauses.next().value : 1_000 / rate), clock() - 1_000);
    const wait = due - clock();
    if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => undefined);
  }
  return courier.close();
}
