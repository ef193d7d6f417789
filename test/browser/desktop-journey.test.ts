import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AppView } from '../../apps/desktop/src/ipc/view.ts';
import { startBuiltApp, until } from '../../apps/desktop/testing/built-app.ts';
import type { FakeElectron } from '../../apps/desktop/testing/fake-electron.ts';
import { becomeOwner, lastAliveAt } from './desktop-journey-stage.ts';
import { PassingTime, Person, zoneAtTen } from './desktop-journey-time.ts';
import { DesktopTraffic, type Exchange, eventsOf } from './desktop-journey-traffic.ts';
import { openRealWindow, pressOn, type RealWindow } from './desktop-journey-windows.ts';
import { unpublished, withAction, withEvent } from './desktop-journey-wire.ts';
import { serveRenderer } from './desktop-stage.ts';
import { accessibilityViolations, launchBrowser, openPage } from './web-page.ts';
import { startWholeProduct, type WholeProduct } from './whole-product.ts';

const MINUTE = 60_000;
const TICK = 1000;
/** A button that has just changed takes no second click for so long, in milliseconds. */
const SETTLED = 700;
const REFRESH = '/api/v1/auth/refresh';

const time = new PassingTime();
const traffic = new DesktopTraffic();
const person = new Person(time);
let product: WholeProduct;
let browser: Browser;
let renderer: Awaited<ReturnType<typeof serveRenderer>>;
let dashboard: Page;
let electron: FakeElectron;
let main: RealWindow;
let connectAddress = '';
let minutePassed: (() => void) | undefined;

beforeAll(async () => {
  process.env.TZ = zoneAtTen();
  time.start();
  product = await startWholeProduct({ now: () => Date.now() });
  browser = await launchBrowser();
  renderer = await serveRenderer();
  dashboard = (await openPage(browser, { timezoneId: zoneAtTen() })).page;
  await becomeOwner(dashboard, product.setUpUrl);
  await startDesktop();
}, 90_000);
afterAll(async () => {
  electron?.power.emit('shutdown');
  await browser?.close();
  await renderer?.close();
  await product?.close();
  time.stop();
});

const view = async () => (await electron.invoke('getView')) as AppView;
const button = (name: string | RegExp, { page }: RealWindow = main) => page.getByRole('button', { name });
const openWindow = (name: 'main' | 'pauses') =>
  openRealWindow(browser, { electron, rendererUrl: renderer.url, name });

/** A start of the app; with what the last one left, if there was one. */
async function startDesktop(): Promise<void> {
  const userData = electron?.record.userData;
  const every = vi.spyOn(globalThis, 'setInterval');
  electron = await startBuiltApp({ fetch: traffic.fetch, ...(userData ? { userData } : {}) });
  minutePassed = every.mock.calls.find(([, milliseconds]) => milliseconds === MINUTE)?.[0];
  every.mockRestore();
  person.sitAt(electron.record);
  main = await openWindow('main');
}

async function press(name: string | RegExp, then: string | RegExp): Promise<void> {
  await button(name).click();
  await button(then).waitFor();
  await sleep(SETTLED);
}

/** Once nothing is on its way, which would seem to have taken so long. */
async function pass(minutes: number): Promise<void> {
  if (!traffic.isOffline) await expect.poll(async () => (await view()).sync.state).toBe('synced');
  time.pass(minutes * MINUTE);
}

async function synced(): Promise<void> {
  await main.page.getByText(/^Synced \d/).waitFor();
}

async function inPausesWindow(words: string, answer: string | RegExp): Promise<void> {
  const pauses = await openWindow('pauses');
  await pauses.page.getByText(words).waitFor();
  expect(await accessibilityViolations(pauses.page)).toEqual([]);
  await button(answer, pauses).click();
  await until(() => pauses.page.isClosed(), 10_000);
  expect(pauses.complaints).toEqual([]);
}

const takenTypes = () => traffic.taken.map(({ action }) => action.type);

/** As windows ask at once; each has its own way to the server. */
async function fiveCalls(): Promise<void> {
  await Promise.allSettled([
    electron.invoke('loadAccessLog'),
    electron.invoke('loadWeek', { day: null }),
    electron.invoke('loadWeek', { day: '2026-01-05' }),
    electron.invoke('manageDevices', { type: 'refresh' }),
    electron.invoke('entries', { type: 'send_now' }),
  ]);
}

