import type { SessionLink, StoredPause, StoredSession } from '@devpulse/domain/attendance/session';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import type { NamedStatement } from '../together.ts';
import { instant, milliseconds, type SqlRange } from './sql.ts';

/** A session with its pauses and devices, as the last fold left it. */
export type KeptSession = StoredSession & {
  userId: string;
  version: number;
  links: SessionLink[];
  pauses: StoredPause[];
};

const PAUSES = `(SELECT coalesce(json_agg(json_build_object('pauseId', p.id, 'pieceOf', p.piece_of, 'sessionId', p.session_id,
    'deviceId', p.device_id, 'kind', p.kind, 'startedAt', ${milliseconds('p.started_at')}, 'endedAt', ${milliseconds('p.ended_at')},
    'rawStartedAt', ${milliseconds('p.raw_started_at')}, 'rawEndedAt', ${milliseconds('p.raw_ended_at')}, 'resolution', p.resolution,
    'decidedAt', ${milliseconds('p.decided_at')}) ORDER BY p.started_at, p.id), '[]')
  FROM work_pause p WHERE p.organization_id = $1 AND p.user_id = s.user_id AND p.session_id = s.id)`;

/** SQL for a KeptSession of a row `s`, as JSON. */
const SESSION = `json_build_object('userId', s.user_id, 'sessionId', s.id, 'siblingOf', s.sibling_of, 'openedByDeviceId', s.opened_by_device_id,
  'state', s.state, 'startedAt', ${milliseconds('s.started_at')}, 'endedAt', ${milliseconds('s.ended_at')},
  'rawStartedAt', ${milliseconds('s.raw_started_at')}, 'rawEndedAt', ${milliseconds('s.raw_ended_at')}, 'endReason', s.end_reason,
  'voidReason', s.void_reason, 'reviewReason', s.review_reason, 'needsReview', s.review_reason IS NOT NULL,
  'isProvisional', s.is_provisional, 'aliases', s.aliases, 'correctionId', s.correction_id, 'links', s.links, 'version', s.version,
  'pauses', ${PAUSES})`;

async function read(
  tenant: Tenant,
  { name, condition, values }: { name: string; condition: string; values: readonly unknown[] },
): Promise<KeptSession[]> {
  const { rows } = await tenant.query<{ session: KeptSession }>({
    name,
    text: `SELECT ${SESSION} AS session FROM work_session s WHERE s.organization_id = $1 AND ${condition} ORDER BY s.started_at, s.id`,
    values,
  });
  return rows.map(({ session }) => session);
}

/**
 * SQL for whether a row `s` lies between two instants with any part, as it counts or as it was recorded. The first two of its conditions are
 * what the index work_session_extent finds.
 */
const touches = ({ from, to }: SqlRange): string => `least(s.started_at, s.raw_started_at) < ${to}
  AND CASE WHEN s.ended_at IS NULL THEN 'infinity' ELSE greatest(s.ended_at, s.raw_ended_at, s.started_at, s.raw_started_at) END >= ${from}
  AND (greatest(coalesce(s.ended_at, 'infinity'), s.raw_ended_at) > ${from} OR greatest(s.started_at, s.raw_started_at) >= ${from})`;

const TOUCHES = touches({ from: instant('$3'), to: instant('$4') });

/** SQL for whether a row `s` is a session under one of these names, its id or what a device calls it. */
const isNamed = (names: string): string =>
  `(s.id = ANY (${names}) OR (s.aliases <> '{}' AND s.aliases && ${names}))`;

/** SQL for what the sessions of the member `$2` are called that lie in `[from, to)` with any part. */
export const namesTouching = (
  range: SqlRange,
): string => `SELECT unnest(ARRAY[s.id, s.sibling_of] || s.aliases) FROM work_session s
  WHERE s.organization_id = $1 AND s.user_id = $2 AND ${touches(range)}`;

