import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { CHANNEL_NAMES } from '../../apps/desktop/src/ipc/channel-names.ts';
import type { AppView } from '../../apps/desktop/src/ipc/view.ts';
import type { AccessLogView, WeekView } from '../../apps/desktop/src/ipc/week.ts';
import type { WindowName } from '../../apps/desktop/src/ipc/windows.ts';
import { createAppHandler } from '../../apps/desktop/src/main/protocol.ts';
import { APP_ORIGIN } from '../../apps/desktop/src/main/security/origin.ts';
import { openPage } from './web-page.ts';

const RENDERER = path.join(import.meta.dirname, '../../apps/desktop/dist/renderer');

export const SIZES: Record<WindowName, { width: number; height: number }> = {
  main: { width: 360, height: 560 },
  pauses: { width: 420, height: 480 },
  week: { width: 720, height: 560 },
  settings: { width: 480, height: 560 },
  privacy: { width: 720, height: 640 },
};

/** The built windows over loopback, through the handler of `app://` with its headers. Needs the build of apps/desktop before. */
export async function serveRenderer(): Promise<{ url: string; close: () => Promise<void> }> {
  const root = process.env.DEVPULSE_RENDERER ?? RENDERER;
  if (!existsSync(path.join(root, 'index.html'))) throw new Error('apps/desktop is not built');
  const handle = createAppHandler(root);
  const server: Server = createServer((request, response) => {
    void handle(new Request(`${APP_ORIGIN}${request.url}`, { method: request.method ?? 'GET' })).then(
      async (answer) => {
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(Buffer.from(await answer.arrayBuffer()));
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export type Call = { method: string; argument: unknown };
export type Script = {
  view: AppView;
  week?: WeekView;
  accessLog?: AccessLogView;
  /** Answers of commands by method, of a list one after the other; done without one. */
  answers?: Record<string, unknown>;
};

export type DesktopPage = {
  page: Page;
  /** Console errors and warnings, errors of the page, and violations of the content policy. */
  complaints: string[];
  calls: () => Promise<Call[]>;
  push: (view: AppView) => Promise<void>;
};

/** One window with a stand-in for the preload, which notes what is asked of main. */
export async function openWindow(
  browser: Browser,
  url: string,
  name: WindowName,
  script: Script,
  options: BrowserContextOptions = {},
): Promise<DesktopPage> {
  const { page, complaints } = await openPage(browser, {
    viewport: SIZES[name],
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    ...options,
  });
  await page.addInitScript(standIn, { ...script, channels: CHANNEL_NAMES });
  await page.goto(`${url}/index.html?window=${name}`);
  await page.locator('main').waitFor();
  const read = (key: 'calls') =>
    page.evaluate((name_) => (window as unknown as { stage: Record<'calls', unknown[]> }).stage[name_], key);
  return {
    page,
    complaints,
    calls: async () => (await read('calls')) as Call[],
    push: (view) =>
      page.evaluate(
        (next) => (window as unknown as { stage: { push: (view: unknown) => void } }).stage.push(next),
        view,
      ),
  };
}

/** The arguments that a method was called with. */
export async function commands(calls: DesktopPage['calls'], method: string): Promise<unknown[]> {
  return (await calls()).filter((call) => call.method === method).map(({ argument }) => argument);
}

/** Runs in the page before anything else of it. */
function standIn(script: Script & { channels: readonly string[] }) {
  const calls: Call[] = [];
  const listeners = new Set<(view: unknown) => void>();
  const state = { view: script.view as unknown };
  const answerOf = (method: string) => {
    if (method === 'getView') return state.view;
    if (method === 'loadWeek') return script.week;
    if (method === 'loadAccessLog') return script.accessLog;
    const given = script.answers?.[method];
    return (Array.isArray(given) ? given.shift() : given) ?? { isDone: true };
  };
  const methods = script.channels.map((method) => [
    method,
    (argument: unknown) => {
      calls.push({ method, argument });
      return Promise.resolve(structuredClone(answerOf(method)));
    },
  ]);
  const onView = (listener: (view: unknown) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const push = (view: unknown) => {
    state.view = view;
    for (const listener of listeners) listener(view);
  };
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
  });
  window.close = () => calls.push({ method: 'close', argument: null });
  Object.assign(window, { devpulse: { ...Object.fromEntries(methods), onView }, stage: { calls, push } });
}
