import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { CHANNEL_NAMES } from '../src/ipc/channel-names.ts';
import { channels } from '../src/ipc/channels.ts';
import { startBuiltApp } from '../testing/built-app.ts';
import type { FakeElectron } from '../testing/fake-electron.ts';

const MESSAGES = 10_000;

let electron: FakeElectron;
beforeAll(async () => {
  electron = await startBuiltApp();
});

/** Everything that could have changed: files, windows, the system, and the picture without its time. */
async function everything() {
  const { record } = electron;
  const view = (await electron.invoke('getView')) as { sentAt: number };
  const files = readdirSync(record.userData, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(record.userData, name)).isFile())
    .map((name) => [name, readFileSync(path.join(record.userData, name), 'utf8')]);
  return {
    files,
    view: { ...view, sentAt: 0 },
    windows: record.windows.map(({ url, isShown }) => [url, isShown]),
    system: [record.opened, record.shortcuts.size, record.loginItems, record.quits, record.boxes.length],
  };
}

/** Junk, and junk that begins like something meant. */
const anything = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
  fc.record({ type: fc.string(), setting: fc.string(), window: fc.string(), value: fc.anything() }),
  fc.record({
    type: fc.constantFrom('clock_in', 'sign_out', 'leave_out', 'restart_now'),
    extra: fc.anything(),
  }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'https://example.com',
    'javascript:alert(1)',
    '../../etc/passwd',
  ),
);

test.each(CHANNEL_NAMES)(`${MESSAGES} random messages on “%s” change nothing`, async (name) => {
  const before = await everything();
  const isMeant = (message: unknown) => channels[name].argument.safeParse(message).success;
  const messages = fc.sample(anything, { numRuns: MESSAGES, seed: 6 }).filter((message) => !isMeant(message));
  expect(messages.length).toBeGreaterThan(MESSAGES * 0.9);
  let refused = 0;
  for (const message of messages) {
    const copy = cloneable(message);
    if (copy === undefined || isMeant(copy.value)) continue;
    await electron.invoke(name, copy.value).catch((error: Error) => {
      expect(error.message).toBe(`${name}: the argument is not understood`);
      refused += 1;
    });
  }
  expect(refused).toBeGreaterThan(MESSAGES * 0.8);
  expect(await everything()).toEqual(before);
});

function cloneable(value: unknown): { value: unknown } | undefined {
  try {
    return { value: structuredClone(value) };
  } catch {
    return undefined;
  }
}

/** One message each that is well formed, so that only the sender stands against it. */
const MEANT: Record<(typeof CHANNEL_NAMES)[number], unknown> = {
  getView: undefined,
  clock: { type: 'clock_in' },
  decidePauses: { decisions: [{ pauseId: '019a0000-0000-7000-8000-000000000001', decision: 'counted' }] },
  signIn: { type: 'with_browser', server: 'localhost' },
  changeSettings: { setting: 'startAtLogin', value: true },
  entries: { type: 'send_now' },
  correct: { type: 'take_back', requestId: '019a0000-0000-7000-8000-000000000001' },
  manageDevices: { type: 'refresh' },
  update: { type: 'check' },
  openWindow: { window: 'privacy' },
  openLink: 'dashboard',
  loadWeek: { day: null },
  loadAccessLog: undefined,
};

test.each(CHANNEL_NAMES)('“%s” refuses a wrong frame and a wrong origin, whatever they say', async (name) => {
  expect(channels[name].argument.safeParse(MEANT[name]).success).toBe(true);
  const before = await everything();
  const contents = electron.record.windows[0]?.webContents;
  const frame = (url: string, parent: unknown = null) => ({ url, parent });
  const own = 'app://devpulse/index.html';
  const senders = [
    { senderFrame: null },
    { senderFrame: frame(own) },
    { senderFrame: frame(own, contents?.mainFrame) },
    { sender: { mainFrame: contents?.mainFrame }, senderFrame: contents?.mainFrame },
    ...['https://example.com/', 'file:///x', 'app://other/'].map((url) => ({ senderFrame: frame(url) })),
  ];
  for (const sender of senders) {
    await expect(electron.invoke(name, MEANT[name], sender)).rejects.toThrow('Refused');
  }
  expect(await everything()).toEqual(before);
});
