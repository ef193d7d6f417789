import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

const repository = path.join(import.meta.dirname, '../../..');

let app: ElectronApplication;
beforeAll(async () => {
  const userData = mkdtempSync(path.join(os.tmpdir(), 'devpulse-electron-'));
  app = await _electron.launch({
    args: [path.join(repository, 'apps/desktop'), `--user-data-dir=${userData}`],
    ...(process.env.ELECTRON_PATH ? { executablePath: process.env.ELECTRON_PATH } : {}),
  });
});
afterAll(() => app?.close());

test('the window opens on the own origin, without Node, with the bridge', async () => {
  const page = await app.firstWindow();
  await page.waitForSelector('h1');
  expect(page.url()).toBe('app://devpulse/index.html?window=main');
  expect(await page.locator('h1').textContent()).toBe('Sign in to DevPulse');
  const seen = await page.evaluate(() => [
    typeof Reflect.get(window, 'require'),
    typeof Reflect.get(window, 'process'),
  ]);
  expect(seen).toEqual(['undefined', 'undefined']);
  expect(await page.evaluate(() => Object.keys(Reflect.get(window, 'devpulse')).length)).toBe(14);
});

test('a page reaches no network, opens nothing and gets no permission', async () => {
  const page = await app.firstWindow();
  expect(
    await page.evaluate(() =>
      fetch('https://example.com').then(
        () => 'came',
        () => 'refused',
      ),
    ),
  ).toBe('refused');
  expect(await page.evaluate(() => window.open('https://example.com') === null)).toBe(true);
  const states = await page.evaluate(() =>
    navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state),
  );
  expect(states).toBe('denied');
});

test('the renderer is sandboxed', async () => {
  const renderers = await app.evaluate(({ app: electronApp }) =>
    electronApp
      .getAppMetrics()
      .filter(({ type }) => type === 'Tab')
      .map(({ pid, sandboxed }) => ({ pid, sandboxed })),
  );
  expect(renderers.length).toBeGreaterThan(0);
  for (const { pid, sandboxed } of renderers) {
    // Linux does not say so by itself; there a sandboxed process has its system calls filtered
    if (process.platform !== 'linux') expect(sandboxed).toBe(true);
    else expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);
  }
});