/** SQL for those sessions as JSON, and for those of these names wherever they lie. */
export const sessionsAround = (
  range: SqlRange,
  names: string,
): string => `(SELECT json_agg(${SESSION} ORDER BY s.started_at, s.id)
  FROM work_session s WHERE s.organization_id = $1 AND s.user_id = $2
    AND ((${touches(range)}) OR ${isNamed(names)}))`;

/** Sessions of a member, voided ones too, that lie in `[from, to)` with any part, as they count or as they were recorded. */
export function readSessionsTouching(
  tenant: Tenant,
  { userId, from, to }: { userId: string; from: Instant; to: Instant },
): Promise<KeptSession[]> {
  return read(tenant, {
    name: 'sessions_touching',
    condition: `s.user_id = $2 AND ${TOUCHES}`,
    values: [userId, from, to],
  });
}

/** The same of several members at once. */
export async function readSessionsOfMany(
  tenant: Tenant,
  { userIds, from, to }: { userIds: readonly string[]; from: Instant; to: Instant },
): Promise<Map<string, KeptSession[]>> {
  const sessions = await read(tenant, {
    name: 'sessions_of_many',
    condition: `s.user_id = ANY ($2::uuid[]) AND ${TOUCHES}`,
    values: [userIds, from, to],
  });
  return Map.groupBy(sessions, ({ userId }) => userId);
}

/** Sessions of a member under these ids, or under what devices call them. */
export function readSessionsNamed(
  tenant: Tenant,
  { userId, names }: { userId: string; names: readonly string[] },
): Promise<KeptSession[]> {
  return read(tenant, {
    name: 'sessions_named',
    condition: `s.user_id = $2 AND ${isNamed('$3::uuid[]')}`,
    values: [userId, names],
  });
}

/** What a member's clock shows beside the days: what is open, what is to be looked at, and the last that ended. */
export function readCurrentSessions(
  tenant: Tenant,
  { userId, since }: { userId: string; since: Instant },
): Promise<KeptSession[]> {
  return read(tenant, {
    name: 'current_sessions',
    condition: `s.user_id = $2 AND s.state <> 'voided' AND (s.ended_at IS NULL
      OR (s.started_at >= to_timestamp($3::float8 / 1000) AND (s.review_reason IS NOT NULL OR EXISTS (SELECT 1 FROM work_pause p
        WHERE p.organization_id = $1 AND p.user_id = $2 AND p.session_id = s.id AND p.resolution = 'pending')))
      OR s.id = (SELECT l.id FROM work_session l WHERE l.organization_id = $1 AND l.user_id = $2 AND l.state <> 'voided'
        AND l.ended_at IS NOT NULL ORDER BY l.started_at DESC LIMIT 1))`,
    values: [userId, since],
  });
}

/** When a member's first session began; `now` where there is none. */
export async function readFirstStart(tenant: Tenant, userId: string, now: Instant): Promise<Instant> {
  const { rows } = await tenant.query<{ at: Instant | null }>({
    name: 'first_session',
    text: 'SELECT min(started_at) AS at FROM work_session WHERE organization_id = $1 AND user_id = $2',
    values: [userId],
  });
  return rows[0]?.at ?? now;
}

const at = (column: string) => `to_timestamp(r.${column} / 1000)`;

/** Takes sessions away, before others can be put in their place: no two are ever seen to overlap. */
export function goneSessions(userId: string, gone: readonly KeptSession[]): NamedStatement[] {
  if (gone.length === 0) return [];
  const values = [userId, gone.map(({ sessionId }) => sessionId)];
  return [
    {
      name: 'remove_pauses',
      text: 'DELETE FROM work_pause WHERE organization_id = $1 AND user_id = $2 AND session_id = ANY ($3::uuid[])',
      values,
    },
    {
      name: 'remove_sessions',
      text: 'DELETE FROM work_session WHERE organization_id = $1 AND user_id = $2 AND id = ANY ($3::uuid[])',
      values,
    },
  ];
}

