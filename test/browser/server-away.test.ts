import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { OrganizationStage, press } from './organization-stage.ts';
import { type StandaloneWeb, startStandaloneWeb } from './standalone-web.ts';
import { accessibilityViolations } from './web-page.ts';

vi.setConfig({ testTimeout: 60_000 });

let stage: OrganizationStage;
let web: StandaloneWeb;
beforeAll(async () => {
  stage = await OrganizationStage.open();
  ({ web } = stage);
}, 60_000);
afterAll(async () => {
  await web?.stop();
  await stage?.close();
});
afterEach(async () => {
  await stage.closePages();
  if (!isUp) await startWeb();
});

let isUp = true;
async function stopWeb() {
  isUp = false;
  await web.stop();
}
async function startWeb() {
  web = await startStandaloneWeb(stage.api.url, { PORT: new URL(web.url).port });
  isUp = true;
}

const headingOf = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();
const noticeOf = (page: Page) =>
  page.getByRole('alert').filter({ has: page.getByRole('button', { name: 'Try again' }) });
const NO_ANSWER = 'DevPulse does not answer. Nothing was saved, as far as this page knows.';

/** The form for other times of a session, filled in. */
async function filledForm(page: Page) {
  await page.getByText('Correct 08:56–17:30').click();
  const form = page.locator('form', { has: page.getByRole('button', { name: 'Send request' }) }).first();
  await form.getByLabel('Out', { exact: true }).fill('2026-11-17T18:15');
  await form.getByLabel('Reason').fill('Went on after it.');
  return form;
}

async function expectStillFilled(form: Awaited<ReturnType<typeof filledForm>>) {
  expect(await form.getByLabel('Out', { exact: true }).inputValue()).toBe('2026-11-17T18:15');
  expect(await form.getByLabel('Reason').inputValue()).toBe('Went on after it.');
}

describe('while the dashboard’s own server is away', () => {
  test('a form says so, keeps what was typed, and is sent once the server is back', async () => {
    const page = await stage.page('/fernhill/attendance/days/2026-11-17');
    const form = await filledForm(page);
    await stopWeb();
    await form.getByRole('button', { name: 'Send request' }).click();
    await form.getByRole('alert').getByText(NO_ANSWER).waitFor();
    await expectStillFilled(form);
    expect(await accessibilityViolations(page)).toEqual([]);
    await startWeb();
    await form.getByRole('button', { name: 'Send request' }).click();
    await form.getByText('Until it is decided, nothing changes').waitFor();
    expect(await form.getByRole('alert').count()).toBe(0);
    expect(stage.changes.map(({ id }) => id)).toEqual(['askCorrection']);
  });

  test('a dialog keeps its words, and the clock its state', async () => {
    const page = await stage.page('/fernhill/attendance/days/2026-11-17');
    await page.getByText('Correct 08:56–17:30').click();
    await press(page, 'Remove 08:56–17:30');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Left it running.');
    await stopWeb();
    await dialog.getByRole('button', { name: 'Send request' }).click();
    await dialog.getByRole('alert').getByText(NO_ANSWER).waitFor();
    expect(await dialog.getByLabel('Reason').inputValue()).toBe('Left it running.');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    const clock = page.getByRole('banner').getByRole('region', { name: 'Clock', exact: true });
    await clock.getByRole('button', { name: 'Break' }).click();
    await clock.getByRole('alert').getByText(NO_ANSWER).waitFor();
    await startWeb();
    await clock.getByRole('button', { name: 'Break' }).click();
    await clock.getByText('On a break, 0 min').waitFor();
    expect(stage.changes.map(({ id }) => id)).toEqual(['sendAttendanceEvents']);
  });

  test('a page that cannot be opened leaves the one that is shown, and is opened once the server is back', async () => {
    const page = await stage.page('/fernhill/attendance/days/2026-11-17');
    const form = await filledForm(page);
    await stopWeb();
    await page.getByRole('link', { name: 'My requests' }).click();
    await noticeOf(page)
      .getByText('The page could not be opened. DevPulse does not answer right now.')
      .waitFor();
    expect(await headingOf(page)).toBe('Tue 17 November');
    await expectStillFilled(form);
    expect(await accessibilityViolations(page)).toEqual([]);
    await noticeOf(page).getByRole('button', { name: 'Try again' }).click();
    await noticeOf(page).getByText('DevPulse still does not answer.').waitFor();
    await form.getByRole('button', { name: 'Send request' }).click();
    await form.getByRole('alert').getByText(NO_ANSWER).waitFor();
    await startWeb();
    await form.getByRole('button', { name: 'Send request' }).click();
    await form.getByText('Until it is decided, nothing changes').waitFor();
    await noticeOf(page).getByRole('button', { name: 'Try again' }).click();
    await page.waitForURL('**/attendance/requests');
    await noticeOf(page).waitFor({ state: 'detached' });
    expect(stage.changes.map(({ id }) => id)).toEqual(['askCorrection']);
  });

  test('a page that was seen before, and the way back to one, leave what is shown as well', async () => {
    const page = await stage.page('/fernhill/attendance/requests');
    await page.getByRole('link', { name: 'My choices' }).click();
    await page.waitForURL('**/attendance/choices');
    const minutes = page.getByLabel('Ask after, minutes without input');
    await minutes.fill('25');
    await stopWeb();
    await page.getByRole('link', { name: 'My requests' }).click();
    await noticeOf(page).getByText('The page could not be opened.').waitFor();
    expect(new URL(page.url()).pathname).toBe('/fernhill/attendance/choices');
    expect(await minutes.inputValue()).toBe('25');
    await page.goBack();
    await page.waitForURL('**/attendance/requests');
    await page.goForward();
    await page.waitForURL('**/attendance/choices');
    await minutes.fill('25');
    await startWeb();
    await press(page, 'Save when to ask');
    expect((await stage.arrived('updateClockChoices'))?.body).toMatchObject({ idleThresholdMinutes: 25 });
    await noticeOf(page).getByRole('button', { name: 'Try again' }).click();
    await page.waitForURL('**/attendance/requests');
    await page.getByRole('heading', { name: 'My requests' }).first().waitFor();
  });
});

