import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { WindowName } from '../../apps/desktop/src/ipc/windows.ts';
import { commands, openWindow, type Script, serveRenderer } from './desktop-stage.ts';
import { at, id } from './desktop-times.ts';
import { viewWith } from './desktop-views.ts';
import { week } from './desktop-week-data.ts';
import { launchBrowser } from './web-page.ts';

vi.setConfig({ testTimeout: 60_000 });

let browser: Browser;
let renderer: Awaited<ReturnType<typeof serveRenderer>>;
const open = (name: WindowName, script: Script) => openWindow(browser, renderer.url, name, script);

beforeAll(async () => {
  [browser, renderer] = await Promise.all([launchBrowser(), serveRenderer()]);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await renderer?.close();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

describe('a correction', () => {
  const view = viewWith({
    sentAt: at('12:00', '2026-10-25'),
    opened: {
      window: 'week',
      day: '2026-10-21',
      correctSessionId: id(65),
      isOnRequests: false,
      tab: null,
      serial: 3,
    },
  });

  test('with faults is not sent: they are read out, and the first has the focus', async () => {
    const { page, calls } = await open('week', { view, week });
    await page.getByLabel('Out').fill('2026-10-21T08:30');
    await page.getByLabel('Reason').fill('Late');
    await page.getByRole('button', { name: 'Send request' }).click();
    await page.getByText('Out is before in, 09:00. Did you mean 22 Oct?').waitFor();
    await page.getByText('One more character.').waitFor();
    await page.getByText('Nothing changes until the two marked fields are right.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('endedAt');
    expect(await page.locator('[data-region="state"]').textContent()).toBe(
      '2 fields to look at: out is before in; the reason needs one more character',
    );
    expect(await commands(calls, 'correct')).toEqual([]);
  });

  test('with good times and no reason is not sent either', async () => {
    const { page, calls } = await open('week', { view, week });
    await page.getByLabel('Out').fill('2026-10-21T18:30');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('5 more characters.').waitFor();
    expect(await commands(calls, 'correct')).toEqual([]);
  });

  test('a small one applies at once', async () => {
    const { page, calls } = await open('week', { view, week });
    await page.getByLabel('Out').fill('2026-10-21T18:30');
    await page.getByLabel('Reason').fill('Release notes');
    await page.getByText('8 h 38 min').waitFor();
    await page.getByRole('button', { name: 'Apply' }).click();
    expect(await commands(calls, 'correct')).toEqual([
      {
        type: 'request',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        sessionId: id(65),
        startedAt: at('09:00', '2026-10-21'),
        endedAt: at('18:30', '2026-10-21'),
        reason: 'Release notes',
        answersEventId: null,
      },
    ]);
    const region = page.locator('[data-region="state"]');
    await expect.poll(() => region.textContent()).toContain('Wednesday 21 October');
  });

  test('one that overlaps another session names it', async () => {
    const range = { startedAt: at('13:12', '2026-10-21'), endedAt: at('17:41', '2026-10-21') };
    const answers = { correct: { isDone: false, problem: 'overlaps', field: null, range } };
    const { page } = await open('week', { view, week, answers });
    await page.getByLabel('Reason').fill('Release notes');
    await page.getByRole('button', { name: 'Send request' }).click();
    await page.getByText('These times overlap your session 13:12–17:41. Change one of the two.').waitFor();
  });

  const refusal = (problem: string, retryAfterSeconds: number | null = null) => ({
    isDone: false,
    problem,
    field: null,
    range: null,
    retryAfterSeconds,
  });
  const typed = async (page: Page) => {
    await page.getByLabel('Out').fill('2026-10-21T19:30');
    await page.getByLabel('Reason').fill('Release notes');
  };
  const isTyped = async (page: Page) => {
    expect(await page.getByLabel('Out').inputValue()).toBe('2026-10-21T19:30');
    expect(await page.getByLabel('Reason').inputValue()).toBe('Release notes');
  };

  test('without a connection stays as it was typed, and goes out by one press, as the same request', async () => {
    const answers = { correct: [refusal('offline'), { isDone: true }] };
    const away = { ...view, isConnected: false };
    const { page, calls, push } = await open('week', { view: away, week, answers });
    await typed(page);
    const send = page.getByRole('button', { name: 'Send request' });
    await send.click();
    await page.getByText('No answer: there is no connection. What you typed stays here;').waitFor();
    await isTyped(page);
    await push({ ...view, sentAt: at('12:01', '2026-10-25') });
    await page.getByText('The connection is back. Send it again').waitFor();
    await isTyped(page);
    await send.click();
    await page.getByRole('heading', { name: 'My requests' }).waitFor();
    const [first, second, ...more] = await commands(calls, 'correct');
    expect(second).toEqual(first);
    expect(more).toEqual([]);
  });

  test('a server that is full says when to try again; other content is another request', async () => {
    const answers = { correct: [refusal('try_later', 40), refusal('try_later', 300)] };
    const { page, calls } = await open('week', { view, week, answers });
    await typed(page);
    const send = page.getByRole('button', { name: 'Send request' });
    await send.click();
    await page.getByText('What you typed stays here; send it again in 40 s.').waitFor();
    await isTyped(page);
    await page.getByLabel('Reason').fill('Release');
    await send.click();
    await page.getByText('send it again in 5 min.').waitFor();
    const ids = (await commands(calls, 'correct')).map((one) => (one as { id: string }).id);
    expect(new Set(ids).size).toBe(2);
  });

  test('two presses at once send one', async () => {
    const { page, calls } = await open('week', { view, week });
    await typed(page);
    await page.getByRole('button', { name: 'Send request' }).evaluate((button: HTMLButtonElement) => {
      button.click();
      button.click();
    });
    await page.getByRole('heading', { name: 'My requests' }).waitFor();
    expect(await commands(calls, 'correct')).toHaveLength(1);
  });

  test('a locked day says so, and not that something overlaps', async () => {
    const answers = { correct: refusal('locked') };
    const { page } = await open('week', { view, week, answers });
    await typed(page);
    await page.getByRole('button', { name: 'Send request' }).click();
    await page.getByText('These times reach into days that are locked').waitFor();
  });
});

test('the week is read again by the minute and with each answer of the server, not by the second', async () => {
  const from = at('15:06');
  const { page, calls, push } = await open('week', { view: viewWith({ sentAt: from }), week });
  await page.getByRole('heading', { level: 1 }).waitFor();
  const reads = async () => (await commands(calls, 'loadWeek')).length;
  const first = await reads();
  for (const second of [1, 2, 3]) await push(viewWith({ sentAt: from + second * 1000 }));
  expect(await reads()).toBe(first);
  await push(viewWith({ sentAt: from + 4000, sync: { state: 'synced', at: from + 4000 } }));
  await expect.poll(reads).toBe(first + 1);
  await push(viewWith({ sentAt: from + 60_000, sync: { state: 'synced', at: from + 4000 } }));
  await expect.poll(reads).toBe(first + 2);
});

describe('settings', () => {
  const tab = async (name: string, script: Script) => {
    const opened = await open('settings', script);
    await opened.page.getByRole('button', { name, exact: true }).click();
    return opened;
  };

  test('take effect at once', async () => {
    const { page, calls } = await tab('Clock', { view: viewWith({}) });
    await page.getByRole('switch', { name: 'Start DevPulse when you sign in to this computer' }).click();
    await page.getByRole('textbox', { name: 'When a session is open for' }).fill('9');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Clock in or out/ }).click();
    await page.keyboard.press('Control+Shift+K');
    expect(await commands(calls, 'changeSettings')).toEqual([
      { setting: 'startAtLogin', value: true },
      { setting: 'runningLongMinutes', value: 540 },
      { setting: 'shortcut', value: 'Control+Shift+K' },
    ]);
  });

  test('a number outside of its bounds is not taken', async () => {
    const { page, calls } = await tab('Pauses', { view: viewWith({}) });
    await page.getByRole('textbox', { name: 'From' }).fill('90');
    await page.keyboard.press('Enter');
    await page.getByText('A whole number from 5 to 60.').waitFor();
    expect(await commands(calls, 'changeSettings')).toEqual([]);
  });

  test('signing out with entries waiting focuses staying', async () => {
    const view = viewWith({ sync: { state: 'offline', since: at('14:40'), waiting: 3 } });
    const { page, calls } = await open('settings', { view });
    await page.getByRole('button', { name: 'Sign out' }).press('Enter');
    const stay = page.getByRole('button', { name: 'Stay and send' });
    await expect.poll(() => stay.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    expect(await commands(calls, 'signIn')).toEqual([]);
    expect(await commands(calls, 'entries')).toEqual([{ type: 'send_now' }]);
  });

  test('a dialog focuses the safe answer, keeps the focus, and gives it back', async () => {
    const { page, calls } = await open('settings', { view: viewWith({}) });
    const remove = page.getByRole('button', { name: 'Remove studio-pc' });
    await remove.press('Enter');
    const cancel = page.getByRole('button', { name: 'Cancel' });
    await expect.poll(() => cancel.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'hidden' });
    expect(await remove.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await commands(calls, 'manageDevices')).toEqual([{ type: 'refresh' }]);
    await remove.press('Enter');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove studio-pc' }).click();
    expect((await commands(calls, 'manageDevices')).at(-1)).toEqual({ type: 'remove', deviceId: id(32) });
  });
});
