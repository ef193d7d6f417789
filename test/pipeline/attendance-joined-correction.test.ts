import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@devpulse/contracts/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClockPort } from '../../apps/desktop/src/main/clock-port.ts';
import { openClock } from '../../apps/desktop/src/main/open-clock.ts';
import { requestCorrection } from '../../apps/desktop/src/main/server/corrections.ts';
import { localWeek } from '../../apps/desktop/src/main/server/local-week.ts';
import { type AttendanceStage, Member, openAttendanceStage } from './offline-week-stage.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-06-10T09:00:00Z');
/** What becomes of a request: see `Member.network`. */
const FATES = { arrives: 0.5, answerLost: 0.3 };

let stage: AttendanceStage;
let directory: string;
beforeAll(async () => {
  stage = await openAttendanceStage();
  stage.clock.now = START;
  directory = mkdtempSync(path.join(tmpdir(), 'devpulse-joined-'));
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await stage.close();
});

const network = { fate: FATES.arrives };
const callOf = (member: Member) =>
  createClient({ baseUrl: 'http://api.test', fetch: member.network(() => network.fate, { lost: 1 }) });

async function openLaptop(member: Member): Promise<ClockPort> {
  const deviceId = randomUUID();
  await member.linkLaptop(deviceId);
  const signIn = { userId: member.person.userId, deviceId, server: 'http://api.test' };
  const { id, slug } = member.organization;
  const monoMs = () => stage.clock.now - START;
  return openClock(
    {
      directory,
      clocks: {
        read: () => ({ wall: stage.clock.now, monoMs: monoMs(), uptimeMs: monoMs() }),
        machineRun: () => 'one run',
        zone: () => 'UTC',
      },
      idle: { idleMs: () => 0 },
      scheduler: { every: () => () => {}, after: () => () => {} },
      ownRules: () => ({}),
    },
    { session: { call: callOf(member), signIn: signIn as never }, organization: { id, slug } },
    { onChange: () => {}, onNotice: () => {} },
  );
}

const localSession = (laptop: ClockPort, requested: string[] = []) =>
  localWeek(laptop.sessions(), '2026-06-08', {
    zone: 'UTC',
    now: stage.clock.now,
    correction: {} as never,
    requested: new Set(requested),
    causes: new Map(),
    shown: laptop.shown,
    targets: new Map(),
  }).days.flatMap(({ sessions }) => sessions)[0];

test('D1: a correction of a joined session, asked offline by the name that only this laptop knows, is one request about the session', async () => {
  const member = await Member.join(stage);
  await member.signIn();
  const [first, second] = [await openLaptop(member), await openLaptop(member)];
  const act = async (laptop: ClockPort, command: Parameters<ClockPort['command']>[0]) => {
    stage.clock.now += 30 * MINUTE;
    await member.signIn();
    expect(await laptop.command(command)).toBeNull();
    await laptop.sendNow();
  };
  await act(first, { type: 'clock_in' });
  await act(second, { type: 'clock_in' });
  await act(second, { type: 'clock_out', endedAt: null });
  const { items } = (await member.ask('GET', 'sessions?from=2026-06-10&to=2026-06-10')).body as {
    items: { id: string }[];
  };
  const shown = localSession(second);
  expect(items).toHaveLength(1);
  expect(shown?.sessionId).not.toBe(items[0]?.id);

  const request = {
    type: 'request' as const,
    id: randomUUID(),
    sessionId: shown?.sessionId ?? '',
    startedAt: START,
    endedAt: START + 60 * MINUTE,
    reason: 'Began earlier',
    answersEventId: null,
  };
  const ask = () =>
    requestCorrection({ call: callOf(member), slug: member.organization.slug }, request, stage.clock.now);
  network.fate = FATES.answerLost;
  expect(await ask()).toMatchObject({ isDone: false, problem: 'offline' });
  network.fate = FATES.arrives;
  expect(await ask()).toEqual({ isDone: true });
  const asked = (await member.ask('GET', 'corrections')).body.items as { sessionId: string }[];
  expect(asked).toMatchObject([{ sessionId: items[0]?.id, state: 'pending' }]);
  expect(localSession(second, [asked[0]?.sessionId ?? ''])?.isRequested).toBe(true);
  for (const laptop of [first, second]) await laptop.close();
});
