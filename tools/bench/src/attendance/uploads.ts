import { setTimeout as sleep } from 'node:timers/promises';
import type { AttendanceEventBody } from '@devpulse/contracts/attendance/events';
import { Pool } from 'undici';
import { BATCHES, OfflineDevice } from './recorded.ts';
import type { SignedIn, Site } from './site.ts';

const CONNECTIONS = 16;

export type Upload = { person: SignedIn; body: string; events: number };
export type Volley = { seconds: number; events: number; latenciesMs: number[]; notApplied: number };

/** What every device has to send: two batches of a hundred events, the older first, and then a clock-in. */
export class Recorded {
  readonly #devices: { person: SignedIn; device: OfflineDevice }[];
  #taken = 0;

  constructor(people: readonly SignedIn[], now: number) {
    this.#devices = people.map((person) => ({ person, device: new OfflineDevice(now) }));
  }

  /** All that each of the next devices has, in order. Throws when all were taken. */
  backlogs(count: number): Upload[][] {
    return Array.from({ length: count }, () => {
      const one = this.#devices[this.#taken];
      if (one === undefined) throw new Error('more is asked for than these devices recorded');
      this.#taken += 1;
      return Array.from({ length: BATCHES }, () => upload(one.person, one.device.nextBatch()));
    });
  }

  /** A clock-in of each of them, which happens when it is made. */
  clockIns(): (() => Upload)[] {
    return this.#devices.map(
      ({ person, device }) =>
        () =>
          upload(person, [device.clockIn(Date.now())]),
    );
  }
}

const upload = (person: SignedIn, events: AttendanceEventBody[]): Upload => ({
  person,
  body: JSON.stringify({ events }),
  events: events.length,
});

type Target = { origin: string; pathOf: (person: SignedIn) => string };
export const toApi = ({ api, clocks }: Site): Target => ({
  origin: api,
  pathOf: ({ deviceId }) => `/api/v1/organizations/${clocks.slug}/attendance/devices/${deviceId}/events`,
});
export const toBare = ({ bare }: Site): Target => ({
  origin: bare,
  pathOf: ({ userId, deviceId }) => `/events/${userId}/${deviceId}`,
});

/** Sends all of them over sixteen kept connections: the batches of one device one after the other, then those of the next. */
export async function sendAll(target: Target, backlogs: readonly Upload[][]): Promise<Volley> {
  const pool = new Pool(target.origin, { connections: CONNECTIONS, pipelining: 1 });
  const volley = newVolley();
  let next = 0;
  const work = async () => {
    for (let one = backlogs[next++]; one !== undefined; one = backlogs[next++])
      for (const batch of one) await send(pool, target, batch, volley);
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  volley.seconds = (performance.now() - startedAt) / 1_000;
  await pool.close();
  return volley;
}

/** Sends them evenly over a time, whether those before were answered or not. */
export async function sendEvenly(
  target: Target,
  uploads: readonly (() => Upload)[],
  seconds: number,
): Promise<Volley> {
  const pool = new Pool(target.origin, { connections: 2 * CONNECTIONS, pipelining: 1 });
  const volley = newVolley();
  const startedAt = performance.now();
  await Promise.all(
    uploads.map(async (make, index) => {
      await sleep((index * seconds * 1_000) / uploads.length);
      await send(pool, target, make(), volley);
    }),
  );
  volley.seconds = (performance.now() - startedAt) / 1_000;
  await pool.close();
  return volley;
}

const newVolley = (): Volley => ({ seconds: 0, events: 0, latenciesMs: [], notApplied: 0 });

async function send(pool: Pool, { pathOf }: Target, { person, body, events }: Upload, volley: Volley) {
  const headers = { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' };
  const startedAt = performance.now();
  const response = await pool.request({ method: 'POST', path: pathOf(person), headers, body });
  const text = await response.body.text();
  volley.latenciesMs.push(performance.now() - startedAt);
  if (response.statusCode >= 300)
    throw new Error(`an upload was answered ${response.statusCode}: ${text.slice(0, 300)}`);
  volley.events += events;
  volley.notApplied += events - text.split('"result":"applied"').length + 1;
}
