import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FilledGithub, openFilledGithub, openPullRequest } from './filled-github.ts';
import { onKeyboard } from './keyboard.ts';
import { accessibilityViolations, launchBrowser, openPage } from './web-page.ts';
import { startWholeProduct, type WholeProduct } from './whole-product.ts';

/** Where to leave pictures of the pages on the way; nowhere without it. */
const SHOTS = process.env.DEVPULSE_SHOTS;
const PULL_REQUESTS = 2000;
const FIRST_FIGURES_SECONDS = 60;
const TEAM = 'Checkout';
const FIGURES = ['Cycle time', 'Time to first review', 'Merged', 'Open and ready'];

const violations: string[] = [];
let filled: FilledGithub;
let product: WholeProduct;
let browser: Browser;

beforeAll(async () => {
  filled = await openFilledGithub({ pullRequests: PULL_REQUESTS, answerMs: 500, team: TEAM });
  product = await startWholeProduct({ hasWorker: true, environment: { GITHUB_URL: filled.github.url } });
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await product?.close();
  await filled?.github.close();
});

test(`wizard → manifest → install → choose repositories → backfill with live progress → first figures within ${FIRST_FIGURES_SECONDS} s for ${PULL_REQUESTS} pull requests`, async () => {
  const { page, complaints } = await openPage(browser);
  await reachGithubStep(page);
  await makeApp(page);
  await installOn(page, ['checkout-web', 'checkout-api', 'ledger', 'old-site']);
  await checkChoice(page);

  const askedAt = performance.now();
  const secondsSince = () => Math.round((performance.now() - askedAt) / 100) / 10;
  await onKeyboard(page).press('Read the chosen repositories');
  await page.getByRole('heading', { name: 'Reading the history' }).waitFor();
  const shares = watchShares(page);
  await pause(page, 'ledger');
  await page.getByRole('heading', { name: 'First figures' }).waitFor({ timeout: 120_000 });
  for (const name of FIGURES) await figureOf(page, name).waitFor();
  const firstFigures = secondsSince();
  await settled(page, 'watch-paused');
  await resume(page, 'ledger');
  await page.getByRole('heading', { name: 'GitHub', exact: true, level: 1 }).waitFor({ timeout: 120_000 });
  const everything = secondsSince();
  const seen = await shares.stop();
  console.log(
    `${PULL_REQUESTS} pull requests: first figures after ${firstFigures} s, everything read after ${everything} s (paused in between); shares seen: ${seen.join(', ')}`,
  );
  expect(firstFigures).toBeLessThanOrEqual(FIRST_FIGURES_SECONDS);
  expect(seen.filter((share) => share > 0 && share < 100).length).toBeGreaterThanOrEqual(2);
  expect(seen.at(-1)).toBe(100);
  await checkHistory(page);

  await onKeyboard(page).follow('Go to the overview');
  await checkOverview(page);
  await checkLiveEvent(page);
  await takeTeamsOver(page);

  expect(violations).toEqual([]);
  expect(complaints).toEqual([]);
}, 400_000);

/** The first person, their organization, and the steps before the one for GitHub. */
async function reachGithubStep(page: Page): Promise<void> {
  const keys = onKeyboard(page);
  await page.goto(product.setUpUrl);
  await keys.type('Name', 'Marta Lindqvist');
  await keys.type('E-mail', 'marta@fernhill.example');
  await keys.type('Password', 'seven quiet herons wade');
  await keys.press('Become the Owner');
  await page.waitForURL(/\/new/);
  await keys.type('Name of the organization', 'Fernhill');
  await keys.press('Make the organization');
  await page.waitForURL(/organization=fernhill&step=week/);
  await keys.follow('Skip this step');
  await keys.follow('Go on to GitHub');
  await page.waitForURL(/step=github/);
  await settled(page, 'wizard');
}

async function makeApp(page: Page): Promise<void> {
  const keys = onKeyboard(page);
  await keys.type('GitHub organization', 'Fernhill');
  await keys.press('Create the GitHub App');
  await page.getByRole('heading', { name: 'Create GitHub App' }).waitFor();
  expect(page.url()).toContain(`${filled.github.url}/organizations/Fernhill/settings/apps/new`);
  await keys.press('Create GitHub App for Fernhill');
  await page.getByRole('heading', { name: /^Install / }).waitFor();
}

async function installOn(page: Page, names: readonly string[]): Promise<void> {
  await page.getByLabel('Only select repositories').check();
  for (const name of names) await page.getByLabel(name).check();
  await onKeyboard(page).press(/^Install/);
  await page.waitForURL(`${product.web.url}/fernhill/github`);
}

