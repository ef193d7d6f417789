import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const require = createRequire(import.meta.url);
/** A look at a page evaluates it twice; the second time is to cost nothing. */
const AXE = `if (window.axe === undefined) { ${readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')} }`;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

export type WatchedPage = { page: Page; complaints: string[] };

/** A page of its own context that notes every error and warning of the console, hydration included. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, complaints };
}

/** What axe finds, each as `rule: where`: all its rules, within the page itself, without a list of all that is well. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  // React takes the title away for a moment while it puts a new page's in its place.
  await page.waitForFunction(() => document.title !== '');
  if (page.frames().length > 1) throw new Error('axe looks at one frame, and the page has more');
  const axe = new AxeBuilder({ page, axeSource: AXE }).options({ reporter: 'no-passes' }).setLegacyMode();
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}

/** Bytes of script that crossed the wire, compressed and with headers, from the first request until `until` resolves. */
export async function scriptBytes(page: Page, until: () => Promise<unknown>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const scripts = new Set<string>();
  let bytes = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await session.send('Network.enable');
  await until();
  await session.detach();
  return bytes;
}
