import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { INVITATION, LOCKED_EMAIL, USER_CODE } from '../../apps/web/test/fixture-access.ts';
import { type FixtureApi, startFixtureApi } from '../../apps/web/test/fixture-api.ts';
import { INES, PASSWORD, SET_UP_TOKEN, TOM, TOTP_CODE } from '../../apps/web/test/fixture-people.ts';
import { openSignedIn } from './signed-in.ts';
import { type StandaloneWeb, startStandaloneWeb } from './standalone-web.ts';
import { accessibilityViolations, launchBrowser, openPage } from './web-page.ts';

vi.setConfig({ testTimeout: 120_000 });

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const DESK = { viewport: { width: 1280, height: 900 } };
const NARROW = { viewport: { width: 320, height: 700 } };
const TOKEN = 'token-of-a-mailed-link';
const CONNECT = `/connect?${new URLSearchParams({
  redirect_uri: 'http://127.0.0.1:4911/callback',
  code_challenge: 'a'.repeat(43),
  code_challenge_method: 'S256',
  state: 'state-of-the-program',
  device_name: 'Ines’ laptop',
  device_kind: 'desktop',
  device_os: 'Fedora 43',
  app_version: '1.4.0',
})}`;

/** One state of a page: where it is, whose it is, and what is done to get there. */
type State = {
  name: string;
  path: string;
  isSignedIn?: boolean;
  isFresh?: boolean;
  act?: (page: Page) => Promise<unknown>;
};

const trySignIn = (email: string, password: string) => async (page: Page) => {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

const STATES: State[] = [
  { name: 'sign in', path: '/sign-in' },
  {
    name: 'sign in, wrong password',
    path: '/sign-in',
    act: async (page) => {
      await trySignIn(INES.email, 'wrong')(page);
      await page.getByText('do not match').waitFor();
    },
  },
  {
    name: 'sign in, paused',
    path: '/sign-in',
    act: async (page) => {
      await trySignIn(LOCKED_EMAIL, 'wrong')(page);
      await page.getByText('try again in 14 minutes').waitFor();
    },
  },
  {
    name: 'second factor',
    path: '/sign-in',
    act: async (page) => {
      await trySignIn(TOM.email, PASSWORD)(page);
      await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();
    },
  },
  { name: 'forgotten password', path: '/sign-in/forgotten' },
  { name: 'new password', path: `/sign-in/reset?token=${TOKEN}` },
  { name: 'broken link', path: '/sign-in/reset' },
  { name: 'single sign-on', path: '/sign-in/sso' },
  { name: 'set-up', path: `/set-up?token=${SET_UP_TOKEN}`, isFresh: true },
  { name: 'not set up', path: '/', isFresh: true },
  { name: 'invitation, new person', path: `/invitation?token=${INVITATION.fresh}` },
  { name: 'invitation, known person', path: `/invitation?token=${INVITATION.known}` },
  { name: 'invitation, used', path: `/invitation?token=${INVITATION.used}` },
  { name: 'invitation, wrong account', path: `/invitation?token=${INVITATION.known}`, isSignedIn: true },
  { name: 'confirm an address', path: `/verify-email?token=${TOKEN}` },
  { name: 'session not renewed', path: '/session/unavailable' },
  { name: 'connect', path: CONNECT, isSignedIn: true },
  { name: 'connect, incomplete', path: '/connect' },
  {
    name: 'device',
    path: '/device',
    isSignedIn: true,
    act: async (page) => {
      await page.getByLabel('Code').fill(USER_CODE);
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText('203.0.113.40').waitFor();
    },
  },
  { name: 'profile', path: '/account', isSignedIn: true },
  {
    name: 'security, setting up an authenticator app',
    path: '/account/security',
    isSignedIn: true,
    act: async (page) => {
      await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
      await page.getByRole('img', { name: 'QR code' }).waitFor();
    },
  },
  {
    name: 'security, a question',
    path: '/account/security',
    isSignedIn: true,
    act: async (page) => {
      await page.getByRole('button', { name: 'Remove Laptop' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'confirm that it is you', path: '/account/confirm', isSignedIn: true },
  { name: 'mails', path: '/instance/mails', isSignedIn: true },
];

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

async function openState(state: State, options: BrowserContextOptions) {
  api.state.isSetUp = !state.isFresh;
  const watched = state.isSignedIn
    ? await openSignedIn(browser, { api, url: web.url }, options)
    : await openPage(browser, options);
  await watched.page.goto(web.url + state.path);
  await state.act?.(watched.page);
  return watched;
}

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each([
    ['desk', DESK],
    ['phone', PHONE],
  ])('axe finds nothing and the console is silent on a %s', async (_, size) => {
    const found: Record<string, string[]> = {};
    for (const state of STATES) {
      const { page, complaints } = await openState(state, { ...size, colorScheme });
      const wrong = [...(await accessibilityViolations(page)), ...complaints];
      if (wrong.length > 0) found[state.name] = wrong;
      await page.context().close();
    }
    console.log(`${STATES.length} states of pages looked at, ${colorScheme}`);
    expect(found).toEqual({});
  });
});

test('at 320 pixels nothing scrolls sideways', async () => {
  const wide: Record<string, number> = {};
  for (const state of STATES) {
    const { page } = await openState(state, NARROW);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width !== NARROW.viewport.width) wide[state.name] = width;
    await page.context().close();
  }
  expect(wide).toEqual({});
});

test('a person signs in with a password and a code by keyboard alone, and an error has the focus', async () => {
  api.state.isSetUp = true;
  const { page } = await openPage(browser);
  await page.goto(`${web.url}/sign-in?next=/account`);
  await page.keyboard.press('Tab');
  expect(await focusedText(page)).toBe('Skip to content');
  await tabTo(page, 'email');
  await page.keyboard.type(TOM.email);
  await tabTo(page, 'password');
  await page.keyboard.type('not the password');
  await page.keyboard.press('Enter');
  await page.getByText('E-mail and password do not match.').waitFor();
  const field = page.getByLabel('Password');
  await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);
  expect(await page.getByLabel('E-mail').inputValue()).toBe(TOM.email);
  const described = await field.getAttribute('aria-describedby');
  expect(await page.locator(`[id="${described}"]`).textContent()).toBe('E-mail and password do not match.');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/sign-in\/factor$/);
  await tabTo(page, 'code');
  await page.keyboard.type(TOTP_CODE);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/account');
});

