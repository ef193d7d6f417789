import { randomUUID, randomUUIDv7 } from 'node:crypto';
import type { AttendanceAction, AttendanceEvent } from '@devpulse/domain/attendance/events';
import { foldAttendance } from '@devpulse/domain/attendance/fold';
import { DEFAULT_ATTENDANCE_RULES } from '@devpulse/domain/attendance/rules';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../connection.ts';
import { inOrganization } from '../tenant.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { MOST_EVENTS } from './refold.ts';
import { readDatedRules, savePolicy } from './rules.ts';
import { newEvents } from './session-events.ts';
import { readSessionsTouching } from './stored-sessions.ts';
import { lockMemberTime } from './streams.ts';
import { keepTime } from './time-keeping.ts';
import { readTold } from './told.ts';

const RULES = { ...DEFAULT_ATTENDANCE_RULES, retentionMonths: 24 };
const EVER = { from: 0, to: Date.parse('2030-01-01') };
const NOW = Date.parse('2026-06-13T12:00:00Z');
const at = (time: string) => Date.parse(`2026-06-10T${time.length === 5 ? `${time}:00` : time}Z`);

let database: TestDatabase;
let app: Database;
let owner: Database;
let organizationId: string;
let userId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  app = openDatabase({ url: database.appUrl, applicationName: 'test' });
  owner = openDatabase({ url: database.ownerUrl, applicationName: 'test' });
});
afterAll(async () => {
  await Promise.all([app.close(), owner.close()]);
  await database.drop();
});
beforeEach(async () => {
  [organizationId, userId] = [randomUUID(), randomUUID()];
  await owner.pool.query('INSERT INTO organization (id, slug, name) VALUES ($1, $2, $2)', [
    organizationId,
    organizationId.slice(0, 8),
  ]);
  await decide(Date.parse('2026-01-01'), 24);
});

/** The longest time in hours, from then on. */
async function decide(now: number, hours: number): Promise<void> {
  const policy = { ...RULES, maximumOpenMinutes: hours * 60 };
  await inOrganization(app, organizationId, (tenant) => savePolicy(tenant, { policy, by: userId, now }));
}

/** A device that numbers what it tells; each event is taken in alone, days later. */
function device() {
  const deviceId = randomUUID();
  const bootId = randomUUID();
  let seq = 0;
  const event = (occurredAt: number, action: AttendanceAction) => {
    seq += 1;
    return {
      eventId: randomUUIDv7(),
      seq,
      occurredAt,
      offsetMs: 0,
      bootId,
      monoMs: occurredAt - at('00:00'),
      action,
    };
  };
  const tell = async (time: string, action: AttendanceAction) => take(deviceId, event(at(time), action));
  return { deviceId, event, tell };
}

type Sent = ReturnType<ReturnType<typeof device>['event']>;

async function take(deviceId: string, sent: Sent) {
  const { action, occurredAt: canonicalAt } = sent;
  const fresh: AttendanceEvent = { ...sent, deviceId, receivedAt: NOW };
  return inOrganization(app, organizationId, async (tenant) => {
    await lockMemberTime(tenant, userId);
    const { results } = await keepTime(tenant, {
      userId,
      touched: { from: canonicalAt, to: canonicalAt },
      names: 'sessionId' in action ? [action.sessionId] : [],
      fresh: [fresh],
      now: NOW,
    });
    const result = results.get(sent.eventId);
    if (result === undefined) throw new Error('no result');
    const told = [{ sent, canonicalAt, result }];
    await tenant.query(newEvents({ userId, deviceId, receivedAt: NOW, events: told }));
    return result.code ?? result.result;
  });
}

type Row = { sessionId: string; state: string; startedAt: number; endedAt: number | null; pauses: unknown[] };
const shown = ({ sessionId, state, startedAt, endedAt, pauses }: Row) => ({
  sessionId,
  state,
  startedAt,
  endedAt,
  pauses: pauses.length,
});

/** What is stored of the member, and what everything that was told is when it is folded at once. */
async function storedAndWhole() {
  return inOrganization(app, organizationId, async (tenant) => {
    const stored = await readSessionsTouching(tenant, { userId, ...EVER });
    const { told } = await readTold(tenant, { userId, ...EVER, names: [] });
    const none = {
      corrections: [],
      devices: [],
      signsOfLife: [],
      locks: [],
      acceptedEventIds: new Set<string>(),
    };
    const whole = foldAttendance({
      ...none,
      events: told.events.map(({ event }) => event),
      rules: told.rules,
      now: NOW,
    });
    const pausesOf = (id: string) => whole.pauses.filter(({ sessionId }) => sessionId === id);
    return {
      stored: stored.map(shown),
      whole: whole.sessions.map((one) => shown({ ...one, pauses: pausesOf(one.sessionId) })),
    };
  });
}

const clockIn = (sessionId: string) => ({ type: 'clock_in', sessionId, zone: 'UTC' }) as const;
const clockOut = (sessionId: string, time: string) =>
  ({ type: 'clock_out', sessionId, endedAt: at(time), reason: 'member' }) as const;

