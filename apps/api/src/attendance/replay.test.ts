import { randomUUID } from 'node:crypto';
import type { AttendanceEvent } from '@devpulse/domain/attendance/events';
import { foldAttendance } from '@devpulse/domain/attendance/fold';
import { type Life, life } from '@devpulse/domain/attendance/life.arbitrary';
import { oracleDays } from '@devpulse/domain/attendance/oracle.fixture';
import { formatInstant } from '@devpulse/domain/time/instant';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setClock } from '../../testing/attendance-stage.ts';
import { type OrganizationStage, openOrganizationStage } from '../../testing/organization-stage.ts';
import type { TestOrganization, TestPerson } from '../../testing/people.ts';

const SEED = Number(process.env.ATTENDANCE_SEED ?? Date.now() % 1_000_000);
const LIVES = Number(process.env.ATTENDANCE_LIVES ?? 25);
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'];
const DAY_MS = 86_400_000;

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());

type Replay = { organization: TestOrganization; person: TestPerson; lived: Life; random: () => number };

/** Whole numbers below `below`, the same for the same seed. */
function numbers(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    return (state >>> 8) / 2 ** 24;
  };
}

/** In another zone, and under ids that no other life has. */
function anew(lived: Life, zone: string): Life {
  const salt = lived.events[0]?.deviceId.slice(0, 8) ?? '';
  const text = JSON.stringify(lived.events).replaceAll(`"${salt}-`, `"${randomUUID().slice(0, 8)}-`);
  const events = (JSON.parse(text) as AttendanceEvent[]).map(
    (event): AttendanceEvent =>
      event.action.type === 'clock_in' ? { ...event, action: { ...event.action, zone } } : event,
  );
  return { ...lived, events };
}

async function send(replay: Replay, events: readonly AttendanceEvent[]): Promise<number> {
  const { organization, person } = replay;
  const deviceId = events[0]?.deviceId;
  const path = `organizations/${organization.slug}/attendance/devices/${deviceId}/events`;
  const body = events.map(({ deviceId: _device, receivedAt: _received, ...event }) => event);
  return (await stage.ask(person, `POST ${path}`, { events: body })).status;
}

/** Sends what each device has in pieces of any size, in any order between devices; some answers are lost, so that they are sent again. */
async function replay(run: Replay): Promise<void> {
  const { lived, person, random } = run;
  const waiting = [...Map.groupBy(lived.events, ({ deviceId }) => deviceId).values()];
  for (const [first] of waiting) {
    await stage.registry.pool.query(
      `INSERT INTO device (id, user_id, kind, name, os, app_version) VALUES ($1, $2, 'desktop', 'x', 'x', 'x')`,
      [first?.deviceId, person.userId],
    );
  }
  while (waiting.some((events) => events.length > 0)) {
    const left = waiting.filter((events) => events.length > 0);
    const events = left[Math.floor(random() * left.length)] ?? [];
    const batch = events.slice(0, 1 + Math.floor(random() * 8));
    expect(await send(run, batch)).toBe(200);
    if (random() < 0.7) events.splice(0, batch.length);
  }
}

async function sheetOf({ organization, person, lived }: Replay): Promise<object[]> {
  const day = (at: number) => formatInstant(at).slice(0, 10);
  const range = `from=${day(lived.startsAt - DAY_MS)}&to=${day(lived.startsAt + 2 * DAY_MS)}`;
  const { body } = await stage.ask(person, `GET organizations/${organization.slug}/attendance/days?${range}`);
  return (body.days as Record<string, unknown>[])
    .filter(({ sessions }) => sessions !== 0)
    .map(({ day: localDate, workedMs, breakMs, unresolvedMs, excludedMs, firstIn, lastOut }) => ({
      localDate,
      workedMs,
      breakMs,
      unresolvedMs,
      excludedMs,
      firstIn: Date.parse(String(firstIn)),
      lastOut: Date.parse(String(lastOut)),
    }));
}

async function sessionsOf(person: TestPerson): Promise<object[]> {
  const { rows } = await stage.registry.pool.query(
    `SELECT id, state, (extract(epoch FROM started_at) * 1000)::float8 AS "from", (extract(epoch FROM ended_at) * 1000)::float8 AS "to"
     FROM work_session WHERE user_id = $1 ORDER BY started_at, id`,
    [person.userId],
  );
  return rows;
}

test(`S-03: ${LIVES} random lives of three devices, in any pieces and order, are what the oracle says (ATTENDANCE_SEED=${SEED})`, async () => {
  const { organization, ...people } = await stage.organizationWithRoles();
  expect(people.developer.userId).toBeTruthy();
  for (const [index, drawn] of fc.sample(life, { numRuns: LIVES, seed: SEED }).entries()) {
    const zone = ZONES[index % ZONES.length] ?? 'UTC';
    const lived = anew(drawn, zone);
    const person = await stage.registry.person();
    await stage.registry.member(organization, person, 'developer');
    const now = lived.startsAt + 2 * DAY_MS;
    setClock(stage, formatInstant(now));
    const session = await stage.registry.session(person.userId);
    const run = { organization, person: { ...person, ...session }, lived, random: numbers(SEED + index) };
    await replay(run);
    expect([index, await sheetOf(run)]).toEqual([index, oracleDays(lived, zone)]);
    const folded = foldAttendance({
      events: lived.events.map((event) => ({ ...event, receivedAt: now })),
      corrections: [],
      rules: [],
      devices: [],
      signsOfLife: [],
      locks: [],
      acceptedEventIds: new Set(),
      now,
    });
    const once = folded.sessions.map(({ sessionId, state, startedAt, endedAt }) => ({
      id: sessionId,
      state,
      from: startedAt,
      to: endedAt,
    }));
    expect([index, await sessionsOf(person)]).toEqual([index, once]);
  }
  expect(stage.api.reported).toEqual([]);
}, 300_000);
