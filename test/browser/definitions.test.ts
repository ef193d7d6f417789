import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { METRIC_IDS, METRICS } from '../../packages/domain/src/metrics/definitions.ts';
import { metricReference } from '../../packages/domain/src/reference/metric-reference.ts';
import { OrganizationStage } from './organization-stage.ts';
import { openSignedIn, sessionCookie } from './signed-in.ts';
import { accessibilityViolations } from './web-page.ts';

vi.setConfig({ testTimeout: 60_000 });

const DESK = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await OrganizationStage.open();
}, 60_000);
afterAll(() => stage?.close());
afterEach(() => stage.closePages());

async function open(path: string, options: BrowserContextOptions = {}) {
  const { api, web, browser } = stage;
  const opened = await openSignedIn(browser, { api, url: web.url }, options);
  await opened.page.goto(web.url + path);
  return opened;
}

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each([
    ['desk', DESK],
    ['phone', PHONE],
  ])('axe finds nothing and the console is silent on a %s', async (_, size) => {
    const { page, complaints } = await open('/fernhill/metrics', { ...size, colorScheme });
    await page.getByRole('heading', { name: 'Definitions', level: 1 }).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

test.each(['/fernhill/metrics', '/fernhill'])(
  'at 320 pixels %s flows without scrolling sideways',
  async (path) => {
    const { page } = await open(path, { viewport: { width: 320, height: 700 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  },
);

test('every definition is there, under its address, in text that the browser finds', async () => {
  const { page } = await open('/fernhill/metrics');
  const ids = await page.locator('main [id]').evaluateAll((found) => found.map(({ id }) => id));
  const wanted = metricReference().flatMap(({ anchor, entries }) => [
    anchor,
    ...entries.map((one) => one.anchor),
  ]);
  expect(ids).toEqual(expect.arrayContaining(wanted));
  const text = await page.locator('main').textContent();
  for (const id of METRIC_IDS) expect(text).toContain(METRICS[id].formula);
  for (const words of ['87.148', 'P85 17 h', 'may be set from 0.5 working hours'])
    expect(text).toContain(words);
});

test('the (i) of a figure leads to its definition, below what is fixed at the top', async () => {
  const { page } = await open('/fernhill', PHONE);
  await page.getByRole('button', { name: 'How Waiting for review is counted' }).click();
  await page.getByRole('link', { name: 'How is this computed' }).click();
  await page.waitForURL('**/fernhill/metrics#waiting-for-review');
  const title = page.getByRole('heading', { name: 'Waiting for review' }).first();
  await expect.poll(async () => (await title.boundingBox())?.y ?? 0).toBeGreaterThan(52);
  expect((await title.boundingBox())?.y).toBeLessThan(200);
});

test('the rail leads to the definitions', async () => {
  const { page } = await open('/fernhill');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Definitions' }).click();
  await page.getByRole('heading', { name: 'Definitions', level: 1 }).waitFor();
});

test('the score stands with its interval, confidence, points and change, and the alerts before it', async () => {
  const { page } = await open('/fernhill');
  const card = page.getByRole('region', { name: 'Delivery Reliability Score' });
  for (const words of [
    '87.1',
    '80 % interval 83.4 to 90.2',
    'rose 5.5 since 22 Oct (81.6)',
    'High confidence. 42 matured pull requests, 25 Sept to 19 Nov 2026.',
    '34 of 42 in time',
    'P85 17 h, P50 5.5 h',
  ])
    await card.getByText(words).first().waitFor();
  await page.getByText('3 open alerts').waitFor();
  await page.getByText('1 acknowledged').waitFor();
  const csv = card.getByRole('link', { name: 'CSV of the pull requests behind it' });
  expect(await csv.getAttribute('href')).toBe('/fernhill/score/csv?day=2026-11-19');
});

describe('files', () => {
  const get = (path: string) =>
    fetch(stage.web.url + path, { headers: { cookie: sessionCookie(stage.api) }, redirect: 'manual' });

  test('the CSV of the score has every page of every part, and runs nothing', async () => {
    const answer = await get('/fernhill/score/csv');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename="fernhill-score-2026-11-19.csv"',
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const [head, ...lines] = (await answer.text()).trimEnd().split('\r\n');
    expect(head).toContain('part,outcome,reason,repository,number');
    expect(lines).toHaveLength(4 * 230);
    const promises = lines.filter((line) => line.startsWith('promise_kept,'));
    expect(promises.filter((line) => line.includes(',hit,'))).toHaveLength(184);
    expect(lines.some((line) => line.includes(",'=cmd|settle,"))).toBe(true);
    for (const cell of lines.flatMap((line) => line.split(','))) expect(cell).not.toMatch(/^"?[=+\-@\t]/);
  });

  test('the CSV of the days has a row a day, and nothing where a value is absent', async () => {
    const answer = await get('/fernhill/metrics/csv?range=30d');
    expect(answer.headers.get('content-disposition')).toContain('fernhill-daily-metrics-2026-10-22.csv');
    const lines = (await answer.text()).trimEnd().split('\r\n');
    expect(lines.slice(0, 3)).toEqual([
      'day,merged,cycle_working_p50',
      '2026-10-22,0,',
      '2026-10-23,1,30001',
    ]);
    expect(lines).toHaveLength(31);
  });

  test.each(['/fernhill/score/csv', '/fernhill/metrics/csv'])('%s says why there is none', async (path) => {
    stage.api.state.mode = 'failing';
    const answer = await get(path);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'unavailable' });
  });
});
