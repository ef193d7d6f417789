import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type FixtureApi, startFixtureApi } from '../../apps/web/test/fixture-api.ts';
import { openSignedIn } from './signed-in.ts';
import { type StandaloneWeb, startStandaloneWeb } from './standalone-web.ts';
import { launchBrowser } from './web-page.ts';

vi.setConfig({ testTimeout: 60_000 });

/** An access token is not used in its last fifteen seconds; milliseconds. */
const LEEWAY = 15_000;
const LIFE = 1500;

let api: FixtureApi;
let web: StandaloneWeb;
let browser: Browser;

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
  api.state.sessions.accessLifeMs = LEEWAY + LIFE;
});

/** A page of somebody whose access token has run out since it was opened. */
async function openOutlived(path: string): Promise<Page> {
  const { page } = await openSignedIn(browser, { api, url: web.url });
  await page.goto(web.url + path);
  await page.locator('h1').waitFor();
  // while it opens, a page renews the token itself when that takes longer than the token lives
  for (let seen = -1; seen !== api.state.sessions.rotations; ) {
    seen = api.state.sessions.rotations;
    await page.waitForTimeout(LIFE);
  }
  api.state.sessions.accessLifeMs = 600_000;
  return page;
}

/** What every page does that reads itself anew: at a change, at coming back to it, at “Try again”. */
async function readAnew(page: Page, answers: (address: URL) => boolean): Promise<void> {
  const answered = page.waitForResponse((response) => answers(new URL(response.url())));
  await page.evaluate(() => {
    const { next } = window as unknown as { next: { router: { refresh(): void } } };
    next.router.refresh();
  });
  await answered;
  await page.waitForTimeout(500);
}

test.each([
  ['/fernhill', 'Overview'],
  ['/fernhill/attendance', 'Attendance'],
  ['/account', 'Profile'],
])('%s is read anew in place with a renewed session, and what was done on it stays', async (path, title) => {
  const page = await openOutlived(path);
  const before = api.state.sessions.rotations;
  await page.evaluate(() => Reflect.set(window, 'isSamePage', true));
  await readAnew(page, ({ pathname, searchParams }) => pathname === path && searchParams.has('_rsc'));
  expect(await page.locator('h1').textContent()).toContain(title);
  expect(await page.evaluate(() => Reflect.get(window, 'isSamePage'))).toBe(true);
  expect(api.state.sessions.rotations).toBe(before + 1);
});

test('a link leads on with a renewed session', async () => {
  const page = await openOutlived('/account/security');
  const before = api.state.sessions.rotations;
  await page.getByRole('link', { name: 'Profile' }).first().click();
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
  expect(api.state.sessions.rotations).toBe(before + 1);
});

test('a page whose access token the API refuses before its time is opened once more', async () => {
  api.state.sessions.accessLifeMs = 600_000;
  const { page } = await openSignedIn(browser, { api, url: web.url });
  await page.goto(`${web.url}/account/security`);
  await page.getByRole('heading', { name: 'Devices' }).waitFor();
  for (const session of api.state.sessions.all.values())
    session.tokens = { ...session.tokens, accessToken: 'another' };
  await readAnew(page, ({ pathname }) => pathname === '/session/renew');
  await page.getByRole('heading', { name: 'Devices' }).waitFor();
  expect(page.url()).toBe(`${web.url}/account/security`);
});

test('a page whose session ended elsewhere leads to the sign-in when it is read anew', async () => {
  const page = await openOutlived('/account/security');
  api.state.sessions.all.clear();
  await readAnew(page, ({ pathname }) => pathname === '/sign-in');
  await page.getByText('Your session has ended').waitFor();
});
