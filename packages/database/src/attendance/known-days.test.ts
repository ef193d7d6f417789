import { randomUUID, randomUUIDv7 } from 'node:crypto';
import type { AttendanceAction } from '@devpulse/domain/attendance/events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../connection.ts';
import { inOrganization } from '../tenant.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { newEvents } from './session-events.ts';
import { keptStream, lockMemberTime } from './streams.ts';
import { computeDays, readSummaries } from './summaries.ts';
import { keepTime } from './time-keeping.ts';
import { newZonePoints } from './zones.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-06-25T12:00:00Z');
const [FIRST, LAST] = ['2026-06-01', '2026-06-28'];

let database: TestDatabase;
let app: Database;
let owner: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  app = openDatabase({ url: database.appUrl, applicationName: 'test' });
  owner = openDatabase({ url: database.ownerUrl, applicationName: 'test' });
});
afterAll(async () => {
  await Promise.all([app.close(), owner.close()]);
  await database.drop();
});

type Told = { at: number; action: AttendanceAction };

function session(hours: number, length: number, zone: string): Told[] {
  const [sessionId, pauseId] = [randomUUID(), randomUUID()];
  const at = (part: number) => Date.parse(FIRST) + (hours + part * length) * HOUR;
  return [
    { at: at(0), action: { type: 'clock_in', sessionId, zone } },
    { at: at(0.4), action: { type: 'break_start', sessionId, pauseId } },
    { at: at(0.6), action: { type: 'break_end', sessionId, pauseId } },
    { at: at(1), action: { type: 'clock_out', sessionId, endedAt: at(1), reason: 'member' } },
  ];
}

const chosen = (at: number, zone: string): Told[] => [
  { at: Date.parse(FIRST) + at * HOUR, action: { type: 'zone_change', zone } },
];

async function member() {
  const [organizationId, userId, deviceId, bootId] = [1, 2, 3, 4].map(() => randomUUID()) as [
    string,
    string,
    string,
    string,
  ];
  await owner.pool.query('INSERT INTO organization (id, slug, name) VALUES ($1, $2, $2)', [
    organizationId,
    organizationId.slice(0, 8),
  ]);
  let seq = 0;
  const take = (told: readonly Told[]) =>
    inOrganization(app, organizationId, async (tenant) => {
      await lockMemberTime(tenant, userId);
      const sent = told.map(({ at: occurredAt, action }) => {
        seq += 1;
        return { eventId: randomUUIDv7(), seq, occurredAt, offsetMs: 0, bootId, monoMs: seq, action };
      });
      const instants = told.map(({ at }) => at);
      const { results } = await keepTime(tenant, {
        userId,
        touched: { from: Math.min(...instants), to: Math.max(...instants) },
        names: told.flatMap(({ action }) => ('sessionId' in action ? [action.sessionId] : [])),
        fresh: sent.map((event) => ({ ...event, deviceId, receivedAt: NOW })),
        now: NOW,
      });
      const events = sent.map((event) => {
        const result = results.get(event.eventId);
        if (result === undefined) throw new Error('no result');
        return { sent: event, canonicalAt: event.occurredAt, result };
      });
      await tenant.query(newEvents({ userId, deviceId, receivedAt: NOW, events }));
      await tenant.query(keptStream({ userId, deviceId, kind: 'desktop', lastSeq: seq, heardAt: NOW }));
    });
  const days = () =>
    inOrganization(app, organizationId, async (tenant) => {
      const range = { userIds: [userId], from: FIRST, to: LAST };
      const computed = (await computeDays(tenant, { ...range, now: NOW })).get(userId)?.rows;
      return { stored: await readSummaries(tenant, range), computed };
    });
  /** As if each statement of a device had been kept. Answers how many there are beside those that were. */
  const keepAllZones = () =>
    inOrganization(app, organizationId, async (tenant) => {
      const { rows: told } = await tenant.query<{ id: string; at: number; zone: string }>({
        text: `SELECT event_id AS id, canonical_at AS at, payload -> 'action' ->> 'zone' AS zone FROM session_event
          WHERE organization_id = $1 AND payload -> 'action' ? 'zone'`,
      });
      const { rows: kept } = await tenant.query({
        text: 'SELECT id FROM member_zone WHERE organization_id = $1',
      });
      const points = told.map((one) => ({ ...one, source: 'device' }) as const);
      await Promise.all(newZonePoints(userId, points).map((write) => tenant.query(write)));
      return told.length - kept.length;
    });
  return { take, days, keepAllZones };
}

const LIVES: [string, Told[][]][] = [
  ['days in their order', [session(9, 8, 'UTC'), session(33, 8, 'UTC'), session(57, 8, 'UTC')]],
  ['the later days first', [session(240, 8, 'UTC'), session(160, 8, 'UTC'), session(9, 8, 'UTC')]],
  ['over midnight of another zone', [session(18, 6, 'Asia/Tokyo'), session(38, 10, 'Asia/Tokyo')]],
  [
    'a zone that comes late',
    [session(20, 6, 'UTC'), session(300, 5, 'UTC'), session(2, 3, 'America/New_York')],
  ],
  [
    'what goes on in another zone',
    [session(20, 6, 'UTC'), chosen(22, 'Pacific/Auckland'), session(210, 9, 'UTC')],
  ],
  ['two that are counted once', [session(20, 9, 'UTC'), session(18, 7, 'UTC'), session(30, 2, 'UTC')]],
];

test.each(LIVES)(
  'the day sheets that are written are those that what is stored makes: %s',
  async (_, batches) => {
    const { take, days } = await member();
    for (const batch of batches) {
      await take(batch);
      const { stored, computed } = await days();
      expect(stored.length).toBeGreaterThan(0);
      expect(stored).toEqual(computed);
    }
    const piece = await member();
    for (const told of batches.flat()) {
      await piece.take([told]);
      const { stored, computed } = await piece.days();
      expect(stored).toEqual(computed);
    }
  },
);

test('a zone that a device says again is not kept, and what comes late in between makes it count', async () => {
  const { take, days, keepAllZones } = await member();
  const home = [20, 44, 68, 92].map((hours) => session(hours, 6, 'America/New_York'));
  await take(home.flat());
  await take([...session(52, 4, 'Asia/Tokyo'), ...session(120, 6, 'Asia/Tokyo')]);
  await take([...session(34, 4, 'Pacific/Auckland'), ...session(100, 3, 'Pacific/Auckland')]);
  const { stored, computed } = await days();
  expect(stored).toEqual(computed);
  expect(await keepAllZones()).toBe(1);
  expect((await days()).computed).toEqual(stored);
  expect(new Set(stored.map(({ zone }) => zone)).size).toBe(3);
});
