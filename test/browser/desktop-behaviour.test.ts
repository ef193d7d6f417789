import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AppView } from '../../apps/desktop/src/ipc/view.ts';
import type { WindowName } from '../../apps/desktop/src/ipc/windows.ts';
import { mainStates } from './desktop-main-states.ts';
import { pauseStates } from './desktop-pause-states.ts';
import { commands, openWindow, type Script, serveRenderer } from './desktop-stage.ts';
import { at, id } from './desktop-times.ts';
import { minutes, viewWith } from './desktop-views.ts';
import { onKeyboard } from './keyboard.ts';
import { launchBrowser } from './web-page.ts';

vi.setConfig({ testTimeout: 60_000 });

let browser: Browser;
let renderer: Awaited<ReturnType<typeof serveRenderer>>;
const open = (name: WindowName, script: Script) => openWindow(browser, renderer.url, name, script);
const state = (name: string) => mainStates[name] as AppView;

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

describe('the clock', () => {
  test('one press is one command, and the second half of a double click is none', async () => {
    const { page, calls } = await open('main', { view: state('clocked-out') });
    await page.getByRole('button', { name: 'Clock in' }).click();
    // In one go, as a machine under load would make two presses of two steps.
    await page.evaluate(async (next) => {
      (window as unknown as { stage: { push: (view: unknown) => void } }).stage.push(next);
      await new Promise((resolve) => setTimeout(resolve, 20));
      const buttons = [...document.querySelectorAll('button')];
      buttons.find(({ textContent }) => textContent === 'Clock out')?.click();
    }, state('clocked-in'));
    expect(await commands(calls, 'clock')).toEqual([{ type: 'clock_in' }]);
    await page.waitForTimeout(450);
    await page.getByRole('button', { name: 'Clock out' }).click();
    expect(await commands(calls, 'clock')).toEqual([{ type: 'clock_in' }, { type: 'clock_out' }]);
  });

  test('after one’s own clock-out the focus is on Undo', async () => {
    const { page, calls, push } = await open('main', { view: state('clocked-in') });
    await page.getByRole('button', { name: 'Clock out' }).press('Enter');
    await push(state('just-clocked-out'));
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.waitFor();
    await expect.poll(() => undo.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    expect((await commands(calls, 'clock')).at(-1)).toEqual({ type: 'undo_clock_out' });
  });

  test('a clock-out that came from elsewhere takes no focus', async () => {
    const { page, push } = await open('main', { view: state('clocked-in') });
    await page.getByRole('button', { name: 'Week' }).focus();
    await push(state('just-clocked-out'));
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Week');
  });

  test('counts each second, stands still while it is hidden, and is right when it is seen again', async () => {
    const { page } = await open('main', { view: state('clocked-in') });
    const timer = page.getByRole('timer');
    const seconds = async () => Number((await timer.textContent())?.split(':').at(-1));
    const first = await seconds();
    await expect.poll(seconds, { timeout: 4000 }).toBe((first + 2) % 60);
    const show = (value: string) =>
      page.evaluate((visibility) => {
        Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, value);
    await show('hidden');
    const hidden = await seconds();
    const wakes = await page.evaluate(async () => {
      let count = 0;
      const observer = new MutationObserver(() => {
        count += 1;
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      await new Promise((resolve) => setTimeout(resolve, 2500));
      return count;
    });
    expect(wakes).toBe(0);
    expect(await seconds()).toBe(hidden);
    await show('visible');
    expect((await seconds()) - hidden).toBeGreaterThanOrEqual(2);
  });

  test('a refused command says what to do', async () => {
    const answer = { isDone: false, problem: 'undo_too_late', field: null, range: null };
    const { page } = await open('main', { view: state('just-clocked-out'), answers: { clock: answer } });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The minute for undoing is over. Ask for a correction instead.').waitFor();
  });

  test('each notice asks main for what its buttons say', async () => {
    const { page, calls, push } = await open('main', { view: state('closed-for-you') });
    await page.getByRole('button', { name: '18:02 is right' }).click();
    expect(await commands(calls, 'clock')).toEqual([{ type: 'end_confirmed', sessionId: id(2) }]);
    await push(state('needs-you'));
    await page.getByRole('button', { name: 'Enter the right time' }).click();
    expect(await commands(calls, 'openWindow')).toEqual([
      { window: 'week', day: '2026-10-20', correctSessionId: id(3) },
    ]);
    await push(state('ten-hours'));
    await page.getByRole('button', { name: 'I left earlier' }).click();
    await page.getByLabel('Out').fill('2026-10-22T17:30');
    await page.getByRole('button', { name: 'Clock out' }).last().click();
    expect((await commands(calls, 'clock')).at(-1)).toEqual({
      type: 'clock_out_earlier',
      endedAt: at('17:30'),
    });
  });

  test('everything is within reach of the keyboard', async () => {
    const { page, calls } = await open('main', { view: state('pause-to-decide') });
    const keyboard = onKeyboard(page);
    for (const name of [
      'Week',
      'Settings',
      'Take a break',
      'Clock out',
      'Decide',
      'Later',
      'Synced',
      'What is',
    ]) {
      await keyboard.reach(page.getByRole('button', { name }).first());
    }
    await keyboard.press('Decide');
    expect(await commands(calls, 'openWindow')).toEqual([{ window: 'pauses' }]);
  });
});

describe('what is heard', () => {
  test.each<[string, string, string]>([
    ['clocked-out', 'clocked-in', 'Clocked in at 13:12'],
    ['clocked-in', 'just-clocked-out', 'Clocked out at 17:00. Undo is available for 60 seconds.'],
    ['clocked-in', 'on-break', 'On break since 12:31'],
    ['clocked-in', 'needs-you', 'One entry needs you'],
    ['clocked-in', 'pause-to-decide', 'A pause of 25 minutes to decide, 13:30 to 13:55. No hurry.'],
    ['clocked-in', 'removed', 'This device was removed from your account'],
    ['signed-out', 'code', 'Code B X K D, T M Q R. Valid until 09:02.'],
  ])('%s → %s', async (before, after, words) => {
    const { page, push } = await open('main', { view: state(before) });
    const region = page.locator('[data-region="state"]');
    expect(await region.textContent()).toBe('');
    await push(state(after));
    await expect.poll(() => region.textContent()).toBe(words);
  });

  test('the way out is spoken once for each change, in a region of its own', async () => {
    const { page, push } = await open('main', { view: state('clocked-in') });
    const region = page.locator('[data-region="sync"]');
    await push(state('offline'));
    await expect.poll(() => region.textContent()).toBe('Offline. 3 entries are waiting on this device.');
    await push(viewWith({ sync: { state: 'offline', since: at('14:40'), waiting: 4 } }));
    await page.getByText('Offline, 4 waiting').waitFor();
    expect(await region.textContent()).toBe('Offline. 3 entries are waiting on this device.');
    await push(state('clocked-in'));
    await expect.poll(() => region.textContent()).toBe('Online again. All entries sent.');
  });

  test('a break that ended says how long it was', async () => {
    const { page, push } = await open('main', { view: state('on-break') });
    await push(viewWith({ sentAt: state('on-break').sentAt + minutes(29) }));
    const region = page.locator('[data-region="state"]');
    await expect.poll(() => region.textContent()).toBe('Break ended after 41 minutes. Clocked in.');
  });
});

describe('pauses', () => {
  test('one click decides and closes', async () => {
    const { page, calls } = await open('pauses', { view: pauseStates.one as AppView });
    const keep = page.getByRole('button', { name: /^Keep/ });
    await expect.poll(() => keep.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.getByRole('button', { name: /^Clock out at 10:00/ }).click();
    expect(await commands(calls, 'decidePauses')).toEqual([
      { decisions: [{ pauseId: id(41), decision: 'clock_out' }] },
    ]);
    expect(await commands(calls, 'close')).toHaveLength(1);
  });

  test('arrows choose, Tab goes on, Enter saves what is answered and nothing that is moot', async () => {
    const { page, calls } = await open('pauses', { view: pauseStates.three as AppView });
    const save = page.getByRole('button', { name: 'Save' });
    expect(await save.isDisabled()).toBe(true);
    const keyboard = onKeyboard(page);
    await keyboard.reach(page.getByRole('group', { name: /10:00/ }).getByRole('radio').first());
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await keyboard.reach(page.getByRole('group', { name: /14:05/ }).getByRole('radio').first());
    await page.keyboard.press('Space');
    await page.getByText('Today becomes 5 h 02 min').waitFor();
    await page
      .getByRole('group', { name: /12:31/ })
      .getByRole('radio', { name: /Clock out/ })
      .check();
    await page.getByText('After the clock-out: nothing to decide.').waitFor();
    await save.press('Enter');
    expect(await commands(calls, 'decidePauses')).toEqual([
      {
        decisions: [
          { pauseId: id(41), decision: 'excluded' },
          { pauseId: id(42), decision: 'clock_out' },
        ],
      },
    ]);
  });

  test('an answer can be changed', async () => {
    const { page, calls } = await open('pauses', { view: pauseStates.settled as AppView });
    await page.getByRole('button', { name: 'Change 12:31–13:12, left out' }).click();
    await page.getByRole('button', { name: 'Keep' }).click();
    expect(await commands(calls, 'decidePauses')).toEqual([
      { decisions: [{ pauseId: id(42), decision: 'counted' }] },
    ]);
  });
});
