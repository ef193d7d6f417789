import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityViolations, launchBrowser, openPage } from './web-page.ts';
import { startWholeProduct, type WholeProduct } from './whole-product.ts';

const PASSWORD = 'seven quiet herons wade';
const ZONE = 'Europe/Berlin';
/** A session or a pause is at least a second long. */
const A_WHILE_MS = 1200;

let product: WholeProduct;
let browser: Browser;

beforeAll(async () => {
  product = await startWholeProduct();
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await product?.close();
});

const at = (path: string) => `${product.web.url}/heron-sons${path}`;
const clockOf = (page: Page) => page.getByRole('banner').getByRole('region', { name: 'Clock', exact: true });
const yesterday = () => Temporal.Now.zonedDateTimeISO(ZONE).subtract({ days: 1 }).toPlainDate().toString();

test('hours from the first clock-in to what a manager sees and another developer does not', async () => {
  const owner = await open();
  await becomeOwner(owner);
  const links = await inviteTeam(owner);
  const [manager, developer, other] = await Promise.all([open(), open(), open()]);
  await join(manager, links.manager, 'Mia Manager');
  await join(developer, links.developer, 'Dev Eloper');
  await join(other, links.other, 'Otto Other');
  await letManage(owner);

  await workADay(developer);
  await twoTabs(developer);
  await askForYesterday(developer);
  const hours = await decide(manager);
  await developer.goto(at('/attendance/requests'));
  await developer.getByText('Approved').first().waitFor();
  await developer.goto(at(`/attendance/days/${yesterday()}`));
  await developer.getByText('Worked').first().waitFor();

  expect((await other.goto(hours))?.status()).toBe(404);
  await other.goto(at('/attendance/team'));
  await other.getByText('your role is Developer').waitFor();
  await developer.goto(at('/attendance'));
  await developer
    .getByRole('region', { name: 'Who looked at my time' })
    .getByText('Mia Manager')
    .first()
    .waitFor();
  expect(await accessibilityViolations(developer)).toEqual([]);
}, 240_000);

async function open(): Promise<Page> {
  return (await openPage(browser, { timezoneId: ZONE })).page;
}

async function becomeOwner(page: Page): Promise<void> {
  await page.goto(product.setUpUrl);
  await page.getByLabel('Name').fill('Olga Owner');
  await page.getByLabel('E-mail').fill('olga@example.com');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Become the Owner' }).click();
  await page.waitForURL(/\/new/);
  await page.getByLabel('Name of the organization').fill('Heron & Sons');
  await page.getByRole('button', { name: 'Make the organization' }).click();
  await page.waitForURL(/organization=heron-sons/);
}

async function inviteTeam(page: Page) {
  await page.goto(at('/teams'));
  await page.getByRole('button', { name: 'New team' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Apps');
  await page.getByRole('dialog').getByLabel('Name').press('Enter');
  await page.getByRole('heading', { name: 'Apps', level: 1 }).waitFor();
  return {
    manager: await invite(page, 'mia@example.com', 'manager', true),
    developer: await invite(page, 'dev@example.com', 'developer', true),
    other: await invite(page, 'otto@example.com', 'developer', false),
  };
}

async function invite(page: Page, email: string, role: string, isInTeam: boolean): Promise<string> {
  await page.goto(at('/people'));
  await page.getByLabel('E-mail addresses').fill(email);
  await page.getByLabel('Role', { exact: true }).selectOption(role);
  if (isInTeam) await page.getByLabel('Apps').check();
  await page.getByRole('button', { name: 'Invite' }).click();
  return page.getByRole('textbox', { name: `Link for ${email}` }).inputValue();
}

async function join(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.waitForURL(/\/heron-sons/);
}

async function letManage(page: Page): Promise<void> {
  await page.goto(at('/teams'));
  await page.getByRole('link', { name: 'Apps' }).first().click();
  await page.getByLabel(/^Mia Manager/).check();
  await page.getByRole('button', { name: 'Save the managers' }).click();
  await page.getByText('Saved.').first().waitFor();
}

/** In, a break, on, out, which is undone, and out. */
async function workADay(page: Page): Promise<void> {
  await page.goto(at('/attendance'));
  const clock = clockOf(page);
  const press = async (name: string | RegExp, then: string) => {
    await clock.getByRole('button', { name }).click();
    await clock.getByText(then).first().waitFor();
    await sleep(A_WHILE_MS);
  };
  await press('Clock in', 'Clocked in, 0 min');
  await press('Break', 'On a break, 0 min');
  await press('Back to work', 'Clocked in, 0 min');
  await press('Clock out', 'Clocked out');
  await press(/^Undo the clock-out/, 'Clocked in, 0 min');
  await press('Clock out', 'Clocked out');
  await page.goto(at(`/attendance?view=table`));
  await page
    .getByRole('table')
    .getByRole('cell', { name: /\d\d:\d\d–\d\d:\d\d/ })
    .first()
    .waitFor();
}

/** Both press at once: one session, and a tab that comes late is told. */
async function twoTabs(page: Page): Promise<void> {
  const second = await page.context().newPage();
  await Promise.all([page.goto(at('/attendance')), second.goto(at('/attendance'))]);
  await Promise.all(
    [page, second].map((tab) => clockOf(tab).getByRole('button', { name: 'Clock in' }).click()),
  );
  await Promise.all([page, second].map((tab) => clockOf(tab).getByText('Clocked in, 0 min').waitFor()));
  await sleep(A_WHILE_MS);
  await clockOf(page).getByRole('button', { name: 'Clock out' }).click();
  await clockOf(page).getByText('Clocked out', { exact: true }).first().waitFor();
  await second.reload();
  await clockOf(second).getByText('Clocked out', { exact: true }).first().waitFor();
  await second.close();
}

async function askForYesterday(page: Page): Promise<void> {
  await page.goto(at(`/attendance/days/${yesterday()}`));
  const form = page.locator('form', { has: page.getByRole('button', { name: 'Ask for this time' }) });
  await form.getByLabel('In', { exact: true }).fill(`${yesterday()}T09:00`);
  await form.getByLabel('Out', { exact: true }).fill(`${yesterday()}T11:30`);
  await form.getByLabel('Reason').fill('The clock was not set up yet.');
  await form.getByRole('button', { name: 'Ask for this time' }).click();
  await page.getByText('Until it is decided, nothing changes').waitFor();
}

/** Approves, sees the hours, and answers where they are shown. */
async function decide(page: Page): Promise<string> {
  await page.goto(at(`/attendance/team?week=${yesterday()}`));
  await page.getByText('“The clock was not set up yet.”').waitFor();
  await page.getByRole('button', { name: /^Approve: Dev Eloper/ }).click();
  await page.getByText('None waits for you.').waitFor();
  const row = page.getByRole('row', { name: /Dev Eloper/ });
  await row.getByRole('cell', { name: /^2:30/ }).first().waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  await row.getByRole('link', { name: 'Dev Eloper' }).click();
  await page.getByRole('heading', { name: 'Dev Eloper', level: 1 }).waitFor();
  await page.getByRole('table', { name: 'Days' }).getByText('2 h 30 min').first().waitFor();
  return page.url();
}
