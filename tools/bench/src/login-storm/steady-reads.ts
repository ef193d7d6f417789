import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'undici';

export type Reads = { latenciesMs: number[]; failed: number };

/** The overview of the last 30 days, as the dashboard's process asks for it. */
const PATH = '/api/v1/organizations/fernhill/overview?range=30d';

/**
 * Reads at a steady rate, however long answers take; a latency counts from when the read was due, so that a read that had to
 * wait for its turn is not told as a fast one.
 */
export async function readSteadily(
  pool: Pool,
  options: { accessToken: string; perSecond: number; seconds: number },
): Promise<Reads> {
  const reads: Reads = { latenciesMs: [], failed: 0 };
  const headers = { authorization: `Bearer ${options.accessToken}` };
  const startedAt = performance.now();
  const pending: Promise<void>[] = [];
  for (let index = 0; index < options.perSecond * options.seconds; index += 1) {
    const dueAt = startedAt + (index * 1_000) / options.perSecond;
    const wait = dueAt - performance.now();
    if (wait > 0) await sleep(wait);
    pending.push(readOnce(pool, headers, { dueAt, reads }));
  }
  await Promise.all(pending);
  return reads;
}

async function readOnce(
  pool: Pool,
  headers: Record<string, string>,
  { dueAt, reads }: { dueAt: number; reads: Reads },
): Promise<void> {
  const { statusCode, body } = await pool.request({ method: 'GET', path: PATH, headers });
  await body.dump();
  reads.latenciesMs.push(performance.now() - dueAt);
  if (statusCode !== 200) reads.failed += 1;
}

/** Merged pull requests of the read that is measured. */
export async function readMerged(pool: Pool, accessToken: string): Promise<number> {
  const { statusCode, body } = await pool.request({
    method: 'GET',
    path: PATH,
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const answer = (await body.json()) as { figures?: { merged: { value: number | null } } };
  if (statusCode !== 200) throw new Error(`the overview answered ${statusCode}: ${JSON.stringify(answer)}`);
  return answer.figures?.merged.value ?? 0;
}
