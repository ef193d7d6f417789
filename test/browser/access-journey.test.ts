import { createHmac } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onKeyboard } from './keyboard.ts';
import { accessibilityViolations, launchBrowser, openPage, type WatchedPage } from './web-page.ts';
import { startWholeProduct, type WholeProduct } from './whole-product.ts';

/** Where to leave pictures of the pages on the way; nowhere without it. */
const SHOTS = process.env.DEVPULSE_SHOTS;
const STEP_MS = 30_000;
const PASSWORD = 'seven quiet herons wade';
const OTHER_PASSWORD = 'an orchard behind the mill';

const violations: string[] = [];
let clockAheadMs = 0;
let product: WholeProduct;
let browser: Browser;

beforeAll(async () => {
  product = await startWholeProduct({ now: () => Date.now() + clockAheadMs });
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await product?.close();
});

test('from the set-up link to a second person who is put out from another device, by keyboard alone', async () => {
  const owner = await openPage(browser);
  await becomeOwner(owner);
  const organization = await makeOrganization(owner);
  const link = await invite(owner, 'bea@example.com');

  const bea = await openPage(browser, { colorScheme: 'dark' });
  await joinBy(bea, link, organization);
  const secret = await turnTotpOn(bea);
  await signOut(bea);
  await signInWithTotp(bea, secret, organization);

  const phone = await openPage(browser, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await signInWithTotp(phone, secret, organization);

  await look(bea, '/account/security', 'security');
  const endedAt = Date.now();
  await onKeyboard(bea.page).press(/^End the session of /);
  await bea.page.getByRole('button', { name: /^End the session of / }).waitFor({ state: 'detached' });
  await expect
    .poll(() => phone.page.goto(`${product.web.url}/${organization}`).then(() => phone.page.url()), {
      timeout: 6000,
    })
    .toContain('/sign-in');
  console.log(`Revoked on another device: out after ${Date.now() - endedAt} ms`);
  expect(Date.now() - endedAt).toBeLessThan(5000);
  await shoot(phone.page, 'put-out');

  expect(violations).toEqual([]);
  for (const { complaints } of [owner, bea]) expect(complaints).toEqual([]);
}, 180_000);

async function becomeOwner({ page }: WatchedPage): Promise<void> {
  await page.goto(product.setUpUrl);
  await settled(page, 'set-up');
  const keys = onKeyboard(page);
  await keys.type('Name', 'Olga Owner');
  await keys.type('E-mail', 'olga@example.com');
  await keys.type('Password', PASSWORD);
  await keys.press('Become the Owner');
  await page.waitForURL(/\/new/);
}

async function makeOrganization({ page }: WatchedPage): Promise<string> {
  await settled(page, 'new');
  const keys = onKeyboard(page);
  await keys.type('Name of the organization', 'Heron & Sons');
  await keys.press('Make the organization');
  await page.waitForURL(/organization=heron-sons/);
  await settled(page, 'new-step-2');
  return 'heron-sons';
}

async function invite({ page }: WatchedPage, email: string): Promise<string> {
  await page.goto(`${product.web.url}/heron-sons/people`);
  await settled(page, 'people');
  const keys = onKeyboard(page);
  await keys.type('E-mail addresses', email);
  await keys.press('Invite');
  const field = page.getByRole('textbox', { name: `Link for ${email}` });
  await field.waitFor();
  await shoot(page, 'invited');
  return (
    (await field.evaluate((element) => ('value' in element ? String(element.value) : element.textContent))) ??
    ''
  );
}

async function joinBy({ page }: WatchedPage, link: string, organization: string): Promise<void> {
  await page.goto(link);
  await settled(page, 'invitation');
  const keys = onKeyboard(page);
  await keys.type('Name', 'Bea Builder');
  await keys.type('Password', OTHER_PASSWORD);
  await keys.press('Join');
  await page.waitForURL(new RegExp(`/${organization}`));
  await settled(page, 'joined');
}

async function turnTotpOn(watched: WatchedPage): Promise<string> {
  const { page } = watched;
  await look(watched, '/account/security', 'security-before');
  const keys = onKeyboard(page);
  await keys.press('Set up an authenticator app');
  const field = page.getByRole('textbox', { name: 'Secret' });
  await field.waitFor();
  await settled(page, 'totp');
  const shown = await field.evaluate((element) =>
    'value' in element ? String(element.value) : element.textContent,
  );
  const secret = (shown ?? '').replaceAll(' ', '');
  await keys.type('Code', nextTotp(secret));
  await keys.press('Turn it on');
  await page
    .getByRole('region', { name: 'Recovery codes' })
    .or(page.getByRole('status', { name: 'Recovery codes' }))
    .first()
    .waitFor();
  await settled(page, 'recovery-codes');
  return secret;
}

async function signOut({ page }: WatchedPage): Promise<void> {
  await onKeyboard(page).press('Sign out');
  await page.waitForURL(/\/sign-in/);
}

async function signInWithTotp({ page }: WatchedPage, secret: string, organization: string): Promise<void> {
  await page.goto(`${product.web.url}/${organization}`);
  await page.waitForURL(/\/sign-in/);
  await settled(page, 'sign-in');
  const keys = onKeyboard(page);
  await keys.type('E-mail', 'bea@example.com');
  await keys.type('Password', OTHER_PASSWORD);
  await keys.press('Sign in');
  await page.waitForURL(/\/sign-in\/factor/);
  await settled(page, 'factor');
  await keys.type('Code', nextTotp(secret));
  await keys.press('Continue');
  await page.waitForURL(new RegExp(`/${organization}`));
}

async function look({ page }: WatchedPage, address: string, name: string): Promise<void> {
  await page.goto(product.web.url + address);
  await settled(page, name);
}

/** Every page on the way is looked at by axe. */
async function settled(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('load');
  violations.push(...(await accessibilityViolations(page)).map((violation) => `${name}: ${violation}`));
  await shoot(page, name);
}

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  const width = page.viewportSize()?.width ?? 0;
  await page.screenshot({ path: path.join(SHOTS, `${name}-${width}.png`), fullPage: true });
}

/** No code counts twice, nor past its 30 seconds: the clock goes on to where a code's time begins. */
function nextTotp(secret: string): string {
  const now = Date.now() + clockAheadMs;
  clockAheadMs += STEP_MS - (now % STEP_MS);
  return totp(secret, now + STEP_MS);
}

/** RFC 6238 with SHA-1, six digits and 30 seconds, as authenticator apps compute it. */
function totp(secret: string, at: number): string {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes =
    bits
      .join('')
      .match(/.{8}/g)
      ?.map((byte) => Number.parseInt(byte, 2)) ?? [];
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP_MS)));
  const digest = createHmac('sha1', Buffer.from(bytes)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
