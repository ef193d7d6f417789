import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { insertDeliveries } from '@devpulse/database/deliveries';
import { loadDeliveries } from '@devpulse/github-simulator/load';
import type { Delivery } from '@devpulse/github-simulator/model';
import { simulateOrganization } from '@devpulse/github-simulator/organization';
import { jobOptions } from '@devpulse/jobs/catalogue';
import type { DeliveryBell } from '@devpulse/jobs/queues';
import type { Site } from './site.ts';

const ROWS_AT_ONCE = 250;
const LOOK_MS = 20;
const LIMIT_MS = 600_000;

/** The installation that all others belong to. */
export function theInstallation(): Delivery {
  for (const delivery of simulateOrganization({ seed: 'process', weeks: 1, now: Date.now() }))
    if (delivery.event === 'installation') return delivery;
  throw new Error('the simulated organization has no installation');
}

export function endlessDeliveries(seed: string): (count: number) => Delivery[] {
  const source = loadDeliveries({ seed });
  return (count) => Array.from({ length: count }, () => source.next().value);
}

/** Writes deliveries as the API does, and rings for none of them. */
export async function store(site: Site, deliveries: readonly Delivery[]): Promise<DeliveryBell[]> {
  const bells: DeliveryBell[] = [];
  for (let start = 0; start < deliveries.length; start += ROWS_AT_ONCE) {
    const some = deliveries.slice(start, start + ROWS_AT_ONCE);
    const receipts = await insertDeliveries(site.database, some.map(rowOf));
    bells.push(
      ...receipts.map(({ id, receivedAt }, index) => ({ id, receivedAt, event: some[index]?.event ?? '' })),
    );
  }
  return bells;
}

function rowOf({ guid, event, body }: Delivery) {
  const bytes = Buffer.from(body);
  return {
    ...{ guid, event, hookId: null, installationTargetId: null, githubAppId: null, body: bytes },
    headers: { 'user-agent': 'GitHub-Hookshot/8ec1a3b' },
    bodySha256: createHash('sha256').update(bytes).digest(),
    receivedAt: new Date(),
    state: 'received' as const,
    reason: null,
  };
}

/** Seconds from the first bell until every delivery is projected, every bell is answered and every day of them is recomputed. */
export async function processAll(site: Site, bells: readonly DeliveryBell[]): Promise<number> {
  const startedAt = performance.now();
  await site.queues.enqueueDeliveries(bells);
  await until(async () => !(await isAnyReceived(site)) && (await isQuiet(site)));
  return (performance.now() - startedAt) / 1_000;
}

/** Costs nothing while many wait, so that looking does not slow down what is looked at. */
async function isAnyReceived({ database }: Site): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    "SELECT 1 FROM raw_delivery WHERE state = 'received' LIMIT 1",
  );
  return rowCount !== 0;
}

async function isQuiet(site: Site): Promise<boolean> {
  return (await countWaiting(site)) === 0 && (await site.queues.depth()).ingest === 0;
}

/** Deliveries and days that wait. */
export async function countWaiting({ database }: Site): Promise<number> {
  const { rows } = await database.pool.query<{ many: string }>(
    `SELECT (SELECT count(*) FROM raw_delivery WHERE state = 'received') + (SELECT count(*) FROM dirty_day) AS many`,
  );
  return Number(rows[0]?.many);
}

/** Seconds that as many jobs of the same size take on the same queue when nothing is done for them. */
export async function processNothing({ noop }: Site, bells: readonly DeliveryBell[]): Promise<number> {
  const startedAt = performance.now();
  for (let start = 0; start < bells.length; start += 500) {
    const jobs = bells.slice(start, start + 500).map(({ id, receivedAt }) => ({
      name: 'processPullRequest',
      data: { deliveryId: id, receivedAt: receivedAt.toISOString() },
      opts: { ...jobOptions('processPullRequest'), jobId: id },
    }));
    await noop.addBulk(jobs);
  }
  await until(async () => {
    const counts = await noop.getJobCounts('waiting', 'active', 'delayed', 'prioritized');
    return Object.values(counts).every((count) => count === 0);
  });
  return (performance.now() - startedAt) / 1_000;
}

export async function until(isOver: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  while (!(await isOver())) {
    if (performance.now() > deadline) throw new Error('not everything is processed after ten minutes');
    await sleep(LOOK_MS);
  }
}
