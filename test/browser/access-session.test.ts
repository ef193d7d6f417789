import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type FixtureApi, startFixtureApi } from '../../apps/web/test/fixture-api.ts';
import { INES, PASSWORD } from '../../apps/web/test/fixture-people.ts';
import { rawRequest } from './raw-request.ts';
import { openSignedIn, SESSION_COOKIE, sessionCookie } from './signed-in.ts';
import { type StandaloneWeb, startStandaloneWeb } from './standalone-web.ts';
import { launchBrowser, openPage } from './web-page.ts';

vi.setConfig({ testTimeout: 60_000 });

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
  api.state.mode = 'usual';
  api.state.sessions.accessLifeMs = 600_000;
});

async function signIn(page: Page, path = '/sign-in?next=/account') {
  await page.goto(web.url + path);
  await page.getByLabel('E-mail').fill(INES.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('no token reaches the scripts of the browser', async () => {
  const { page } = await openPage(browser);
  const bodies: Promise<string>[] = [];
  page.on('response', (response) => {
    if (!response.headers()['content-type']?.includes('event-stream')) {
      bodies.push(response.text().catch(() => ''));
    }
  });
  await signIn(page);
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
  await page.goto(`${web.url}/account/security`);
  await page.getByRole('link', { name: 'Profile' }).first().click();
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
  const seen = await page.evaluate(() => ({
    cookie: document.cookie,
    stored: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    html: document.documentElement.outerHTML,
  }));
  expect(seen.cookie).toBe('');
  const everything = [seen.stored, seen.html, ...(await Promise.all(bodies))].join('\n');
  expect(everything.length).toBeGreaterThan(100_000);
  expect(everything).toContain(INES.email);
  expect(everything).not.toMatch(/fixture-(access|refresh)-|Bearer/);
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === SESSION_COOKIE);
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });
  expect(cookie?.value).toMatch(/^fixture-refresh-/);
});

test('every sign-in begins a new session and ends the one that the browser had', async () => {
  const { page } = await openPage(browser);
  await page.context().addCookies([
    {
      name: SESSION_COOKIE,
      value: 'fixed-by-an-attacker-before',
      url: web.url.replace('http:', 'https:'),
      secure: true,
    },
  ]);
  const values = new Set(['fixed-by-an-attacker-before']);
  for (let round = 1; round <= 2; round += 1) {
    await page.goto(`${web.url}/account`);
    await signIn(page);
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
    const [cookie] = (await page.context().cookies()).filter(({ name }) => name === SESSION_COOKIE);
    values.add(cookie?.value ?? '');
    expect(values.size).toBe(round + 1);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(/\/sign-in$/);
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain(SESSION_COOKIE);
  }
});

test('signing out ends the session in the API, and its cookie opens nothing any more', async () => {
  const { page } = await openPage(browser);
  await signIn(page);
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === SESSION_COOKIE);
  const before = api.state.sessions.all.size;
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/\/sign-in$/);
  expect(api.state.sessions.all.size).toBe(before - 1);
  const answer = await rawRequest(`${web.url}/session/renew?next=/account`, {
    headers: { cookie: `${SESSION_COOKIE}=${cookie?.value}` },
  });
  expect(answer.headers.location).toBe('/sign-in?ended=1&next=%2Faccount');
  expect(String(answer.headers['set-cookie'])).toContain(`${SESSION_COOKIE}=;`);
});

test('an access token that has run out is renewed on the way, and the page is the one asked for', async () => {
  api.state.sessions.accessLifeMs = 1000;
  const { page } = await openSignedIn(browser, { api, url: web.url });
  api.state.sessions.accessLifeMs = 600_000;
  const before = api.state.sessions.rotations;
  await page.goto(`${web.url}/account?from=mail`);
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
  expect(page.url()).toBe(`${web.url}/account?from=mail`);
  expect(api.state.sessions.rotations).toBe(before + 1);
});

test('50 requests at once renew a session once', async () => {
  const cookie = sessionCookie(api);
  const before = api.state.sessions.rotations;
  const asked = api.state.mutations.filter((id) => id === 'refreshSession').length;
  const answers = await Promise.all(
    Array.from({ length: 50 }, () =>
      rawRequest(`${web.url}/session/renew?next=/account`, { headers: { cookie } }),
    ),
  );
  expect(answers.map(({ headers }) => headers.location)).toEqual(
    Array.from({ length: 50 }, () => '/account'),
  );
  expect(new Set(answers.map(({ headers }) => String(headers['set-cookie']).split(';')[0])).size).toBe(1);
  expect(api.state.sessions.rotations).toBe(before + 1);
  expect(api.state.mutations.filter((id) => id === 'refreshSession').length - asked).toBe(1);
});

test('a session ended elsewhere leads to the sign-in, and back afterwards', async () => {
  const { page } = await openSignedIn(browser, { api, url: web.url });
  await page.goto(`${web.url}/account/security`);
  await page.getByRole('heading', { name: 'Security' }).waitFor();
  api.state.sessions.all.clear();
  await page.reload();
  await page.getByText('Your session has ended').waitFor();
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain(SESSION_COOKIE);
  await page.getByLabel('E-mail').fill(INES.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/account\/security$/);
});

