import { setTimeout as sleep } from 'node:timers/promises';
import { deliver, deliveryHeaders } from '@devpulse/github-simulator/deliver';
import { loadDeliveries } from '@devpulse/github-simulator/load';
import { simulateOrganization } from '@devpulse/github-simulator/organization';
import { chromium as chromiumPart, findPart } from '@devpulse/start/test-parts';
import { type Browser, chromium } from 'playwright-core';
import { setUpBenchOwner, signInOnPage, waitForOrganization } from '../product/owner.ts';
import { newDataDirectory, type Product, startProduct } from '../product/product.ts';
import { type Bench, percentile, rounded } from '../report.ts';
import { type Sighting, watchMerged } from './watch-page.ts';

const DELIVERIES_PER_SECOND = 50;
const HISTORY_WEEKS = 8;
const SETTLE_MS = 10_000;
const BROWSER_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/**
 * From the 202 of a merge to the moment the figure “Merged” of an open browser page shows it, at 50 deliveries a second,
 * with weeks of history behind. There is no bare baseline for a page: the bar is absolute (2 s).
 */
export const benchFreshness: Bench = async ({ isQuick, say }) => {
  const executablePath = findPart(chromiumPart);
  if (!executablePath) throw new Error(`This bench needs Chromium: ${chromiumPart.remedy}`);
  const data = await newDataDirectory();
  const product = await startProduct(data.directory);
  const browser = await chromium.launch({ executablePath, args: BROWSER_ARGUMENTS });
  try {
    const accessToken = await setUpBenchOwner(product);
    await playHistory(product, say);
    await waitForOrganization(product, accessToken);
    const sightings: Sighting[] = [];
    await openOverview(browser, product, sightings);
    const base = sightings.at(-1)?.merged ?? 0;
    const sent = await sendMerges(product, isQuick ? 15 : 60);
    await sleep(SETTLE_MS);
    say(`freshness: ${sent.mergedAt.length} merges, ${sightings.length} changes of the figure`);
    return summarize({ base, sightings, ...sent });
  } finally {
    await browser.close();
    await product.close();
    await data.remove();
  }
};

async function playHistory(product: Product, say: (line: string) => void): Promise<void> {
  const deliveries = simulateOrganization({ seed: 'freshness', weeks: HISTORY_WEEKS, now: Date.now() });
  const report = await deliver({
    url: product.webhookUrl,
    secret: product.secret,
    deliveries,
    concurrency: 8,
  });
  say(`freshness: ${report.sent} deliveries of history`);
}

/** Waits until the history has settled, so that the figure only moves for what is measured. */
async function openOverview(browser: Browser, product: Product, sightings: Sighting[]): Promise<void> {
  const page = await browser.newPage();
  await signInOnPage(page, product);
  await page.goto(`${product.webUrl}/fernhill?range=7d`, { waitUntil: 'load' });
  await page.getByRole('heading', { name: 'Merged', exact: true }).waitFor({ timeout: 60_000 });
  await watchMerged(page, (sighting) => sightings.push(sighting));
  for (let quiet = 0, last = -1; quiet < 5; quiet += 1) {
    await sleep(2_000);
    if (sightings.length !== last) quiet = 0;
    last = sightings.length;
  }
}

type Sent = { mergedAt: number[]; deliveries: number; refused: number; seconds: number };

/** Sends at a steady rate and notes when each merge was answered 202. */
async function sendMerges(product: Product, seconds: number): Promise<Sent> {
  const source = loadDeliveries({ seed: 'freshness-load' });
  const sent: Sent = { mergedAt: [], deliveries: 0, refused: 0, seconds };
  const pending: Promise<void>[] = [];
  const startedAt = performance.now();
  const count = seconds * DELIVERIES_PER_SECOND;
  for (let index = 0; index < count; index += 1) {
    const wait = startedAt + (index * 1_000) / DELIVERIES_PER_SECOND - performance.now();
    if (wait > 0) await sleep(wait);
    pending.push(sendOne(product, source.next().value, sent));
  }
  await Promise.all(pending);
  return sent;
}

type Delivery = ReturnType<ReturnType<typeof loadDeliveries>['next']>['value'];

async function sendOne(product: Product, delivery: Delivery, sent: Sent): Promise<void> {
  const headers = deliveryHeaders(delivery, product.secret);
  delete headers['content-length'];
  const response = await fetch(product.webhookUrl, { method: 'POST', headers, body: delivery.body });
  const answeredAt = Date.now();
  await response.arrayBuffer();
  sent.deliveries += 1;
  if (response.status !== 202) sent.refused += 1;
  const isMerge = delivery.action === 'closed' && delivery.body.includes('"merged":true');
  if (isMerge && response.status === 202) sent.mergedAt.push(answeredAt);
}

/** The k-th merge is on the page when the figure first shows at least k more than before. */
function summarize(run: Sent & { base: number; sightings: Sighting[] }) {
  const answered = run.mergedAt.sort((a, b) => a - b);
  const waits = answered.map((at, index) => {
    const seen = run.sightings.find(({ merged }) => merged >= run.base + index + 1);
    return seen ? Math.max(0, seen.at - at) : Number.POSITIVE_INFINITY;
  });
  const unseen = waits.filter((wait) => !Number.isFinite(wait)).length;
  const seen = waits.filter(Number.isFinite);
  return {
    figures: {
      p50Ms: rounded(percentile(seen, 0.5), 0),
      p95Ms: rounded(percentile(unseen > 0 ? waits : seen, 0.95), 0),
      maxMs: rounded(Math.max(...seen), 0),
      deliveriesPerSecond: rounded(run.deliveries / run.seconds, 1),
      merges: answered.length,
      unseen,
      refused: run.refused,
    },
    baseline: {},
    ratios: {},
    notes: [`${HISTORY_WEEKS} weeks of history; page, API, worker, database and load share the cores`],
  };
}
