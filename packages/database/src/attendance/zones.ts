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
  const rows = points.map(({ id, at, source, zone }) => ({ id, at: new Date(at), source, zone }));
  await tenant.query({
    name: 'insert_zone_points',
    text: `INSERT INTO member_zone (organization_id, user_id, id, valid_from, source, zone)
      SELECT $1, $2, r.id, r.at, r.source, r.zone FROM jsonb_to_recordset($3::jsonb) AS r (id uuid, at timestamptz, source text, zone text)
      ON CONFLICT (id) DO NOTHING`,
    values: [userId, JSON.stringify(rows)],
  });
}

/** The zones that a member's days were and are in. */
export async function readZones(tenant: Tenant, userId: string): Promise<DatedZone[]> {
  const zones = await readZonesOfMany(tenant, [userId]);
  return zones.get(userId) ?? [];
}

type PointRow = {
  userId: string;
  id: string | null;
  at: Instant;
  source: string;
  zone: string | null;
  fallback: string;
};

/** The same of several members at once. */
export async function readZonesOfMany(
  tenant: Tenant,
  userIds: readonly string[],
): Promise<Map<string, DatedZone[]>> {
  const { rows } = await tenant.query<PointRow>({
    name: 'member_zones',
    text: `SELECT t.user_id AS "userId", z.id, z.valid_from AS at, z.source, z.zone, o.time_zone AS fallback
      FROM organization o CROSS JOIN unnest($2::uuid[]) AS t (user_id)
      LEFT JOIN member_zone z ON z.organization_id = $1 AND z.user_id = t.user_id WHERE o.id = $1`,
    values: [userIds],
  });
  const byMember = Map.groupBy(rows, ({ userId }) => userId);
  return new Map(
    [...byMember].map(([userId, own]) => {
      const points = own.flatMap(({ id, at, source, zone }) =>
        id === null ? [] : [{ id, at, source, zone } as ZonePoint],
      );
      return [userId, zoneTimeline(points, own[0]?.fallback ?? 'UTC')];
    }),
  );
}
