import type { AttendanceEvent } from '@devpulse/domain/attendance/events';
import type { SignOfLife } from '@devpulse/domain/attendance/fold-input';
import type { DatedRules } from '@devpulse/domain/attendance/rules';
import type { ZonePoint } from '@devpulse/domain/attendance/zone-points';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import { type ApprovedRow, approved } from './corrections.ts';
import { type KeptLock, LOCKS } from './locks.ts';
import { datedRules } from './rules.ts';
import { type EventTold, eventsTold } from './session-events.ts';
import { signsOfLife } from './signs-of-life.ts';
import { instant } from './sql.ts';
import { type KeptSession, namesTouching, sessionsAround } from './stored-sessions.ts';
import { DEVICES, type MemberDevice } from './streams.ts';
import { ZONE_POINTS, type ZoneStory } from './zones.ts';

export type ToldEvent = { at: Instant; event: AttendanceEvent };

/** From an instant to another, which is no longer part. */
export type Touched = { from: Instant; to: Instant };

/** What was told of a member's time in `[from, to)`, and about the sessions that lie there, wherever it lies itself. */
export type Told = Touched & {
  events: ToldEvent[];
  approved: ApprovedRow[];
  signsOfLife: SignOfLife[];
  rules: DatedRules[];
  locks: KeptLock[];
  devices: MemberDevice[];
  zones: ZoneStory;
};

type Row = { [Field in Exclude<keyof Told, keyof Touched | 'events' | 'zones'>]: Told[Field] | null } & {
  events: EventTold[] | null;
  points: ZonePoint[] | null;
  fallback: string | null;
  sessions: KeptSession[] | null;
};

const RANGE = { from: instant('$3'), to: instant('$4') };
const NAMED = { ...RANGE, names: '(SELECT ids FROM named)::uuid[]' };
const LOOKED = { from: instant('$6'), to: instant('$7') };

/**
 * The same about sessions of these names too; and every session of theirs that lies in `looked` with any part, among others. In one
 * statement, for each costs more to ask than to answer. Needs identity work beside the tenant.
 */
export async function readTold(
  tenant: Tenant,
  of: Touched & { userId: string; names: Iterable<string>; looked?: Touched },
): Promise<{ told: Told; sessions: KeptSession[] }> {
  const { userId, from, to, names, looked = { from, to } } = of;
  const { rows } = await tenant.query<{ told: Row }>({
    name: 'told_of_time',
    text: `WITH named AS (SELECT $5::uuid[] || ARRAY(${namesTouching(RANGE)}) AS ids)
      SELECT json_build_object('events', ${eventsTold(NAMED)}, 'approved', ${approved(NAMED)},
        'signsOfLife', ${signsOfLife(NAMED.names)}, 'rules', ${datedRules(RANGE)}, 'locks', ${LOCKS}, 'devices', ${DEVICES},
        'points', ${ZONE_POINTS}, 'sessions', ${sessionsAround(LOOKED, '$5::uuid[]')},
        'fallback', (SELECT o.time_zone FROM organization o WHERE o.id = $1)) AS told`,
    values: [userId, from, to, [...names], looked.from, looked.to],
  });
  const { events, points, fallback, sessions, ...row }: Partial<Row> = rows[0]?.told ?? {};
  return {
    told: {
      from,
      to,
      events: (events ?? []).map(([at, deviceId, receivedAt, payload]) => ({
        at,
        event: { ...payload, deviceId, receivedAt },
      })),
      approved: row.approved ?? [],
      signsOfLife: row.signsOfLife ?? [],
      rules: row.rules ?? [],
      locks: row.locks ?? [],
      devices: row.devices ?? [],
      zones: { points: points ?? [], fallback: fallback ?? 'UTC' },
    },
    sessions: sessions ?? [],
  };
}
