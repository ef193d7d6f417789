import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { WindowName } from '../../apps/desktop/src/ipc/windows.ts';
import { builtFile, until } from '../../apps/desktop/testing/built-app.ts';
import type { FakeElectron } from '../../apps/desktop/testing/fake-electron.ts';
import { SIZES } from './desktop-stage.ts';
import { openPage } from './web-page.ts';

/** What a sandboxed preload finds: `require` knows Electron alone, and everything that crosses is a copy. */
const preloadInPage = () => `(() => {
  const listeners = new Map();
  const of = (channel) => listeners.get(channel) ?? listeners.set(channel, new Set()).get(channel);
  window.stageEmit = (channel, value) => { for (const listener of of(channel)) listener({}, value); };
  window.close = () => void window.stageClose();
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI);
  });
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name, api) => Object.defineProperty(window, name, { value: Object.freeze(api) }),
    },
    ipcRenderer: {
      invoke: async (channel, argument) => {
        const answer = await window.stageInvoke(channel, argument);
        if ('fault' in answer) throw new Error(answer.fault);
        return answer.value;
      },
      on: (channel, listener) => of(channel).add(listener),
      off: (channel, listener) => of(channel).delete(listener),
    },
  };
  const require = (name) => {
    if (name !== 'electron') throw new Error('a sandboxed preload may not require ' + name);
    return electron;
  };
  ((require, module, exports) => { ${readFileSync(builtFile('preload/index.cjs'), 'utf8')}
  })(require, { exports: {} }, {});
})();`;

const nameOf = (url: string) => URL.parse(url)?.searchParams.get('window') ?? null;

export type RealWindow = { page: Page; complaints: string[] };

/** A window that main has opened, in a browser: the built page and preload, wired to the built main. */
export async function openRealWindow(
  browser: Browser,
  { electron, rendererUrl, name }: { electron: FakeElectron; rendererUrl: string; name: WindowName },
): Promise<RealWindow> {
  const find = () => electron.record.windows.findLast(({ url, isGone }) => !isGone && nameOf(url) === name);
  await until(() => find()?.isShown === true, 10_000);
  const window = find();
  if (!window) throw new Error(`No window ${name}`);
  const { webContents } = window;
  const { page, complaints } = await openPage(browser, { viewport: SIZES[name], reducedMotion: 'reduce' });
  await page.exposeFunction('stageInvoke', async (channel: string, argument: unknown) => {
    const from = { sender: webContents, senderFrame: webContents.mainFrame };
    try {
      return { value: await electron.invoke(channel, argument ?? undefined, from) };
    } catch (error) {
      return { fault: `Error invoking remote method '${channel}': ${error}` };
    }
  });
  await page.exposeFunction('stageClose', () => window.close());
  window.on('closed', () => void page.close().catch(() => undefined));
  webContents.sink = (channel, value) => {
    const emit = ([where, what]: [string, unknown]) =>
      (globalThis as unknown as { stageEmit: (channel: string, value: unknown) => void }).stageEmit(
        where,
        what,
      );
    void page.evaluate(emit, [channel, value] as [string, unknown]).catch(() => undefined);
  };
  await page.addInitScript({ content: preloadInPage() });
  await page.goto(`${rendererUrl}/index.html?window=${name}`);
  await page.locator('main').waitFor();
  return { page, complaints };
}

/** The dashboard does not renew a session again whose token is younger, in milliseconds. */
const YOUNG = 10_000;

/**
 * Opens a page of the dashboard and presses a button of it. The dashboard keeps the true time while that of the API passes fast: a token may
 * have ended there seconds after the dashboard got it, which the page then says, until the token is old enough to be renewed.
 */
export async function pressOn(dashboard: Page, address: string, name: RegExp): Promise<void> {
  await openAt(dashboard, address);
  const button = dashboard.getByRole('button', { name });
  const tryAgain = dashboard.getByRole('button', { name: 'Try again' });
  await button.or(tryAgain).first().waitFor();
  if (await tryAgain.isVisible()) {
    await dashboard.getByText('needs a valid access token').waitFor();
    await dashboard.waitForTimeout(YOUNG);
    await tryAgain.click();
  }
  await button.click();
}

/**
 * A page that is told of a change reads itself anew, and where its token has ended meanwhile, it is opened once more. When that comes between,
 * it leads to the same page.
 */
async function openAt(dashboard: Page, address: string): Promise<void> {
  await dashboard.goto(address).catch(async (error: Error) => {
    if (!error.message.includes(`is interrupted by another navigation to "${address}"`)) throw error;
    await dashboard.waitForURL(address);
  });
}
