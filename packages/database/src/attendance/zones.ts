import { type DatedZone, type ZonePoint, zoneTimeline } from '@devpulse/domain/attendance/zone-points';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';

/** Adds what was told of a member's zone; a point that is known stays as it is. */
export async function insertZonePoints(
  tenant: Tenant,
  userId: string,
  points: readonly ZonePoint[],
): Promise<void> {
  if (points.length === 0) return;
  const rows = points.map(({ id, at, source, zone }) => ({ id, at, source, zone }));
  await tenant.query({
    name: 'insert_zone_points',
    text: `INSERT INTO member_zone (organization_id, user_id, id, valid_from, source, zone)
      SELECT $1, $2, r.id, to_timestamp(r.at / 1000), r.source, r.zone
      FROM jsonb_to_recordset($3::jsonb) AS r (id uuid, at float8, source text, zone text)
      ON CONFLICT (id) DO NOTHING`,
    values: [userId, JSON.stringify(rows)],
  });
}

/** What was told of a member's zones, and the organization's. */
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
