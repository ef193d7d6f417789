import { deliveryHeaders } from '@devpulse/github-simulator/deliver';
import { loadDeliveries } from '@devpulse/github-simulator/load';
import { Pool } from 'undici';

export type Shot = { headers: Record<string, string>; body: Buffer };
export type Volley = { seconds: number; latenciesMs: number[]; refused: number };

const CONNECTIONS = 64;

/** Distinct signed deliveries, rendered before anything is measured. */
export function loadShots(secret: string): (count: number) => Shot[] {
  const source = loadDeliveries({ seed: 'ingest' });
  return (count) =>
    Array.from({ length: count }, () => {
      const delivery = source.next().value;
      return { headers: deliveryHeaders(delivery, secret), body: Buffer.from(delivery.body) };
    });
}

/** Sends every shot over 64 kept connections, each taking the next as soon as it has its answer. */
export async function fire(url: string, shots: readonly Shot[]): Promise<Volley> {
  const target = new URL(url);
  const pool = new Pool(target.origin, { connections: CONNECTIONS, pipelining: 1 });
  const latenciesMs: number[] = [];
  let refused = 0;
  let next = 0;
  const shoot = async () => {
    while (next < shots.length) {
      const shot = shots[next++] as Shot;
      const startedAt = performance.now();
      const response = await pool.request({ method: 'POST', path: target.pathname, ...shot });
      await response.body.dump();
      latenciesMs.push(performance.now() - startedAt);
      if (response.statusCode !== 202) refused += 1;
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, shoot));
  const seconds = (performance.now() - startedAt) / 1_000;
  await pool.close();
  return { seconds, latenciesMs, refused };
}