const successor = (exchange?: Exchange) => (exchange?.answer as { refreshToken?: string })?.refreshToken;

describe('a working day', () => {
  test('signs in by the browser and a loopback address', async () => {
    await main.page.getByLabel('Server').fill(product.web.url);
    await button('Sign in with browser').click();
    await until(() => electron.record.opened.length === 1);
    connectAddress = electron.record.opened[0] ?? '';
    await dashboard.goto(connectAddress);
    await dashboard.getByText('You are Olga Owner').waitFor();
    await dashboard.getByRole('button', { name: 'Allow' }).click();
    await dashboard.getByRole('heading', { name: 'You are signed in' }).waitFor();
    await button('Clock in').waitFor();
    await synced();
    expect((await view()).work?.organization.slug).toBe('heron-sons');
    expect(await accessibilityViolations(main.page)).toEqual([]);
  });

  test('clocks in, takes a break, and decides on a pause without input', async () => {
    await press('Clock in', 'Take a break');
    await pass(5);
    await press('Take a break', 'End break');
    await pass(9);
    await press('End break', 'Take a break');
    await pass(4);
    person.leave();
    await until(() => person.awayMs >= 12 * MINUTE, 90_000);
    expect(traffic.actions('pause_found')).toEqual([]);
    person.comeBack();
    await inPausesWindow('Count this pause?', /^Leave out/);
    await until(() => traffic.actions('pause_decided').length === 1);
    expect(traffic.actions('pause_found')).toMatchObject([{ kind: 'idle' }]);
  });

  test('clocks out, takes it back, and the server counts the same minutes', async () => {
    await press('Clock out', 'Undo');
    await press('Undo', 'Take a break');
    await pass(3);
    await press('Clock out', 'Undo');
    await synced();
    await expect.poll(async () => (await view()).work?.today.isCountedHere).toBe(false);
    const { today } = (await view()).work ?? {};
    expect(Math.floor((today?.workedMs ?? 0) / MINUTE)).toBe(12);
    expect(Math.floor((today?.breakMs ?? 0) / MINUTE)).toBe(9);
    await dashboard.goto(`${product.web.url}/heron-sons/attendance?view=table`);
    await dashboard
      .getByRole('table')
      .getByText(/^(0:12|12 min)/)
      .first()
      .waitFor();
  });

  test('works without network, and what was done arrives in its order', async () => {
    traffic.isOffline = true;
    await press('Clock in', 'Take a break');
    await press('Take a break', 'End break');
    await pass(2);
    await press('End break', 'Take a break');
    await main.page.getByText('Offline, 3 waiting').waitFor();
    expect(electron.record.trays[0]?.menu.map(({ label }) => label)).toContain('Offline, 3 entries waiting');
    const sent = takenTypes().length;
    traffic.isOffline = false;
    electron.record.trays[0]?.choose('Send now');
    await synced();
    expect(takenTypes().slice(sent)).toEqual(['clock_in', 'break_start', 'break_end']);
  });

  test('S-07 a lost refresh and five calls at once: one refresh each time, and still signed in', async () => {
    await pass(9);
    await sleep(2 * TICK);
    await pass(9);
    const before = traffic.to(REFRESH).length;
    traffic.loseReplyTo = REFRESH;
    await fiveCalls();
    await fiveCalls();
    const [lost, repeat, ...more] = traffic.to(REFRESH).slice(before);
    expect([lost?.status, repeat?.status, more]).toEqual(['reply_lost', 200, []]);
    expect(repeat?.body).toEqual(lost?.body);
    expect(successor(repeat)).toBe(successor(lost));
    traffic.cutTokens = 5;
    await fiveCalls();
    expect(
      traffic
        .to(REFRESH)
        .slice(before + 2)
        .map(({ status }) => status),
    ).toEqual([200]);
    expect((await view()).screen).toEqual({ name: 'clock' });
  });

  test('asks before it quits while clocked in, and finds the gap when it starts again', async () => {
    electron.app.quit();
    await until(() => electron.record.boxes.length === 1);
    expect([electron.record.quits, electron.record.boxes[0]?.message]).toEqual([
      0,
      'Quit DevPulse while clocked in?',
    ]);
    await pass(1);
    electron.record.boxAnswer = 1;
    const quitAt = Date.now();
    electron.app.quit();
    await until(() => electron.record.quits === 1);
    expect(lastAliveAt(electron.record.userData)).toBeGreaterThanOrEqual(quitAt);
    await pass(25);
    await main.page.close();
    await startDesktop();
    await inPausesWindow('DevPulse was not running', /^Keep/);
    await button('Take a break').waitFor();
    await synced();
    expect(traffic.actions('pause_found')).toHaveLength(2);
    expect(traffic.actions('pause_found')[1]).toMatchObject({ kind: 'gap' });
    expect(traffic.actions('pause_decided').map((one) => one.decision)).toEqual(['excluded', 'counted']);
  });

  test('the last sign of life is on the disk when the machine shuts down', async () => {
    await pass(1);
    const at = Date.now();
    electron.power.emit('shutdown');
    expect(lastAliveAt(electron.record.userData)).toBeGreaterThanOrEqual(at);
    await main.page.close();
    await startDesktop();
    await button('Take a break').waitFor();
    await synced();
  });

  test('a new zone of the system counts from then on', async () => {
    process.env.TZ = 'Europe/Athens';
    minutePassed?.();
    await until(() => traffic.actions('zone_change').length === 1);
    expect(traffic.actions('zone_change')).toEqual([{ type: 'zone_change', zone: 'Europe/Athens' }]);
    await synced();
  });

  test('a device that is removed in the dashboard says so within 5 seconds of its next call', async () => {
    // The app asks by itself too, and may else know before anybody presses.
    traffic.isOffline = true;
    await pressOn(dashboard, `${product.web.url}/account/security`, /^Unlink/);
    await dashboard.getByRole('dialog').getByRole('button', { name: 'Unlink' }).click();
    await dashboard.getByText('None. Start the program on your computer').waitFor();
    await button('Clock out').click();
    await main.page.getByText('Offline, 1 waiting').waitFor();
    traffic.isOffline = false;
    electron.record.trays[0]?.choose('Send now');
    await main.page.getByRole('heading', { name: 'This device was removed' }).waitFor({ timeout: 5_000 });
    await main.page.getByText('1 entry recorded before that is kept here').waitFor();
    expect(main.complaints).toEqual([]);
  });
});

