import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FixtureApi, startFixtureApi } from '../../apps/web/test/fixture-api.ts';
import { openSignedIn, sessionCookie } from './signed-in.ts';
import { type StandaloneWeb, startStandaloneWeb } from './standalone-web.ts';
import { accessibilityViolations, launchBrowser, scriptBytes } from './web-page.ts';

const BUDGET_BYTES = 200_000;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const DESK = { viewport: { width: 1280, height: 900 } };

vi.setConfig({ testTimeout: 60_000 });

let api: FixtureApi;
let web: StandaloneWeb;
let browser: Browser;
const open = (options: BrowserContextOptions = {}) => openSignedIn(browser, { api, url: web.url }, options);

beforeAll(async () => {
  api = await startFixtureApi();
  [web, browser] = await Promise.all([startStandaloneWeb(api.url), launchBrowser()]);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await web?.stop();
  await api?.close();
});

beforeEach(() => {
  api.state.mode = 'usual';
});

/** The API holds no stream of a page that is gone; the web process ended it there. */
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await expect.poll(() => api.listeners(), { timeout: 5000 }).toBe(0);
});

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each([
    ['desk', DESK],
    ['phone', PHONE],
  ])('axe finds nothing and the console is silent on a %s', async (_, size) => {
    const { page, complaints } = await open({ ...size, colorScheme });
    await page.goto(`${web.url}/fernhill`);
    await page.getByRole('heading', { name: 'Do we finish what we start?' }).scrollIntoViewIfNeeded();
    await page.locator('.recharts-surface').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    for (const summary of await page.getByText('View as table').all()) await summary.click();
    await page.getByRole('button', { name: 'How Cycle time is counted' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.goto(`${web.url}/fernhill/pull-requests?metric=cycle_time`);
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

test.each(['/fernhill', '/fernhill?range=custom&from=2026-09-01&to=2026-11-20', '/fernhill/pull-requests'])(
  'at 320 pixels %s flows without scrolling sideways',
  async (path) => {
    const { page } = await open({ viewport: { width: 320, height: 700 } });
    await page.goto(web.url + path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  },
);

test('figures stand before 200 kB of script, and the chart library comes after them', async () => {
  const { page } = await open();
  await page.addInitScript(() => {
    // Idle never comes: what is loaded by then is what a person waits for.
    window.requestIdleCallback = () => 0;
  });
  const first = await scriptBytes(page, async () => {
    await page.goto(`${web.url}/fernhill`, { waitUntil: 'networkidle' }).catch(() => null);
    await page.getByText('Live, figures of').waitFor();
    await page.waitForTimeout(1000);
  });
  console.log(`First-load script of the overview: ${(first / 1000).toFixed(1)} kB`);
  expect(first).toBeGreaterThan(50_000);
  expect(first).toBeLessThanOrEqual(BUDGET_BYTES);
  expect(await page.locator('.recharts-surface').count()).toBe(0);
});

test('the page works by keyboard alone', async () => {
  const { page } = await open();
  await page.goto(`${web.url}/fernhill`);
  await page.locator('.recharts-surface').waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');

  const definition = page.getByRole('button', { name: 'How Merged is counted' });
  await definition.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Merged' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await definition.evaluate((element) => element === document.activeElement)).toBe(true);

  await page.locator('.recharts-surface').focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('.recharts-tooltip-wrapper').getByText('Made ready').waitFor();

  await page.getByRole('link', { name: '90 d' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/fernhill\?range=90d/);

  await page.getByText('23 Aug to 20 Nov 2026').waitFor();
});

test('a change in the organization is on the page within two seconds', async () => {
  const { page } = await open();
  await page.goto(`${web.url}/fernhill`);
  const live = page.locator('[data-live="live"]');
  await live.waitFor();
  const merged = page.getByRole('region', { name: 'Merged' }).locator('.role-figure');
  const before = Number(await merged.textContent());
  const startedAt = Date.now();
  api.change();
  await page.waitForFunction(
    (expected) => document.body.textContent.includes(`The ${expected} pull requests behind it`),
    before + 1,
  );
  expect(Date.now() - startedAt).toBeLessThan(2000);
  expect(await live.textContent()).toBe('Live, last event 14:32:07');
});

test('a burst of changes is read a few times, and the last one is shown', async () => {
  const { page } = await open();
  await page.goto(`${web.url}/fernhill`);
  await page.locator('[data-live="live"]').waitFor();
  const merged = page.getByRole('region', { name: 'Merged' }).locator('.role-figure');
  const before = Number(await merged.textContent());
  const readsBefore = api.overviewReads;
  for (let index = 0; index < 50; index += 1) {
    api.change();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await expect.poll(() => merged.textContent(), { timeout: 5000 }).toBe(String(before + 50));
  expect(api.overviewReads - readsBefore).toBeLessThanOrEqual(8);
});

test('a lost connection is said, and what was missed is read afterwards', async () => {
  const { page } = await open();
  await page.goto(`${web.url}/fernhill`);
  await page.locator('[data-live="live"]').waitFor();
  const merged = page.getByRole('region', { name: 'Merged' }).locator('.role-figure');
  const before = Number(await merged.textContent());
  api.dropListeners();
  await page.getByText('Reconnecting').waitFor();
  api.change();
  await page.locator('[data-live="live"]').waitFor({ timeout: 15_000 });
  await expect.poll(() => merged.textContent(), { timeout: 5000 }).toBe(String(before + 1));
});

test('a hidden page follows nothing, and reads anew when it is seen again', async () => {
  const { page } = await open();
  const atFirst = api.overviewReads;
  await page.goto(`${web.url}/fernhill`);
  await page.locator('[data-live="live"]').waitFor();
  // One read for the page, one for what changed before its connection stood.
  await expect.poll(() => api.overviewReads, { timeout: 5000 }).toBe(atFirst + 2);
  const setVisibility = (state: string) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await setVisibility('hidden');
  await page.locator('[data-live="paused"]').waitFor();
  await expect.poll(() => api.listeners(), { timeout: 5000 }).toBe(0);
  await setVisibility('visible');
  await page.locator('[data-live="live"]').waitFor();
  await expect.poll(() => api.overviewReads, { timeout: 5000 }).toBe(atFirst + 3);
});

test('the list behind a figure has its total, goes on, and leaves as a CSV that runs nothing', async () => {
  const { page } = await open();
  await page.goto(`${web.url}/fernhill`);
  await page.getByRole('link', { name: 'The 57 pull requests behind it' }).click();
  await page.getByText('The newest 50 of 57').waitFor();
  expect(await page.locator('tbody tr').count()).toBe(50);
  const href = await page.getByRole('link', { name: 'CSV of these 50' }).getAttribute('href');
  const answer = await fetch(web.url + href, { headers: { cookie: sessionCookie(api) } });
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toContain('attachment');
  const lines = (await answer.text()).trimEnd().split('\r\n');
  expect(lines).toHaveLength(51);
  expect(lines.some((line) => line.includes(`"'=HYPERLINK(""http://attacker.example"",""refund"")"`))).toBe(
    true,
  );
  for (const cell of lines.flatMap((line) => line.split(','))) expect(cell).not.toMatch(/^"?[=+\-@\t]/);
  await page.getByRole('link', { name: 'More' }).click();
  await page.getByText('7 of 57').waitFor();
  await page.getByRole('link', { name: 'Back to the newest' }).click();
  await page.getByText('The newest 50 of 57').waitFor();
});

test.each([
  ['silent', '/fernhill', 200, 'No pull request of Fernhill has arrived yet'],
  ['failing', '/fernhill', 200, 'The database does not answer.'],
  ['usual', '/fernhill?range=custom&from=2026-11-20&to=2026-11-01', 200, 'The range ends before it begins.'],
  ['usual', '/elsewhere', 404, 'There is nothing at this address'],
  ['usual', '/Not%20A%20Slug', 404, 'There is nothing at this address'],
] as const)('when the API is %s, %s says so', async (mode, path, status, words) => {
  api.state.mode = mode;
  const { page } = await open();
  const answer = await page.goto(web.url + path);
  expect(answer?.status()).toBe(status);
  await page.getByText(words).first().waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
});

test('trying again after a failure shows the figures', async () => {
  api.state.mode = 'failing';
  const { page } = await open();
  await page.goto(`${web.url}/fernhill`);
  await page.getByText('request req-0198c1d2').waitFor();
  api.state.mode = 'usual';
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('region', { name: 'Cycle time' }).waitFor();
});

test('a chosen theme stays', async () => {
  const { page } = await open({ colorScheme: 'light' });
  await page.goto(`${web.url}/fernhill`);
  await page.getByRole('button', { name: 'Dark' }).click();
  await page.reload();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
});

test('answers carry the security headers', async () => {
  const { headers } = await fetch(`${web.url}/fernhill`);
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.has('x-powered-by')).toBe(false);
});