/** Puts sessions where none of these ids are, with their pauses. */
export function newSessions(
  userId: string,
  { written, now }: { written: readonly KeptSession[]; now: Instant },
): NamedStatement[] {
  if (written.length === 0) return [];
  const pauses = written.flatMap((session) => session.pauses);
  return [
    insertSessions(userId, written, now),
    ...(pauses.length === 0 ? [] : [insertPauses(userId, pauses)]),
  ];
}

function insertSessions(userId: string, written: readonly KeptSession[], now: Instant): NamedStatement {
  // fields come as jsonb keeps them, the shorter first, so that it has nothing to sort; what is left out is null
  const rows = written.map((session) => ({
    id: session.sessionId,
    links: session.links,
    state: session.state,
    aliases: session.aliases,
    version: session.version,
    ended_at: session.endedAt,
    end_reason: session.endReason,
    sibling_of: session.siblingOf ?? undefined,
    started_at: session.startedAt,
    void_reason: session.voidReason ?? undefined,
    raw_ended_at: session.rawEndedAt,
    correction_id: session.correctionId ?? undefined,
    review_reason: session.reviewReason ?? undefined,
    is_provisional: session.isProvisional,
    raw_started_at: session.rawStartedAt,
    opened_by_device_id: session.openedByDeviceId,
  }));
  return {
    name: 'insert_sessions',
    text: `INSERT INTO work_session (organization_id, user_id, updated_at, id, sibling_of, opened_by_device_id, aliases, links, state,
        started_at, ended_at, raw_started_at, raw_ended_at, end_reason, void_reason, review_reason, is_provisional, correction_id, version)
      SELECT $1, $2, to_timestamp($3::float8 / 1000), r.id, r.sibling_of, r.opened_by_device_id, r.aliases, r.links, r.state,
        ${at('started_at')}, ${at('ended_at')}, ${at('raw_started_at')}, ${at('raw_ended_at')}, r.end_reason, r.void_reason,
        r.review_reason, r.is_provisional, r.correction_id, r.version
      FROM jsonb_to_recordset($4::jsonb) AS r (id uuid, sibling_of uuid, opened_by_device_id uuid, aliases uuid[], links jsonb,
        state text, started_at float8, ended_at float8, raw_started_at float8, raw_ended_at float8, end_reason text, void_reason text,
        review_reason text, is_provisional bool, correction_id uuid, version int)`,
    values: [userId, now, JSON.stringify(rows)],
  };
}

function insertPauses(userId: string, pauses: readonly StoredPause[]): NamedStatement {
  const rows = pauses.map((pause) => ({
    id: pause.pauseId,
    kind: pause.kind,
    ended_at: pause.endedAt,
    piece_of: pause.pieceOf ?? undefined,
    device_id: pause.deviceId,
    decided_at: pause.decidedAt,
    resolution: pause.resolution,
    session_id: pause.sessionId,
    started_at: pause.startedAt,
    raw_ended_at: pause.rawEndedAt,
    raw_started_at: pause.rawStartedAt,
  }));
  return {
    name: 'insert_pauses',
    text: `INSERT INTO work_pause (organization_id, user_id, session_id, id, piece_of, device_id, kind, started_at, ended_at, raw_started_at,
        raw_ended_at, resolution, decided_at)
      SELECT $1, $2, r.session_id, r.id, r.piece_of, r.device_id, r.kind, ${at('started_at')}, ${at('ended_at')},
        ${at('raw_started_at')}, ${at('raw_ended_at')}, r.resolution, ${at('decided_at')}
      FROM jsonb_to_recordset($3::jsonb) AS r (session_id uuid, id uuid, piece_of uuid, device_id uuid, kind text,
        started_at float8, ended_at float8, raw_started_at float8, raw_ended_at float8, resolution text, decided_at float8)`,
    values: [userId, JSON.stringify(rows)],
  };
}