describe('what left the device on that day', () => {
  test('is the published list, field by field, and nothing else', () => {
    expect(traffic.exchanges.length).toBeGreaterThan(30);
    expect([...new Set(traffic.exchanges.flatMap(unpublished))]).toEqual([]);
    const kinds = traffic.exchanges.flatMap(eventsOf).map(({ action }) => action.type);
    expect([...new Set(kinds)].sort()).toEqual([
      'break_end',
      'break_start',
      'clock_in',
      'clock_out',
      'clock_out_undone',
      'pause_decided',
      'pause_found',
      'zone_change',
    ]);
  });

  test('the address that the browser opens names the device and nothing of the person', () => {
    const { pathname, searchParams } = new URL(connectAddress);
    expect(pathname).toBe('/connect');
    expect([...searchParams.keys()].sort()).toEqual([
      'app_version',
      'code_challenge',
      'code_challenge_method',
      'device_kind',
      'device_name',
      'device_os',
      'redirect_uri',
      'state',
    ]);
  });

  test.each([
    ['a field of an entry', withEvent({ windowTitle: 'secret.txt' }), 'body events.0.windowTitle'],
    ['a field of an action', withAction({ inputs: 12 }), 'body events.0.action.inputs'],
    ['a query', { query: { idle: '600' } }, 'query idle'],
    ['a header', { headers: ['accept', 'x-idle'] }, 'header x-idle'],
    ['another route', { pathname: '/api/v1/telemetry' }, 'route POST /api/v1/telemetry'],
  ])('%s beyond it would be found', (_, change, complaint) => {
    const sample = traffic.exchanges.find((one) => eventsOf(one).length > 0) as Exchange;
    const changed = typeof change === 'function' ? change(sample) : { ...sample, ...change };
    expect(unpublished(changed).join()).toContain(complaint);
  });
});
