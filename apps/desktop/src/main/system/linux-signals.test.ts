import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectBus, socketOfAddress } from './dbus/bus.ts';
import { connectMutterIdle, watchLock } from './linux-signals.ts';

const hasDaemon = (process.env.PATH ?? '')
  .split(path.delimiter)
  .some((directory) => process.getBuiltinModule('fs').existsSync(path.join(directory, 'dbus-daemon')));

let stop = () => {};
let place = { socketPath: '', userId: process.getuid?.() ?? 0 };

beforeAll(async () => {
  if (!hasDaemon) return;
  const directory = mkdtempSync(path.join(os.tmpdir(), 'devpulse-bus-'));
  const socketPath = path.join(directory, 'bus');
  writeFileSync(
    path.join(directory, 'bus.conf'),
    `<busconfig><type>session</type><listen>unix:path=${socketPath}</listen><policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
  );
  const daemon = spawn('dbus-daemon', [
    `--config-file=${path.join(directory, 'bus.conf')}`,
    '--nofork',
    '--print-address=1',
  ]);
  await once(daemon.stdout, 'data');
  place = { ...place, socketPath };
  stop = () => daemon.kill();
});
afterAll(() => stop());

test('addresses of buses', () => {
  expect(socketOfAddress('unix:path=/run/user/1000/bus')).toBe('/run/user/1000/bus');
  expect(socketOfAddress('unix:abstract=/tmp/x,guid=1;unix:path=/y')).toBe('\0/tmp/x');
  expect(socketOfAddress('unix:guid=1,path=/a%20b')).toBe('/a b');
  expect(socketOfAddress('tcp:host=example.com')).toBeNull();
});

test.runIf(hasDaemon)('a real bus lets it in and answers', async () => {
  const bus = await connectBus({ ...place, onSignal: () => {}, onClose: () => {} });
  const names = await bus.call({
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
    member: 'ListNames',
  });
  expect(names[0]).toContain('org.freedesktop.DBus');
  await expect(
    bus.call({
      destination: 'org.example.Nobody',
      path: '/',
      interface: 'a.b',
      member: 'C',
      arguments: ['x', 1],
    }),
  ).rejects.toThrow('D-Bus');
  bus.close();
});

test.runIf(hasDaemon)('where logind or GNOME is missing there is no signal, and no error', async () => {
  const listeners = { processId: process.pid, onLock: () => {}, onGone: () => {} };
  expect(await watchLock(place, listeners)).toBeNull();
  expect(await connectMutterIdle(place)).toBeNull();
  expect(await watchLock({ ...place, socketPath: '/nowhere/bus' }, listeners)).toBeNull();
});