test('forms answer without script', async () => {
  const { page } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(`${web.url}/sign-in?next=/account`);
  await trySignIn(INES.email, 'wrong')(page);
  await page.getByText('do not match').waitFor();
  expect(await page.getByLabel('E-mail').inputValue()).toBe(INES.email);
  await trySignIn(INES.email, PASSWORD)(page);
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
});

test('the recovery codes are shown once, after the authenticator app was confirmed', async () => {
  const { page } = await openSignedIn(browser, { api, url: web.url });
  await page.goto(`${web.url}/account/security`);
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
  await page.getByRole('textbox', { name: 'Code' }).fill('000000');
  await page.getByRole('button', { name: 'Turn it on' }).click();
  await page.getByText('This code is not right.').waitFor();
  await page.getByRole('textbox', { name: 'Code' }).fill(TOTP_CODE);
  await page.getByRole('button', { name: 'Turn it on' }).click();
  expect(await page.getByRole('textbox', { name: 'Recovery codes' }).inputValue()).toContain(
    'k4m7-x9p9-qr5t',
  );
  await page.reload();
  await page.getByText('9 recovery codes are left').waitFor();
  expect(await page.content()).not.toContain('k4m7-x9p9-qr5t');
});

test('a sensitive change asks for a confirmation and comes back', async () => {
  const { page } = await openSignedIn(browser, { api, url: web.url });
  await page.goto(`${web.url}/account/security`);
  for (const session of api.state.sessions.all.values()) session.isRecent = false;
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
  await page.waitForURL(/\/account\/confirm\?next=%2Faccount%2Fsecurity$/);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Confirm with the password' }).click();
  await page.waitForURL(/\/account\/security$/);
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
  await page.getByRole('img', { name: 'QR code' }).waitFor();
});

test('a program gets its code only after Allow, and a refusal after Deny', async () => {
  for (const [button, query] of [
    ['Allow', 'code=code-of-the-fixture&state=state-of-the-program'],
    ['Deny', 'error=access_denied&state=state-of-the-program'],
  ] as const) {
    const { page } = await openSignedIn(browser, { api, url: web.url });
    await page.route('http://127.0.0.1:4911/**', (route) => route.fulfill({ body: 'back in the program' }));
    await page.goto(web.url + CONNECT);
    await page.getByRole('button', { name: button }).click();
    await page.waitForURL(`http://127.0.0.1:4911/callback?${query}`);
  }
});

test('the code of a device is never taken from the address', async () => {
  const { page } = await openSignedIn(browser, { api, url: web.url });
  await page.goto(`${web.url}/device?code=${USER_CODE}&user_code=${USER_CODE}&userCode=${USER_CODE}`);
  expect(await page.getByLabel('Code').inputValue()).toBe('');
});

function focusedText(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.textContent);
}

/** Presses Tab until the input of that name has the focus; at most 20 times. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let count = 0; count < 20; count += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.getAttribute('name'))) === name) return;
  }
  throw new Error(`${name} cannot be reached by keyboard`);
}
