import { setTimeout as sleep } from 'node:timers/promises';
import { listOwnDays, listOwnSessions } from '@devpulse/contracts/attendance/days';
import type { RouteResponse } from '@devpulse/contracts/route';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import type { AppView } from '../../apps/desktop/src/ipc/view.ts';
import { startBuiltApp, until } from '../../apps/desktop/testing/built-app.ts';
import type { FakeElectron } from '../../apps/desktop/testing/fake-electron.ts';
import { becomeOwner } from './desktop-journey-stage.ts';
import { PassingTime, Person, zoneAtTen } from './desktop-journey-time.ts';
import { DesktopTraffic } from './desktop-journey-traffic.ts';
import { openRealWindow, type RealWindow } from './desktop-journey-windows.ts';
import { serveRenderer } from './desktop-stage.ts';
import { accessibilityViolations, launchBrowser, openPage } from './web-page.ts';
import { type ProductOptions, startWholeProduct, type WholeProduct } from './whole-product.ts';

export const MINUTE = 60_000;
/** A button that has just changed takes no second click for so long, in milliseconds. */
const SETTLED = 700;

type OwnDaySheet = RouteResponse<typeof listOwnDays>['days'][number];
type OwnSession = RouteResponse<typeof listOwnSessions>['items'][number];

/** A working day of the built desktop app before the real product, with the dashboard beside it and a time that the test lets pass. */
export class DesktopDay {
  readonly time = new PassingTime();
  readonly traffic = new DesktopTraffic();
  readonly person = new Person(this.time);
  dashboard!: Page;
  electron!: FakeElectron;
  main!: RealWindow;
  connectAddress = '';
  /** What the app does once a minute. */
  minutePassed: (() => void) | undefined;
  #product: WholeProduct | undefined;
  #browser!: Browser;
  #renderer: Awaited<ReturnType<typeof serveRenderer>> | undefined;

  async begin(options: Pick<ProductOptions, 'between'> = {}): Promise<void> {
    process.env.TZ = zoneAtTen();
    this.time.start();
    this.#product = await startWholeProduct({ ...options, now: () => this.time.real() });
    this.#browser = await launchBrowser();
    this.#renderer = await serveRenderer();
    this.dashboard = (await openPage(this.#browser, { timezoneId: zoneAtTen() })).page;
    await becomeOwner(this.dashboard, this.#product.setUpUrl);
    await this.startApp();
  }

  async end(): Promise<void> {
    this.electron?.power.emit('shutdown');
    await this.#browser?.close();
    await this.#renderer?.close();
    await this.#product?.close();
    this.time.stop();
  }

  /** An address of the dashboard. */
  at(path: string): string {
    return `${this.#product?.web.url}${path}`;
  }

  /** A start of the app; with what the last one left, if there was one. */
  async startApp(): Promise<void> {
    const userData = this.electron?.record.userData;
    const every = vi.spyOn(globalThis, 'setInterval');
    this.electron = await startBuiltApp({ fetch: this.traffic.fetch, ...(userData ? { userData } : {}) });
    this.minutePassed = every.mock.calls.find(([, milliseconds]) => milliseconds === MINUTE)?.[0];
    every.mockRestore();
    this.person.sitAt(this.electron.record);
    this.main = await this.openWindow('main');
  }

  openWindow(name: 'main' | 'pauses'): Promise<RealWindow> {
    const rendererUrl = this.#renderer?.url ?? '';
    return openRealWindow(this.#browser, { electron: this.electron, rendererUrl, name });
  }

  async signIn(): Promise<void> {
    const { record } = this.electron;
    await this.main.page.getByLabel('Server').fill(this.at(''));
    await this.button('Sign in with browser').click();
    await until(() => record.opened.length === 1);
    this.connectAddress = record.opened[0] ?? '';
    await this.dashboard.goto(this.connectAddress);
    await this.dashboard.getByText('You are Olga Owner').waitFor();
    await this.dashboard.getByRole('button', { name: 'Allow' }).click();
    await this.dashboard.getByRole('heading', { name: 'You are signed in' }).waitFor();
    await this.button('Clock in').waitFor();
    await this.synced();
  }

  button(name: string | RegExp, { page }: RealWindow = this.main): Locator {
    return page.getByRole('button', { name });
  }

  async press(name: string | RegExp, then: string | RegExp): Promise<void> {
    await this.button(name).click();
    await this.button(then).waitFor();
    await sleep(SETTLED);
  }

  async view(): Promise<AppView> {
    return (await this.electron.invoke('getView')) as AppView;
  }

  async synced(): Promise<void> {
    await this.main.page.getByText(/^Synced \d/).waitFor();
  }

  /** Once the server has all, and the app knows what it made of it. */
  async settled(): Promise<void> {
    await expect
      .poll(() => this.view(), { timeout: 10_000 })
      .toMatchObject({ sync: { state: 'synced' }, work: { today: { isCountedHere: false } } });
  }

  /** Once nothing is on its way, which would seem to have taken so long. */
  async pass(minutes: number): Promise<void> {
    if (!this.traffic.isOffline) await this.settled();
    this.time.pass(minutes * MINUTE);
  }

  /** The app asks the server what there is. */
  async ask(): Promise<void> {
    await this.electron.invoke('entries', { type: 'send_now' });
    await this.settled();
  }

  /** The network is back, and what waits is sent. */
  async sendNow(): Promise<void> {
    this.traffic.isOffline = false;
    this.electron.record.trays[0]?.choose('Send now');
    await this.settled();
  }

  /** What the server makes of a local day, as it answers the app: the day's sheet and the session that began last. */
  async told(on: string): Promise<{ sheet: OwnDaySheet; session: OwnSession }> {
    const asked = this.traffic.exchanges.length;
    await this.electron.invoke('loadWeek', { day: on });
    const answers = this.traffic.exchanges.slice(asked).filter(({ status }) => status === 200);
    const to = (end: string) => answers.filter(({ pathname }) => pathname.endsWith(end));
    const sheet = to('/attendance/days')
      .flatMap(({ answer }) => listOwnDays.response.parse(answer).days)
      .findLast((one) => one.day === on);
    const session = to('/attendance/sessions')
      .flatMap(({ answer }) => listOwnSessions.response.parse(answer).items)
      .toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))
      .at(-1);
    if (!sheet || !session) throw new Error(`The server tells nothing of ${on}`);
    return { sheet, session };
  }

  /** The local day that it is. */
  async today(): Promise<string> {
    return (await this.view()).work?.today.day ?? '';
  }

  async inPausesWindow(words: string, answer: string | RegExp): Promise<void> {
    const pauses = await this.openWindow('pauses');
    await pauses.page.getByText(words).waitFor();
    expect(await accessibilityViolations(pauses.page)).toEqual([]);
    await this.button(answer, pauses).click();
    await until(() => pauses.page.isClosed(), 10_000);
    expect(pauses.complaints).toEqual([]);
  }
}
