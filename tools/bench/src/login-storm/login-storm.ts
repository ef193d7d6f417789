import { setTimeout as sleep } from 'node:timers/promises';
import { deliver } from '@devpulse/github-simulator/deliver';
import { simulateOrganization } from '@devpulse/github-simulator/organization';
import pg from 'pg';
import { Pool } from 'undici';
import { setUpBenchOwner, waitForOrganization } from '../product/owner.ts';
import { newDataDirectory, type Product, startProduct } from '../product/product.ts';
import { type Bench, percentile, rounded } from '../report.ts';
import { type Reads, readMerged, readSteadily } from './steady-reads.ts';
import { openStorm, type Storm } from './storm.ts';

const READS_PER_SECOND = 20;
const ACCOUNTS = 500;
/** More sign-ins may wait than the API lets in at once. */
const STORM_CONNECTIONS = 512;
/** Of a storm, before its reads count: the queue of the hashing has to fill first. */
const RISE_MS = 1_000;
const LOOK_MS = 700;

/**
 * What 200 wrong sign-ins a second do to the people who read: the overview at a steady rate, in a quiet round and in a storm by
 * turns, with weeks of history behind. The quiet rounds are the baseline.
 */
export const benchLoginStorm: Bench = async ({ isQuick, say }) => {
  const [weeks, rounds, seconds] = isQuick ? [2, 3, 2.5] : [8, 6, 12];
  const data = await newDataDirectory();
  const product = await startProduct(data.directory);
  const readers = new Pool(product.apiUrl, { connections: READS_PER_SECOND });
  const crowd = new Pool(product.apiUrl, { connections: STORM_CONNECTIONS });
  try {
    const accessToken = await setUpBenchOwner(product);
    await playHistory(product, weeks);
    await waitForOrganization(product, accessToken);
    await settle(readers, accessToken);
    say(`login-storm: ${weeks} weeks of history stand`);
    const storm = openStorm(crowd, await addAccounts(product));
    const options = { accessToken, perSecond: READS_PER_SECOND, seconds };
    await readSteadily(readers, { ...options, seconds: 2 });
    const quiet: Reads[] = [];
    const stormy: { reads: Reads; storm: Storm; mostHashing: number }[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      quiet.push(await readSteadily(readers, options));
      stormy.push(await readInStorm(storm, () => readSteadily(readers, options), product));
      await sleep(RISE_MS);
      say(`login-storm: round ${round} of ${rounds}`);
    }
    return summarize(quiet, stormy);
  } finally {
    await readers.close();
    await crowd.close();
    await product.close();
    await data.remove();
  }
};

async function playHistory(product: Product, weeks: number): Promise<void> {
  const deliveries = simulateOrganization({ seed: 'login-storm', weeks, now: Date.now() });
  await deliver({ url: product.webhookUrl, secret: product.secret, deliveries, concurrency: 8 });
}

/** Until the figure has not moved for three looks: what is still being projected would disturb the quiet rounds. */
async function settle(readers: Pool, accessToken: string): Promise<void> {
  for (let looks = 0, last = -1; looks < 3; looks += 1) {
    await sleep(LOOK_MS);
    const merged = await readMerged(readers, accessToken);
    if (merged !== last || merged === 0) looks = 0;
    last = merged;
  }
}

/** People with a password that is not sent; the Owner's hash stands for theirs, since it costs as much to compare with. */
async function addAccounts(product: Product): Promise<string[]> {
  const client = new pg.Client({ connectionString: product.ownerUrl });
  await client.connect();
  await client.query(
    `INSERT INTO "user" (id, email, name)
     SELECT gen_random_uuid(), 'person-' || n || '@example.com', 'Person ' || n FROM generate_series(1, $1::int) AS n`,
    [ACCOUNTS],
  );
  await client.query(
    `INSERT INTO password (user_id, hash, changed_at)
     SELECT u.id, p.hash, now() FROM "user" u, password p JOIN "user" o ON o.id = p.user_id AND o.is_instance_owner
     WHERE u.id <> o.id`,
  );
  await client.end();
  return Array.from({ length: ACCOUNTS }, (_, index) => `person-${index + 1}@example.com`);
}

async function readInStorm(
  storm: ReturnType<typeof openStorm>,
  read: () => Promise<Reads>,
  product: Product,
) {
  let isOver = false;
  const blowing = storm.blow(() => isOver);
  await sleep(RISE_MS);
  const hashing = watchHashing(product, () => isOver);
  const reads = await read();
  isOver = true;
  return { reads, storm: await blowing, mostHashing: await hashing };
}

/** The most passwords that the API said it was hashing at once, looked at twice a second. */
async function watchHashing(product: Product, isOver: () => boolean): Promise<number> {
  let most = 0;
  while (!isOver()) {
    const text = await fetch(`${product.apiUrl}/metrics`).then((response) => response.text());
    const found = /^passwords_hashing\S* (\d+)/m.exec(text)?.[1];
    if (found === undefined) throw new Error('/metrics does not say how many passwords are being hashed');
    most = Math.max(most, Number(found));
    await sleep(500);
  }
  return most;
}

function summarize(
  quiet: readonly Reads[],
  stormy: readonly { reads: Reads; storm: Storm; mostHashing: number }[],
) {
  const latencies = (list: readonly Reads[]) => list.flatMap((reads) => reads.latenciesMs);
  const figuresOf = (list: readonly Reads[]) => ({
    readP50Ms: rounded(percentile(latencies(list), 0.5)),
    readP95Ms: rounded(percentile(latencies(list), 0.95)),
    reads: latencies(list).length,
    failedReads: list.reduce((sum, reads) => sum + reads.failed, 0),
  });
  const baseline = figuresOf(quiet);
  const inStorm = figuresOf(stormy.map(({ reads }) => reads));
  const seconds = stormy.reduce((sum, { storm }) => sum + storm.seconds, 0);
  const sent = stormy.reduce((sum, { storm }) => sum + storm.sent, 0);
  const statuses = [...new Set(stormy.flatMap(({ storm }) => Object.keys(storm.byStatus)))].sort();
  const answered = statuses.map((status) => {
    const count = stormy.reduce((sum, { storm }) => sum + (storm.byStatus[status] ?? 0), 0);
    return [status, rounded(count / seconds, 1)] as const;
  });
  const waits = stormy.flatMap(({ storm }) => storm.waitsMs);
  return {
    figures: {
      ...inStorm,
      signInsPerSecond: rounded(sent / seconds, 1),
      answeredPerSecond: Object.fromEntries(answered),
      signInP50Ms: rounded(percentile(waits, 0.5), 0),
      signInP95Ms: rounded(percentile(waits, 0.95), 0),
      concurrentVerifications: Math.max(...stormy.map(({ mostHashing }) => mostHashing)),
    },
    baseline,
    ratios: {
      readP95: rounded(inStorm.readP95Ms / baseline.readP95Ms),
      readP50: rounded(inStorm.readP50Ms / baseline.readP50Ms),
    },
    notes: [
      'wrong passwords, half for accounts that exist, each from an address of its own; 401 was hashed, 429 and 503 were refused before',
      'the load, API, worker, database and dashboard share the cores',
    ],
  };
}
