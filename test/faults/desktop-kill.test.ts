import { randomInt, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleClock, type ClockLife, DEATHS, type Death, liveOnce } from './desktop-kill.ts';
import { type StrictServer, startStrictServer } from './strict-event-server.ts';

const RUNS = 200;
const AT_ONCE = 2;
const SCRIPT: ClockLife['script'] = ['clock_in', 'break_start', 'break_end', 'clock_out'];
/** The form of an event is frozen once the device has asked for the server's time, or sent before. */
const NEEDS_NETWORK: readonly Death[] = [
  'before_freeze',
  'in_send',
  'before_send',
  'before_reply',
  'after_reply',
  'after_mark',
];
const REPLY_IS_LOST: readonly Death[] = ['before_reply', 'after_reply'];

let server: StrictServer;
let directory: string;
let program: string;
beforeAll(async () => {
  server = await startStrictServer(90_000);
  directory = await mkdtemp(path.join(tmpdir(), 'devpulse-kill-'));
  program = await bundleClock(directory);
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

async function killAndReturn(death: Death): Promise<void> {
  const binding = { userId: randomUUID(), deviceId: randomUUID(), organizationId: randomUUID() };
  // offline, the clock-in is mostly what is killed; with network, any action may be
  const dieAtAction = randomInt(2) === 0 ? 0 : randomInt(SCRIPT.length);
  const life: ClockLife = {
    directory: path.join(directory, binding.deviceId),
    binding,
    url: server.url,
    isOnline: NEEDS_NETWORK.includes(death),
    script: SCRIPT,
    dieAt: death,
    dieAtAction,
  };
  const killed = await liveOnce(program, life);
  expect(killed.signal, `${death} at action ${dieAtAction}`).toBe('SIGKILL');
  const before = server.streams.get(binding.deviceId) ?? [];
  expect(before.length).toBeLessThanOrEqual(dieAtAction + 1);

  const back = await liveOnce(program, { ...life, isOnline: true, dieAt: null });
  expect(back.left, `${death} at action ${dieAtAction}`).toBe('synced 0');
  const stream = server.streams.get(binding.deviceId) ?? [];
  expect(stream.map(({ action }) => action.type)).toEqual(SCRIPT);
  expect(stream.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  expect(new Set(stream.map(({ eventId }) => eventId)).size).toBe(4);
  const [first] = stream;
  const sessions = new Set(stream.flatMap(({ action }) => ('sessionId' in action ? [action.sessionId] : [])));
  expect(sessions.size).toBe(1);
  expect(first?.action.type).toBe('clock_in');
  // what was shown as done was done then, and not again
  expect(back.shown.some((index) => killed.shown.includes(index))).toBe(false);
}

describe('the desktop’s clock, killed in the middle of an action', () => {
  it.each(DEATHS)(
    '%s: after a restart and a reconnect each action is with the server exactly once',
    async (death) => {
      const { duplicates } = server.counts;
      const runs = Math.ceil(RUNS / DEATHS.length);
      for (let run = 0; run < runs; run += AT_ONCE) {
        await Promise.all(Array.from({ length: Math.min(AT_ONCE, runs - run) }, () => killAndReturn(death)));
      }
      if (REPLY_IS_LOST.includes(death)) expect(server.counts.duplicates).toBeGreaterThan(duplicates);
      expect(server.counts.differing).toBe(0);
      expect(server.counts.conflicts).toBe(0);
    },
  );
});
