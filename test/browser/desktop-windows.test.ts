import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AppView } from '../../apps/desktop/src/ipc/view.ts';
import type { WindowName } from '../../apps/desktop/src/ipc/windows.ts';
import { mainStates } from './desktop-main-states.ts';
import { pauseStates } from './desktop-pause-states.ts';
import { settingsStates } from './desktop-settings-states.ts';
import { openWindow, type Script, serveRenderer } from './desktop-stage.ts';
import { id } from './desktop-times.ts';
import { viewWith } from './desktop-views.ts';
import { accessLog, week } from './desktop-week-data.ts';
import { accessibilityViolations, launchBrowser } from './web-page.ts';

/** With it, a picture of every state in both themes is left in that directory. */
const SHOTS = process.env.DEVPULSE_SHOTS;
const NARROW = { width: 360, height: 640 };

vi.setConfig({ testTimeout: 60_000 });

let browser: Browser;
let renderer: Awaited<ReturnType<typeof serveRenderer>>;

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

type Case = {
  name: string;
  window: WindowName;
  script: Script;
  viewport?: { width: number; height: number };
  /** What is done before the state is looked at. */
  reach?: (page: Page) => Promise<unknown>;
};

const opened = (target: Partial<NonNullable<AppView['opened']>>): AppView =>
  viewWith({
    sentAt: (week.days[6]?.endsAt ?? 0) - 3_600_000,
    opened: {
      window: 'week',
      day: null,
      correctSessionId: null,
      isOnRequests: false,
      tab: null,
      serial: 1,
      ...target,
    },
    work: { today: { day: '2026-10-25' }, requests: settingsStates.requests },
  });
const weekView = opened({});
const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).click();
const choose = (name: string) => (page: Page) => page.getByRole('radio', { name }).check();
const inTurn =
  (...steps: ((page: Page) => Promise<unknown>)[]) =>
  async (page: Page) => {
    for (const step of steps) await step(page);
  };
const option = (pause: string, name: string) => (page: Page) =>
  page
    .getByRole('group', { name: new RegExp(pause) })
    .getByRole('radio', { name })
    .check();
const correction = (out: string, reason: string) => async (page: Page) => {
  await page.getByLabel('Out').fill(out);
  await page.getByLabel('Reason').fill(reason);
};
const correct = opened({ day: '2026-10-21', correctSessionId: id(65) });
const privacy = (log = accessLog): Script => ({ view: viewWith({}), accessLog: log });

const cases: Case[] = [
  ...Object.entries(mainStates).map(([name, view]) => ({
    name: `main ${name}`,
    window: 'main' as const,
    script: { view },
  })),
  {
    name: 'main i-left-earlier',
    window: 'main',
    script: { view: mainStates['ten-hours'] as AppView },
    reach: press('I left earlier'),
  },
  {
    name: 'main at-320',
    window: 'main',
    script: { view: mainStates['pause-to-decide'] as AppView },
    viewport: { width: 320, height: 480 },
  },
  ...Object.entries(pauseStates).map(([name, view]) => ({
    name: `pauses ${name}`,
    window: 'pauses' as const,
    script: { view },
  })),
  {
    name: 'pauses one-by-one',
    window: 'pauses',
    script: { view: pauseStates.three as AppView },
    reach: inTurn(option('10:00', 'Keep'), option('14:05', 'Keep'), option('12:31', 'Leave out')),
  },
  {
    name: 'pauses all-at-once',
    window: 'pauses',
    script: { view: pauseStates.three as AppView },
    reach: choose('Keep all'),
  },
  {
    name: 'pauses clock-out-in-the-past',
    window: 'pauses',
    script: { view: pauseStates.three as AppView },
    reach: inTurn(option('10:00', 'Keep'), option('12:31', 'Clock out')),
  },
  { name: 'week bars', window: 'week', script: { view: weekView, week } },
  { name: 'week table', window: 'week', script: { view: weekView, week }, reach: choose('Table') },
  {
    name: 'week narrow',
    window: 'week',
    script: { view: weekView, week },
    viewport: { width: 360, height: 560 },
  },
  {
    name: 'week narrow-table',
    window: 'week',
    script: { view: weekView, week },
    viewport: { width: 360, height: 560 },
    reach: choose('Table'),
  },
  {
    name: 'week day',
    window: 'week',
    script: { view: opened({ day: '2026-10-22' }), week },
    viewport: { width: 360, height: 560 },
  },
  {
    name: 'week day-clocks-back',
    window: 'week',
    script: { view: opened({ day: '2026-10-25' }), week },
    viewport: { width: 360, height: 560 },
  },
  {
    name: 'week correct',
    window: 'week',
    script: { view: correct, week },
    viewport: { width: 420, height: 560 },
    reach: correction('2026-10-21T18:30', 'Release notes, finished at 18:30.'),
  },
  {
    name: 'week correct-errors',
    window: 'week',
    script: { view: correct, week },
    viewport: { width: 420, height: 560 },
    reach: inTurn(correction('2026-10-21T08:30', 'Late'), press('Send request')),
  },
  {
    name: 'week correct-approval',
    window: 'week',
    script: { view: correct, week },
    viewport: { width: 420, height: 560 },
    reach: correction('2026-10-21T19:10', 'Deploy ran until 19:10.'),
  },
  {
    name: 'week requests',
    window: 'week',
    script: { view: opened({ isOnRequests: true }), week },
    viewport: { width: 420, height: 560 },
  },
  { name: 'privacy collected', window: 'privacy', script: privacy() },
  { name: 'privacy never', window: 'privacy', script: privacy(), reach: press('What is never collected') },
  { name: 'privacy looked', window: 'privacy', script: privacy(), reach: press('Who looked') },
  { name: 'privacy collected-narrow', window: 'privacy', script: privacy(), viewport: NARROW },
  {
    name: 'privacy looked-narrow',
    window: 'privacy',
    script: privacy(),
    viewport: NARROW,
    reach: press('Who looked'),
  },
  {
    name: 'privacy nobody',
    window: 'privacy',
    script: privacy({ ...accessLog, entries: [] }),
    viewport: NARROW,
    reach: press('Who looked'),
  },
  {
    name: 'privacy offline',
    window: 'privacy',
    script: { view: mainStates.offline as AppView, accessLog: { ...accessLog, isOffline: true } },
    viewport: NARROW,
    reach: press('Who looked'),
  },
  ...Object.entries(settingsStates.views).map(([name, { view, tab }]) => ({
    name: `settings ${name}`,
    window: 'settings' as const,
    script: { view },
    reach: press(tab),
  })),
  {
    name: 'settings remove-device',
    window: 'settings',
    script: { view: viewWith({}) },
    reach: press('Remove studio-pc'),
  },
  {
    name: 'settings sign-out-waiting',
    window: 'settings',
    script: { view: mainStates.offline as AppView },
    reach: press('Sign out'),
  },
];

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each(cases)('$name', async ({ name, window, script, viewport, reach }) => {
    const options = viewport ? { colorScheme, viewport } : { colorScheme };
    const { page, complaints } = await openWindow(browser, renderer.url, window, script, options);
    await reach?.(page);
    await page.evaluate(() => document.fonts.ready);
    if (SHOTS) {
      mkdirSync(SHOTS, { recursive: true });
      await page.screenshot({ path: path.join(SHOTS, `${name.replace(' ', '-')}.${colorScheme}.png`) });
    }
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(width).toBeLessThanOrEqual(0);
  });
});
