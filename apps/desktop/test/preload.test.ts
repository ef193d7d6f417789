import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { expect, test } from 'vitest';
import { CHANNEL_NAMES, VIEW_CHANNEL } from '../src/ipc/channel-names.ts';
import { channels } from '../src/ipc/channels.ts';
import { builtFile } from '../testing/built-app.ts';

type Listener = (event: object, value: unknown) => void;

/** The built preload in a context of its own, as the sandbox gives it: `require` knows Electron alone. */
function runPreload() {
  const exposed: Record<string, Record<string, (argument?: unknown) => unknown>> = {};
  const invoked: unknown[][] = [];
  const listeners = new Map<string, Listener[]>();
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: never) => {
        exposed[name] = api;
      },
    },
    ipcRenderer: {
      invoke: async (...given: unknown[]) => {
        invoked.push(structuredClone(given));
        return 'answer';
      },
      on: (channel: string, listener: Listener) => {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      },
      off: (channel: string, listener: Listener) => {
        listeners.set(
          channel,
          (listeners.get(channel) ?? []).filter((one) => one !== listener),
        );
      },
    },
  };
  const require = (name: string) => {
    if (name === 'electron') return electron;
    throw new Error(`a sandboxed preload may not require ${name}`);
  };
  const module = { exports: {} };
  const code = readFileSync(builtFile('preload/index.cjs'), 'utf8');
  vm.runInNewContext(code, { require, module, exports: module.exports, Object });
  return { exposed, invoked, listeners };
}

test('a page has one object with these methods, and nothing else', () => {
  const { exposed } = runPreload();
  expect(Object.keys(exposed)).toEqual(['devpulse']);
  expect(Object.keys(exposed.devpulse ?? {}).sort()).toEqual([...CHANNEL_NAMES, 'onView'].sort());
  expect([...CHANNEL_NAMES].sort()).toEqual(Object.keys(channels).sort());
});

test('a method asks on its own channel, with one argument', async () => {
  const { exposed, invoked } = runPreload();
  for (const name of CHANNEL_NAMES) {
    await expect(exposed.devpulse?.[name]?.({ type: 'x' })).resolves.toBe('answer');
  }
  expect(invoked).toEqual(CHANNEL_NAMES.map((name) => [name, { type: 'x' }]));
});

test('a listener hears the picture, never the event, until it stops', () => {
  const { exposed, listeners } = runPreload();
  const heard: unknown[][] = [];
  const stop = exposed.devpulse?.onView?.((...given: unknown[]) => heard.push(given)) as () => unknown;
  for (const listener of listeners.get(VIEW_CHANNEL) ?? []) listener({ sender: 'secret' }, { version: '1' });
  expect(heard).toEqual([[{ version: '1' }]]);
  expect(stop()).toBeUndefined();
  expect(listeners.get(VIEW_CHANNEL)).toEqual([]);
});