describe('what is folded with something new', () => {
  test('is all that a session can come to cover: a clock-out is taken back, one of 23 hours later is the end', async () => {
    const [laptop, phone, tablet] = [device(), device(), device()];
    const [long, short] = [randomUUID(), randomUUID()];
    await laptop.tell('00:00', clockIn(long));
    await laptop.tell('00:30', clockOut(long, '00:30'));
    expect(await phone.tell('23:59', clockOut(long, '23:59'))).toBe('superseded');
    await tablet.tell('23:10', clockIn(short));
    await tablet.tell('23:50', clockOut(short, '23:50'));
    const before = await storedAndWhole();
    expect(before.stored.map(({ state }) => state)).toEqual(['closed', 'closed']);
    expect(await laptop.tell('00:30:20', { type: 'clock_out_undone', sessionId: long })).toBe('applied');
    const { stored, whole } = await storedAndWhole();
    expect(stored).toEqual(whole);
    expect(stored).toMatchObject([
      { sessionId: long, state: 'closed', endedAt: at('23:59') },
      { sessionId: short, state: 'voided' },
    ]);
  });

  test('is what was told of a session before its beginning came', async () => {
    const [laptop, phone] = [device(), device()];
    const [sessionId, pauseId] = [randomUUID(), randomUUID()];
    expect(await phone.tell('10:00', { type: 'break_start', sessionId, pauseId })).toBe('unknown_session');
    expect(await phone.tell('10:30', { type: 'break_end', sessionId, pauseId })).toBe('unknown_session');
    expect(await phone.tell('20:00', clockOut(sessionId, '20:00'))).toBe('unknown_session');
    await laptop.tell('09:00', clockIn(sessionId));
    const { stored, whole } = await storedAndWhole();
    expect(stored).toEqual(whole);
    expect(stored).toMatchObject([{ sessionId, endedAt: at('20:00'), pauses: 1 }]);
  });

  test('is so much and no more: what comes beyond is refused with what to do, and other days are taken', async () => {
    const laptop = device();
    const sessionId = randomUUID();
    await laptop.tell('09:00', clockIn(sessionId));
    const pauseOf = (index: number): AttendanceAction => ({
      type: 'pause_found',
      sessionId,
      pauseId: randomUUID(),
      kind: 'idle',
      startedAt: at('09:00') + index * 1000,
      endedAt: at('14:00') + index * 1000,
    });
    const events = Array.from({ length: MOST_EVENTS - 1 }, (_, index) => {
      const sent = laptop.event(at('15:00') + index, pauseOf(index));
      const told = { eventId: sent.eventId, code: null, joinedSessionId: null, isClamped: false };
      return { sent, canonicalAt: sent.occurredAt, result: { ...told, result: 'applied' as const } };
    });
    const stored = { userId, deviceId: laptop.deviceId, receivedAt: NOW, events };
    await inOrganization(app, organizationId, (tenant) => tenant.query(newEvents(stored)));
    await expect(laptop.tell('16:00', clockOut(sessionId, '16:00'))).rejects.toMatchObject({
      code: 'too_large',
      field: 'body.events',
      remedy: expect.stringContaining('correction'),
    });
    const other = randomUUID();
    const days = 5 * 86_400_000;
    expect(await take(laptop.deviceId, laptop.event(at('09:00') - days, clockIn(other)))).toBe('applied');
  });

  test('leaves what comes out as it was where it is, with its pauses', async () => {
    const laptop = device();
    const [morning, evening] = [randomUUID(), randomUUID()];
    const written = () =>
      inOrganization(app, organizationId, async (tenant) => {
        const { rows } = await tenant.query<{ row: string }>({
          text: `SELECT ctid::text AS row FROM work_session WHERE organization_id = $1 AND id = $2
            UNION ALL SELECT ctid::text FROM work_pause WHERE organization_id = $1 AND session_id = $2`,
          values: [morning],
        });
        return rows.map(({ row }) => row);
      });
    await laptop.tell('08:00', clockIn(morning));
    await laptop.tell('09:00', { type: 'break_start', sessionId: morning, pauseId: randomUUID() });
    await laptop.tell('12:00', clockOut(morning, '12:00'));
    const before = await written();
    expect(before).toHaveLength(2);
    await laptop.tell('18:00', clockIn(evening));
    await laptop.tell('20:00', clockOut(evening, '20:00'));
    expect(await written()).toEqual(before);
    expect((await storedAndWhole()).stored).toHaveLength(2);
  });
});

describe('rules that change', () => {
  test('are those of each session when it began, whatever else is folded with it', async () => {
    await decide(at('12:00'), 8);
    await decide(at('23:00'), 20);
    const laptop = device();
    const [morning, afternoon, night] = [randomUUID(), randomUUID(), randomUUID()];
    await laptop.tell('00:00', clockIn(morning));
    expect(await laptop.tell('12:30', clockOut(morning, '12:30'))).toBe('applied');
    await laptop.tell('12:40', clockIn(afternoon));
    expect(await laptop.tell('20:41', clockOut(afternoon, '20:41'))).toBe('session_too_long');
    expect(await laptop.tell('20:40', clockOut(afternoon, '20:40'))).toBe('applied');
    await laptop.tell('23:00', clockIn(night));
    const { stored, whole } = await storedAndWhole();
    expect(stored).toEqual(whole);
    expect(stored.map(({ endedAt }) => endedAt)).toEqual([at('12:30'), at('20:40'), at('23:00') + 1_000]);
  });

  test('are read from the one in force at first up to the end, of this organization alone', async () => {
    await decide(at('12:00'), 8);
    await decide(at('18:00'), 10);
    const hoursIn = (from: string, to: string) =>
      inOrganization(app, organizationId, async (tenant) => {
        const rules = await readDatedRules(tenant, { from: at(from), to: at(to) });
        return rules.map(({ maximumOpenMinutes }) => maximumOpenMinutes / 60);
      });
    expect(await hoursIn('11:00', '12:00')).toEqual([24]);
    expect(await hoursIn('11:00', '23:00')).toEqual([24, 8, 10]);
    expect(await hoursIn('12:00', '18:00:01')).toEqual([8, 10]);
    organizationId = randomUUID();
    expect(await hoursIn('11:00', '23:00')).toEqual([]);
  });
});
