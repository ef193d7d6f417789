import type { AttendanceAction, AttendanceEvent, EventStamp } from '@devpulse/domain/attendance/events';
import type { FoldedEventResult } from '@devpulse/domain/attendance/fold-input';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import type { NamedStatement } from '../together.ts';
import { milliseconds, type SqlRange } from './sql.ts';

/** An event as a device sends it; which device is in the address. */
export type SentEvent = Omit<EventStamp, 'deviceId'> & { action: AttendanceAction };

/** SQL for what tells an event's content from another, in whatever order its fields came. */
const hashOf = (payload: string) => `sha256(convert_to(${payload}::text, 'UTF8'))`;

export type KnownEvent = FoldedEventResult & {
  deviceId: string;
  userId: string;
  /** It was sent with this content. */
  isSame: boolean;
};

/** Those of these events whose ids the organization has, compared with what it has of them. */
export async function findEvents(
  tenant: Tenant,
  sent: readonly SentEvent[],
): Promise<Map<string, KnownEvent>> {
  if (sent.length === 0) return new Map();
  const { rows } = await tenant.query<KnownEvent>({
    name: 'known_attendance_events',
    text: `SELECT e.event_id AS "eventId", e.device_id AS "deviceId", e.user_id AS "userId", e.payload_hash = ${hashOf('s.payload')} AS "isSame", e.result, e.code,
        e.joined_session_id AS "joinedSessionId", e.is_clamped AS "isClamped"
      FROM jsonb_array_elements($2::jsonb) AS s (payload)
      JOIN session_event e ON e.organization_id = $1 AND e.event_id = (s.payload ->> 'eventId')::uuid`,
    values: [JSON.stringify(sent)],
  });
  return new Map(rows.map((row) => [row.eventId, row]));
}

/** True when a write failed because an event of one of its ids is stored. */
export function isEventKnown(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'session_event_pkey';
}

export type NewEvent = { sent: SentEvent; canonicalAt: Instant; result: FoldedEventResult };

/** Keeps events as they came, with what they were answered. */
export function newEvents(from: {
  userId: string;
  deviceId: string;
  receivedAt: Instant;
  events: readonly NewEvent[];
}): NamedStatement {
  const rows = from.events.map(({ sent, canonicalAt, result }) => ({
    // in the order in which jsonb keeps them; what is left out is null there
    code: result.code ?? undefined,
    result: result.result,
    payload: sent,
    is_clamped: result.isClamped,
    canonical_at: canonicalAt,
    joined_session_id: result.joinedSessionId ?? undefined,
  }));
  return {
    name: 'insert_attendance_events',
    text: `INSERT INTO session_event (organization_id, user_id, device_id, received_at, event_id, seq, type, session_id, payload,
        payload_hash, canonical_at, is_clamped, result, code, joined_session_id)
      SELECT $1, $2, $3, to_timestamp($4::float8 / 1000), (r.payload ->> 'eventId')::uuid, (r.payload -> 'seq')::int,
        r.payload -> 'action' ->> 'type', (r.payload -> 'action' ->> 'sessionId')::uuid, r.payload, ${hashOf('r.payload')},
        to_timestamp(r.canonical_at / 1000), r.is_clamped, r.result, r.code, r.joined_session_id
      FROM jsonb_to_recordset($5::jsonb) AS r (payload jsonb, canonical_at float8, is_clamped bool, result text, code text,
        joined_session_id uuid)`,
    values: [from.userId, from.deviceId, from.receivedAt, JSON.stringify(rows)],
  };
}

/** SQL for what the devices of the member `$2` told in `[from, to)`, and about the sessions of these names, as JSON. */
export const eventsTold = ({ from, to, names }: SqlRange & { names: string }): string =>
  `(SELECT json_agg(json_build_array(${milliseconds('e.canonical_at')}, e.device_id, ${milliseconds('e.received_at')}, e.payload))
    FROM session_event e WHERE e.organization_id = $1 AND e.user_id = $2
      AND ((e.canonical_at >= ${from} AND e.canonical_at < ${to}) OR e.session_id = ANY (${names})))`;

export type EventTold = [canonicalAt: Instant, deviceId: string, receivedAt: Instant, payload: SentEvent];

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

type StoredEventRow = { deviceId: string; receivedAt: Instant; payload: SentEvent };

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