/** What is worked in is ticked; what the App is not shown is not there at all. */
async function checkChoice(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Read the chosen repositories' }).waitFor();
  const ticks = await Promise.all(
    (await page.getByRole('list').getByRole('checkbox').all()).map(async (box) => [
      await box.locator('..').locator('span').first().textContent(),
      await box.isChecked(),
    ]),
  );
  expect(ticks).toEqual([
    ['checkout-api', true],
    ['checkout-web', true],
    ['ledger', true],
    ['old-site', false],
  ]);
  expect(await page.getByLabel('History', { exact: true }).inputValue()).toBe('6');
  await settled(page, 'choose');
}

function wholeBar(page: Page): Locator {
  return page.getByRole('progressbar', { name: 'All repositories' });
}

/** Every share of the whole that is shown until it is stopped, as often as it changes. */
function watchShares(page: Page): { stop(): Promise<number[]> } {
  const bar = wholeBar(page);
  let isStopped = false;
  const watching = (async () => {
    const seen: number[] = [];
    for (;;) {
      const isLast = isStopped;
      const share = await bar.getAttribute('aria-valuenow', { timeout: 2000 }).catch(() => null);
      if (share !== null && Number(share) !== seen.at(-1)) seen.push(Number(share));
      if (isLast) return seen;
      await sleep(100);
    }
  })();
  return {
    stop: () => {
      isStopped = true;
      return watching;
    },
  };
}

function historyRow(page: Page, name: string): Locator {
  const table = page.getByRole('table', { name: 'History of each repository' });
  return table.getByRole('row').filter({ has: page.getByRole('progressbar', { name }) });
}

async function pause(page: Page, name: string): Promise<void> {
  await onKeyboard(page).press(`Pause ${name}`);
  await page.getByRole('button', { name: `Resume ${name}` }).waitFor();
  await historyRow(page, name).getByText('paused').waitFor();
}

async function resume(page: Page, name: string): Promise<void> {
  await onKeyboard(page).press(`Resume ${name}`);
  await page.getByRole('button', { name: `Pause ${name}` }).waitFor();
}

/** Everything that was chosen is read, and nothing else. */
async function checkHistory(page: Page): Promise<void> {
  await page.getByText(`${PULL_REQUESTS.toLocaleString('en')} pull requests read`).waitFor();
  const table = page.getByRole('table', { name: 'History of each repository' });
  expect(await table.getByRole('progressbar').count()).toBe(3);
  expect(await table.getByText('complete').count()).toBe(3);
  await settled(page, 'done');
}

function figureOf(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true }).filter({ hasText: /\d/ });
}

/** The figure of a card as a number. */
async function countOn(page: Page, name: string): Promise<number> {
  const figure = await figureOf(page, name).locator('.role-figure').first().textContent();
  return Number(figure?.replaceAll(',', ''));
}

async function checkOverview(page: Page): Promise<void> {
  await page.waitForURL(`${product.web.url}/fernhill`);
  for (const name of FIGURES) await figureOf(page, name).waitFor();
  await page.getByText(', 3 repositories. ').waitFor();
  expect(await countOn(page, 'Merged')).toBeGreaterThan(50);
  await settled(page, 'overview');
}

/** GitHub tells DevPulse by a webhook, which comes through the dashboard's own address. */
async function checkLiveEvent(page: Page): Promise<void> {
  await page.getByText(/^Live/).first().waitFor();
  await page.evaluate(() => Object.assign(window, { isSameDocument: true }));
  const before = await countOn(page, 'Open and ready');
  const openedAt = performance.now();
  await openPullRequest(filled, 'checkout-api');
  await expect.poll(() => countOn(page, 'Open and ready'), { timeout: 20_000 }).toBe(before + 1);
  console.log(`an opened pull request is counted after ${Math.round(performance.now() - openedAt)} ms`);
  expect(await page.evaluate(() => 'isSameDocument' in window)).toBe(true);
  await settled(page, 'live');
}

/** The worker asks GitHub, so they are there at a later look. */
async function takeTeamsOver(page: Page): Promise<void> {
  await onKeyboard(page).follow('Teams');
  await page.waitForURL(`${product.web.url}/fernhill/teams`);
  await onKeyboard(page).press('Take over the teams from GitHub');
  await page.getByText('GitHub is being asked.').waitFor();
  await settled(page, 'teams');
  await expect
    .poll(() => page.reload().then(() => page.getByRole('row', { name: TEAM }).textContent()), {
      timeout: 20_000,
    })
    .toMatch(/Amara Obi|amara-obi/);
}

/** Every page on the way is looked at by axe. */
async function settled(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('load');
  violations.push(...(await accessibilityViolations(page)).map((violation) => `${name}: ${violation}`));
  if (SHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });
}
