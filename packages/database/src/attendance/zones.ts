import {
  changingPoints,
  type DatedZone,
  type ZonePoint,
  zoneTimeline,
} from '@devpulse/domain/attendance/zone-points';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import type { NamedStatement } from '../together.ts';
import { milliseconds } from './sql.ts';

/** Adds what was told of a member's zone; a point that is known stays as it is. */
export function newZonePoints(userId: string, points: readonly ZonePoint[]): NamedStatement[] {
  if (points.length === 0) return [];
  const rows = points.map(({ id, at, source, zone }) => ({ id, at, source, zone }));
  return [
    {
      name: 'insert_zone_points',
      text: `INSERT INTO member_zone (organization_id, user_id, id, valid_from, source, zone)
        SELECT $1, $2, r.id, to_timestamp(r.at / 1000), r.source, r.zone
        FROM jsonb_to_recordset($3::jsonb) AS r (id uuid, at float8, source text, zone text)
        ON CONFLICT (id) DO NOTHING`,
      values: [userId, JSON.stringify(rows)],
    },
  ];
}

/**
 * What a story needs of what devices have `told`: the points that change the zone, and those after them that earlier changed nothing and were
 * left out. So a story is as long as a member's journeys, and not as their sessions. `isFirst` where no device had told anything before.
 */
export async function pointsToKeep(
  tenant: Tenant,
  userId: string,
  { story, told, isFirst }: { story: ZoneStory; told: readonly ZonePoint[]; isFirst: boolean },
): Promise<ZonePoint[]> {
  const kept: ZonePoint[] = [];
  for (;;) {
    const changing = changingPoints([...story.points, ...kept], told);
    if (changing.length === 0) return kept;
    kept.push(...changing.map(({ point }) => point));
    if (isFirst) continue;
    const further = changing.map(({ point, until }) => readNextZone(tenant, userId, { ...point, until }));
    kept.push(...(await Promise.all(further)).flat());
  }
}

/** The first that a device said after an instant and before another, of another zone than this. */
async function readNextZone(
  tenant: Tenant,
  userId: string,
  after: { at: Instant; until: Instant; zone: string },
): Promise<ZonePoint[]> {
  const { rows } = await tenant.query<{ id: string; at: Instant; zone: string }>({
    name: 'next_zone',
    text: `SELECT event_id AS id, canonical_at AS at, payload -> 'action' ->> 'zone' AS zone FROM session_event
      WHERE organization_id = $1 AND user_id = $2 AND canonical_at >= to_timestamp($3::float8 / 1000)
        AND canonical_at < coalesce(to_timestamp($4::float8 / 1000), 'infinity') AND type IN ('clock_in', 'zone_change')
        AND result <> 'held' AND payload -> 'action' ->> 'zone' <> $5
      ORDER BY canonical_at, event_id LIMIT 1`,
    values: [userId, after.at, Number.isFinite(after.until) ? after.until : null, after.zone],
  });
  return rows.map((row) => ({ ...row, source: 'device' }));
}

/** What was told of a member's zones, as far as it changes them, and the organization's. */
export type ZoneStory = { points: ZonePoint[]; fallback: string };

type PointRow = {
  /** Null in the only row where nothing was told of anybody. */
  userId: string | null;
  id: string;
  at: Instant;
  source: string;
  zone: string | null;
  fallback: string;
};

const POINTS = `SELECT z.user_id AS "userId", z.id, z.valid_from AS at, z.source, z.zone, o.time_zone AS fallback FROM organization o
  LEFT JOIN member_zone z ON z.organization_id = $1`;

function storyOf(rows: readonly PointRow[], fallback = 'UTC'): ZoneStory {
  const points = rows.flatMap(({ userId, id, at, source, zone }) =>
    userId === null ? [] : [{ id, at, source, zone } as ZonePoint],
  );
  return { points, fallback };
}

/** The zones that a member's days were and are in. */
export async function readZones(tenant: Tenant, userId: string): Promise<DatedZone[]> {
  return timelineOf(await readZoneStory(tenant, userId));
}

/** SQL for the points of the member `$2` as JSON. */
export const ZONE_POINTS = `(SELECT json_agg(json_build_object('id', z.id, 'at', ${milliseconds('z.valid_from')}, 'source', z.source,
    'zone', z.zone)) FROM member_zone z WHERE z.organization_id = $1 AND z.user_id = $2)`;

export async function readZoneStory(tenant: Tenant, userId: string): Promise<ZoneStory> {
  const { rows } = await tenant.query<PointRow>({
    name: 'member_zone',
    text: `${POINTS} AND z.user_id = $2 WHERE o.id = $1`,
    values: [userId],
  });
  return storyOf(rows, rows[0]?.fallback);
}

export function timelineOf({ points, fallback }: ZoneStory): DatedZone[] {
  return zoneTimeline(points, fallback);
}

/** The same of several members at once. */
export async function readZonesOfMany(
  tenant: Tenant,
  userIds: readonly string[],
): Promise<Map<string, DatedZone[]>> {
  const { rows } = await tenant.query<PointRow>({
    name: 'member_zones',
    text: `${POINTS} AND z.user_id = ANY ($2::uuid[]) WHERE o.id = $1`,
    values: [userIds],
  });
  const byMember = Map.groupBy(rows, ({ userId }) => userId);
  const timelineOfMember = (userId: string) =>
    timelineOf(storyOf(byMember.get(userId) ?? [], rows[0]?.fallback));
  return new Map(userIds.map((userId) => [userId, timelineOfMember(userId)]));
}