/** As somebody who comes back to the tab after a while. */
async function comeBack(page: Page) {
  const show = (state: string) =>
    page.evaluate((visibilityState) => {
      Object.defineProperty(document, 'visibilityState', { get: () => visibilityState, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await show('hidden');
  await page.waitForTimeout(5200);
  await show('visible');
}

test('who comes back to a page while the server is away is told that it may be old', async () => {
  const page = await stage.page('/fernhill/attendance/days/2026-11-17');
  const form = await filledForm(page);
  // this page does not follow what happens
  await stopWeb();
  await comeBack(page);
  await noticeOf(page).getByText('This page could not be read anew.').waitFor();
  await expectStillFilled(form);
  await startWeb();
  const sheet = stage.api.state.organization.attendance.sessions;
  sheet.splice(0, sheet.length);
  await noticeOf(page).getByRole('button', { name: 'Try again' }).click();
  await page.getByText('No session. Time that no clock recorded can be asked for here.').waitFor();
  expect(await noticeOf(page).count()).toBe(0);
});

test('a read that is cut off leaves the page and its forms alive', async () => {
  const page = await stage.page('/fernhill/attendance/days/2026-11-17');
  const form = await filledForm(page);
  await page.route('**/*', (route) =>
    route.request().headers().rsc === '1' && route.request().method() === 'GET'
      ? route.abort()
      : route.continue(),
  );
  await comeBack(page);
  await noticeOf(page).getByText('This page could not be read anew.').waitFor();
  await expectStillFilled(form);
  await form.getByRole('button', { name: 'Send request' }).click();
  await form.getByText('Until it is decided, nothing changes').waitFor();
  expect(stage.changes.map(({ id }) => id)).toEqual(['askCorrection']);
});

test('what a proxy answers for a server that is away is the same to a reader', async () => {
  const page = await stage.page('/fernhill/attendance/days/2026-11-17', {});
  const form = await filledForm(page);
  await page.route('**/*', (route) =>
    route.fulfill({ status: 503, contentType: 'text/html', body: '<h1>Service unavailable</h1>' }),
  );
  await page.getByRole('link', { name: 'The week' }).click();
  await noticeOf(page).getByText('The page could not be opened.').waitFor();
  await form.getByRole('button', { name: 'Send request' }).click();
  await form.getByRole('alert').getByText(NO_ANSWER).waitFor();
  await expectStillFilled(form);
  await page.unroute('**/*');
  await form.getByRole('button', { name: 'Send request' }).click();
  await form.getByText('Until it is decided, nothing changes').waitFor();
  await noticeOf(page).getByRole('button', { name: 'Try again' }).click();
  await page.waitForURL('**/fernhill/attendance?week=2026-11-17');
  expect(stage.changes.map(({ id }) => id)).toEqual(['askCorrection']);
});

test('a form of another version of DevPulse says so, keeps what was typed, and does nothing', async () => {
  const page = await stage.page('/fernhill/attendance/days/2026-11-17');
  const form = await filledForm(page);
  // What this server never made, as what an older page sends: the answer is its own.
  const answers: { status: number; isUnknown: boolean }[] = [];
  await page.route('**/*', async (route) => {
    const headers = route.request().headers();
    if (headers['next-action'] === undefined) return route.continue();
    const answer = await route.fetch({ headers: { ...headers, 'next-action': '0'.repeat(42) } });
    const isUnknown = answer.headers()['x-nextjs-action-not-found'] === '1';
    answers.push({ status: answer.status(), isUnknown });
    return route.fulfill({ response: answer });
  });
  const words = 'DevPulse was updated since this page was opened. Nothing was saved.';
  await form.getByRole('button', { name: 'Send request' }).click();
  await form.getByRole('alert').getByText(words).waitFor();
  await form.getByText('Open the page anew and send it again; what you typed stays until then.').waitFor();
  expect(answers).toEqual([{ status: 409, isUnknown: true }]);
  await expectStillFilled(form);
  expect(await accessibilityViolations(page)).toEqual([]);
  await press(page, 'Remove 08:56–17:30');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('Left it running.');
  await dialog.getByRole('button', { name: 'Send request' }).click();
  await dialog.getByRole('alert').getByText(words).waitFor();
  expect(await dialog.getByLabel('Reason').inputValue()).toBe('Left it running.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  const clock = page.getByRole('banner').getByRole('region', { name: 'Clock', exact: true });
  await clock.getByRole('button', { name: 'Break' }).click();
  await clock.getByRole('alert').getByText(words).waitFor();
  expect(stage.changes).toEqual([]);
  await page.unroute('**/*');
  await page.reload();
  const anew = await filledForm(page);
  await anew.getByRole('button', { name: 'Send request' }).click();
  await anew.getByText('Until it is decided, nothing changes').waitFor();
  expect(stage.changes.map(({ id }) => id)).toEqual(['askCorrection']);
});

test('answers to pauses, and a request that is taken back, wait as well', async () => {
  const page = await stage.page('/fernhill/attendance/days/2026-11-19');
  const away = () => page.route('**/*', (route) => route.fulfill({ status: 502, body: 'Bad gateway' }));
  const card = page.getByRole('region', { name: 'Count these pauses?' });
  await card.getByRole('radio', { name: /^Keep/ }).check();
  await away();
  await card.getByRole('button', { name: 'Save the answers' }).click();
  await card.getByRole('alert').getByText(NO_ANSWER).waitFor();
  expect(await card.getByRole('radio', { name: /^Keep/ }).isChecked()).toBe(true);
  await page.unroute('**/*');
  await card.getByRole('button', { name: 'Save the answers' }).click();
  await card.waitFor({ state: 'detached' });
  await page.goto(`${web.url}/fernhill/attendance/requests`);
  const takeBack = page.getByRole('button', { name: /^Take back: / }).first();
  await takeBack.waitFor();
  await away();
  await takeBack.click();
  await page.getByRole('alert').getByText(NO_ANSWER).waitFor();
  await page.unroute('**/*');
  await takeBack.click();
  await page.getByText('Taken back').first().waitFor();
  expect(stage.changes.map(({ id }) => id)).toEqual(['sendAttendanceEvents', 'withdrawCorrection']);
});
