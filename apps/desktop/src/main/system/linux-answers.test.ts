import { afterEach, expect, test, vi } from 'vitest';
import {
  type Answer,
  booleanBody,
  changedBody,
  startFakeBus,
  textBody,
  uint64Body,
} from '../../../testing/fake-bus.ts';
import { connectMutterIdle, watchLock } from './linux-signals.ts';

const SESSION = 'org.freedesktop.login1.Session';
const HERE = '/org/freedesktop/login1/session/_31';
const PROPERTIES = 'org.freedesktop.DBus.Properties';
const LOGIND: Record<string, Answer> = { GetSessionByPID: textBody('o', HERE), Get: booleanBody(false) };

let stop = () => {};
afterEach(() => {
  vi.useRealTimers();
  stop();
});
async function bus(...given: Parameters<typeof startFakeBus>) {
  const started = await startFakeBus(...given);
  stop = () => started.close();
  return started;
}

function lockOf({ place }: Awaited<ReturnType<typeof bus>>) {
  const told: (boolean | 'gone')[] = [];
  const watch = watchLock(place, {
    processId: 1,
    onLock: (isLocked) => told.push(isLocked),
    onGone: () => told.push('gone'),
  });
  return { told, watch };
}

test('says when the screen is locked and unlocked, once each, by signal or by hint', async () => {
  const logind = await bus(LOGIND);
  const { told, watch } = lockOf(logind);
  const lock = await watch;
  expect(told).toEqual([]);
  logind.signal({ path: HERE, interface: SESSION, member: 'Lock' });
  logind.signal(
    { path: HERE, interface: PROPERTIES, member: 'PropertiesChanged' },
    changedBody(SESSION, 'LockedHint', true),
  );
  logind.signal(
    { path: HERE, interface: PROPERTIES, member: 'PropertiesChanged' },
    changedBody(SESSION, 'IdleHint', false),
  );
  logind.signal({ path: `${HERE}2`, interface: SESSION, member: 'Unlock' });
  logind.signal(
    { path: HERE, interface: PROPERTIES, member: 'PropertiesChanged' },
    changedBody(SESSION, 'LockedHint', false),
  );
  await vi.waitUntil(() => told.length === 2);
  expect(told).toEqual([true, false]);
  lock?.close();
  await vi.waitUntil(() => told.length === 3);
  expect(told).toEqual([true, false, 'gone']);
});

test('a screen that is locked already is told; a process without a session asks for that of its person', async () => {
  const logind = await bus({
    ...LOGIND,
    GetSessionByPID: { error: 'NoSessionForPID' },
    GetSession: textBody('o', HERE),
    Get: booleanBody(true),
  });
  const { told, watch } = lockOf(logind);
  expect((await watch) === null).toEqual(false);
  expect(told).toEqual([true]);
});

const endless = { signature: 'a()', bytes: Buffer.of(8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) };
const MALFORMED: Record<string, Answer> = {
  'no such service': { error: 'ServiceUnknown' },
  'bytes that are no message': { raw: Buffer.alloc(64, 0x42) },
  'a message longer than its limit': {
    raw: Buffer.from([0x6c, 2, 0, 1, 255, 255, 255, 127, 1, 0, 0, 0, 0, 0, 0, 0]),
  },
  'a body that ends too soon': { signature: 's', bytes: Buffer.of(200, 0, 0, 0, 65) },
  'a type that there is not': { signature: 'z', bytes: Buffer.alloc(8) },
  'an array of nothing, without end': endless,
  'another type': textBody('s', 'no path, no number'),
};

test.each(Object.entries(MALFORMED))(
  '%s is no signal and no error, and the line is closed',
  async (_, answer) => {
    const services = await bus({ GetSessionByPID: answer, GetSession: answer, GetIdletime: answer });
    const { told, watch } = lockOf(services);
    expect(await watch).toBeNull();
    expect(await connectMutterIdle(services.place)).toBeNull();
    await vi.waitUntil(() => services.connections === 0);
    expect(told.filter((one) => one !== 'gone')).toEqual([]);
  },
);

test('milliseconds since the last input come from GNOME, and are unknown once it is gone', async () => {
  const gnome = await bus({ GetIdletime: uint64Body(1234n) });
  const idle = await connectMutterIdle(gnome.place);
  expect(await idle?.idleMs()).toEqual(1234);
  gnome.answers.GetIdletime = uint64Body(600_000n);
  expect(await idle?.idleMs()).toEqual(600_000);
  gnome.answers.GetIdletime = { error: 'NoReply' };
  expect(await idle?.idleMs()).toBeNull();
  stop();
  await vi.waitUntil(() => gnome.connections === 0);
  expect(await idle?.idleMs()).toBeNull();
});

const LETS_IN = 'OK 0123\r\n';
test.each<[string, string | null, Record<string, Answer>]>([
  ['lets nobody in', 'REJECTED EXTERNAL\r\n', {}],
  ['never answers', null, {}],
  ['lets in and says nothing more', LETS_IN, { Hello: null }],
  ['has a service that says nothing', LETS_IN, { GetIdletime: null }],
])('a bus that %s is none, after a while', async (_, greeting, answers) => {
  const silent = await bus(answers, greeting);
  // sockets are real; the waiting is not
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let idle: unknown = 'not known yet';
  void connectMutterIdle(silent.place).then((source) => {
    idle = source;
  });
  for (let turn = 0; idle === 'not known yet'; turn += 1) {
    await new Promise(setImmediate);
    if (turn > 200) vi.advanceTimersByTime(10);
  }
  vi.useRealTimers();
  expect(idle).toBeNull();
  await vi.waitUntil(() => silent.connections === 0);
});
