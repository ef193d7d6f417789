import { hash } from 'node:crypto';
import type { AttendanceAction, AttendanceEvent, EventStamp } from '@devpulse/domain/attendance/events';
import type { FoldedEventResult } from '@devpulse/domain/attendance/fold-input';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';

/** An event as a device sends it; which device is in the address. */
export type SentEvent = Omit<EventStamp, 'deviceId'> & { action: AttendanceAction };

/** The same for the same content, in whatever order its fields come. */
export function hashEvent(event: SentEvent): Buffer {
  return hash('sha256', JSON.stringify(sorted(event)), 'buffer');
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Record<string, unknown>;
  return Object.keys(fields)
    .sort()
    .map((name) => [name, sorted(fields[name])]);
}

export type KnownEvent = FoldedEventResult & { deviceId: string; userId: string; payloadHash: Buffer };

/** Those of these ids that the organization has. */
export async function findEvents(
  tenant: Tenant,
  eventIds: readonly string[],
): Promise<Map<string, KnownEvent>> {
  if (eventIds.length === 0) return new Map();
  const { rows } = await tenant.query<KnownEvent>({
    name: 'known_attendance_events',
    text: `SELECT event_id AS "eventId", device_id AS "deviceId", user_id AS "userId", payload_hash AS "payloadHash", result, code,
        joined_session_id AS "joinedSessionId", is_clamped AS "isClamped"
      FROM session_event WHERE organization_id = $1 AND event_id = ANY ($2::uuid[])`,
    values: [eventIds],
  });
  return new Map(rows.map((row) => [row.eventId, row]));
}

export type NewEvent = { sent: SentEvent; canonicalAt: Instant; result: FoldedEventResult };

/** Keeps events as they came, with what they were answered. */
export async function insertEvents(
  tenant: Tenant,
  from: { userId: string; deviceId: string; receivedAt: Instant; events: readonly NewEvent[] },
): Promise<void> {
  if (from.events.length === 0) return;
  const rows = from.events.map(({ sent, canonicalAt, result }) => ({
    event_id: sent.eventId,
    seq: sent.seq,
    type: sent.action.type,
    session_id: 'sessionId' in sent.action ? sent.action.sessionId : null,
    payload: sent,
    payload_hash: hashEvent(sent).toString('hex'),
    canonical_at: canonicalAt,
    is_clamped: result.isClamped,
    result: result.result,
    // what is not told is null there, and not sent
    code: result.code ?? undefined,
    joined_session_id: result.joinedSessionId ?? undefined,
  }));
  await tenant.query({
    name: 'insert_attendance_events',
    text: `INSERT INTO session_event (organization_id, user_id, device_id, received_at, event_id, seq, type, session_id, payload,
        payload_hash, canonical_at, is_clamped, result, code, joined_session_id)
      SELECT $1, $2, $3, to_timestamp($4::float8 / 1000), r.event_id, r.seq, r.type, r.session_id, r.payload,
        decode(r.payload_hash, 'hex'), to_timestamp(r.canonical_at / 1000), r.is_clamped, r.result, r.code, r.joined_session_id
      FROM jsonb_to_recordset($5::jsonb) AS r (event_id uuid, seq int, type text, session_id uuid, payload jsonb, payload_hash text,
        canonical_at float8, is_clamped bool, result text, code text, joined_session_id uuid)`,
    values: [from.userId, from.deviceId, from.receivedAt, JSON.stringify(rows)],
  });
}

type StoredEventRow = { deviceId: string; receivedAt: Instant; payload: SentEvent };

/** What a member's devices told within a window, and about these sessions at whatever time. */
export async function loadEvents(
  tenant: Tenant,
  of: { userId: string; from: Instant; to: Instant; sessionIds: readonly string[] },
): Promise<AttendanceEvent[]> {
  const { rows } = await tenant.query<StoredEventRow>({
    name: 'load_attendance_events',
    text: `SELECT device_id AS "deviceId", received_at AS "receivedAt", payload FROM session_event
      WHERE organization_id = $1 AND user_id = $2 AND ((canonical_at >= to_timestamp($3::float8 / 1000)
        AND canonical_at < to_timestamp($4::float8 / 1000)) OR session_id = ANY ($5::uuid[]))`,
    values: [of.userId, of.from, of.to, of.sessionIds],
  });
  return rows.map(({ deviceId, receivedAt, payload }) => ({ ...payload, deviceId, receivedAt }));
}

/** When the last clock-out of a session was recorded; null when there was none. */
export async function readLastClockOut(
  tenant: Tenant,
  { userId, names }: { userId: string; names: readonly string[] },
): Promise<Instant | null> {
  const { rows } = await tenant.query<{ at: Instant | null }>({
    text: `SELECT max(canonical_at) AS at FROM session_event
      WHERE organization_id = $1 AND user_id = $2 AND session_id = ANY ($3::uuid[]) AND type = 'clock_out' AND result = 'applied'`,
    values: [userId, names],
  });
  return rows[0]?.at ?? null;
}

/** Events of a member by their ids, as they came. */
export async function readEventsById(
  tenant: Tenant,
  { userId, eventIds }: { userId: string; eventIds: readonly string[] },
): Promise<AttendanceEvent[]> {
  const { rows } = await tenant.query<StoredEventRow>({
    text: `SELECT device_id AS "deviceId", received_at AS "receivedAt", payload FROM session_event
      WHERE organization_id = $1 AND user_id = $2 AND event_id = ANY ($3::uuid[])`,
    values: [userId, eventIds],
  });
  return rows.map(({ deviceId, receivedAt, payload }) => ({ ...payload, deviceId, receivedAt }));
}