test('a form of a session ended elsewhere leads to the sign-in', async () => {
  const { page } = await openSignedIn(browser, { api, url: web.url });
  await page.goto(`${web.url}/account`);
  api.state.sessions.all.clear();
  await page.getByRole('textbox', { name: 'Name' }).fill('Somebody');
  await page.getByRole('button', { name: 'Save the name' }).click();
  await page.getByText('Your session has ended').waitFor();
});

test('an API that is away ends no session', async () => {
  const { page } = await openSignedIn(browser, { api, url: web.url });
  api.state.mode = 'away';
  await page.goto(`${web.url}/account`);
  await page.getByText('You are still signed in').waitFor();
  api.state.mode = 'usual';
  await page.getByRole('link', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
});

const ELSEWHERE = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/%09/evil.example',
  '/%5cevil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  '/%2f/evil.example',
  'https://evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  ' //evil.example',
  '/%00//evil.example',
  '/\u0000/evil.example',
  '@evil.example',
  '/sign-in?next=//evil.example',
  `/${'a'.repeat(3000)}`,
];

test.each(ELSEWHERE.map((next) => [JSON.stringify(next).slice(0, 40), next]))(
  '%s leads to the start page and nowhere else',
  async (_, next) => {
    const path = `/session/renew?next=${encodeURIComponent(next)}`;
    const signedIn = await rawRequest(web.url + path, { headers: { cookie: sessionCookie(api) } });
    expect([signedIn.status, signedIn.headers.location]).toEqual([303, '/']);
    const signedOut = await rawRequest(web.url + path);
    expect(signedOut.headers.location).toBe('/sign-in');
  },
);

test('a sign-in that was told to leave stays here', async () => {
  const { page } = await openPage(browser);
  await signIn(page, `/sign-in?next=${encodeURIComponent('//evil.example/account')}`);
  await page.waitForURL(/\/fernhill/);
  expect(new URL(page.url()).origin).toBe(web.url);
});

test('an answer of GitHub counts only in the browser that asked', async () => {
  const callback = '/sign-in/github/callback?code=good-code&state=abc';
  const stranger = await openPage(browser);
  await stranger.page.goto(web.url + callback);
  await stranger.page.getByText('began in another browser').waitFor();

  const { page } = await openPage(browser);
  await page.route('https://github.example/**', (route) => route.fulfill({ body: 'GitHub' }));
  await page.goto(`${web.url}/sign-in?next=/account`);
  await page.getByRole('button', { name: 'Continue with GitHub' }).click();
  await page.waitForURL(/^https:\/\/github\.example\/login\/oauth\/authorize/);
  await page.goto(web.url + callback);
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
});

test('a refusal at GitHub is said, and said once', async () => {
  const { page } = await openPage(browser);
  await page.route('https://github.example/**', (route) => route.fulfill({ body: 'GitHub' }));
  await page.goto(`${web.url}/sign-in`);
  await page.getByRole('button', { name: 'Continue with GitHub' }).click();
  await page.waitForURL(/^https:\/\/github\.example/);
  await page.goto(`${web.url}/sign-in/github/callback?error=access_denied&error_description=<b>evil</b>`);
  await page.getByText('GitHub did not let you in.').waitFor();
  expect(await page.getByText('evil').count()).toBe(0);
});

test('a passkey is added, and signs in', async () => {
  // Browsers know passkeys by the name of a host, so this asks for one.
  const url = web.url.replace('127.0.0.1', 'localhost');
  const { page, complaints } = await openSignedIn(browser, { api, url });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto(`${url}/account/security`);
  await page.getByLabel('Name of the passkey').fill('Test key');
  const before = api.state.mutations.length;
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect.poll(() => api.state.mutations.slice(before)).toEqual(['startPasskey', 'addPasskey']);
  await expect.poll(() => page.getByLabel('Name of the passkey').inputValue()).toBe('');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/\/sign-in$/);
  await page.goto(`${url}/sign-in?next=/account`);
  await page.getByRole('button', { name: 'Continue with a passkey' }).click();
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
  expect(api.state.mutations.slice(-2)).toEqual(['startPasskeySignIn', 'signInWithPasskey']);
  expect(complaints).toEqual([]);
});

test('a passkey that is not given is said, and the password still signs in', async () => {
  const url = web.url.replace('127.0.0.1', 'localhost');
  const { page } = await openPage(browser);
  await page.addInitScript(() => {
    navigator.credentials.get = () => Promise.reject(new DOMException('cancelled', 'NotAllowedError'));
  });
  await page.goto(`${url}/sign-in?next=/account`);
  await page.getByRole('button', { name: 'Continue with a passkey' }).click();
  await page.getByText('The passkey was not given.').waitFor();
  await page.getByLabel('E-mail').fill(INES.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
});

test('a device gets another name', async () => {
  const { page } = await openSignedIn(browser, { api, url: web.url });
  await page.goto(`${web.url}/account/security`);
  await page.getByRole('button', { name: 'Rename Ines’ laptop' }).click();
  const dialog = page.getByRole('dialog');
  const name = dialog.getByLabel('Name');
  expect(await name.inputValue()).toBe('Ines’ laptop');
  await name.fill('Studio');
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await expect.poll(() => api.state.mutations.at(-1)).toBe('renameDevice');
  await dialog.waitFor({ state: 'hidden' });
});
