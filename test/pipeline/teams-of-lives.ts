import { readDailyMetrics } from '@devpulse/database/read/daily-metrics';
import { transaction } from '@devpulse/database/transaction';
import type { DatedTarget } from '@devpulse/domain/score/targets';
import { addDays } from '@devpulse/domain/time/local-day';
import type { Pipeline } from './pipeline.ts';

export const KOLKATA = {
  zone: 'Asia/Kolkata',
  weekdays: [1, 2, 3, 4, 6],
  startMinute: 480,
  endMinute: 720,
  holidays: ['2025-10-02'],
};
export const TARGETS = { reviewWorkingSeconds: 28_800, cycleWorkingSeconds: 144_000 };
/** One with a calendar of its own, one with targets of its own, and one that keeps the organization's. */
export const TEAMS = {
  abroad: '0c9a1f6e-aaaa-4a4b-8a55-3d2c9f1b0a01',
  hasty: '0c9a1f6e-aaaa-4a4b-8a55-3d2c9f1b0a02',
  plain: '0c9a1f6e-aaaa-4a4b-8a55-3d2c9f1b0a03',
};
export const DATED: DatedTarget[] = [
  { teamId: TEAMS.hasty, kind: 'sle', value: 3_600, source: 'chosen', effectiveFrom: '2000-01-01', setAt: 0 },
  {
    teamId: TEAMS.hasty,
    kind: 'review',
    value: 600,
    source: 'computed',
    effectiveFrom: '2000-01-01',
    setAt: 0,
  },
  { teamId: null, kind: 'review', value: 7_200, source: 'chosen', effectiveFrom: '2025-06-01', setAt: 0 },
];
/** Between the lives: some people change their team then. */
const MOVED_AT = '2025-06-15T00:00:00Z';

/** Everybody but every fourth is in a team, every third in another one from a day on. */
export async function formTeams(pipeline: Pipeline, organizationId: string): Promise<void> {
  await transaction(pipeline.database, { organizationId }, async (tx) => {
    const { abroad, hasty, plain } = TEAMS;
    await tx.query(
      `INSERT INTO team (organization_id, id, slug, name, time_zone, working_weekdays, working_start_minute, working_end_minute, holidays)
       VALUES ($1, $2, 'abroad', 'Abroad', $5, $6, $7, $8, $9), ($1, $3, 'hasty', 'Hasty', NULL, '{}', NULL, NULL, '{}'),
         ($1, $4, 'plain', 'Plain', NULL, '{}', NULL, NULL, '{}')`,
      [
        ...[organizationId, abroad, hasty, plain],
        ...[KOLKATA.zone, KOLKATA.weekdays, KOLKATA.startMinute, KOLKATA.endMinute, KOLKATA.holidays],
      ],
    );
    await tx.query(
      `WITH people AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM contributor WHERE organization_id = $1)
       INSERT INTO team_membership (organization_id, team_id, contributor_id, starts_at, ends_at)
       SELECT $1, ($2::uuid[])[1 + (n + 1) % 3], id, '-infinity'::timestamptz, CASE WHEN n % 3 = 0 THEN $3::timestamptz END
       FROM people WHERE n % 4 <> 0
       UNION ALL SELECT $1, ($2::uuid[])[1 + 2 * (n % 2)], id, $3::timestamptz, NULL FROM people WHERE n % 4 <> 0 AND n % 3 = 0`,
      [organizationId, Object.values(TEAMS), MOVED_AT],
    );
    for (const [index, target] of DATED.entries()) {
      await tx.query(
        `INSERT INTO target (id, organization_id, team_id, kind, value, source, effective_from, set_at)
         VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, to_timestamp($7))`,
        [
          organizationId,
          target.teamId,
          target.kind,
          target.value,
          target.source,
          target.effectiveFrom,
          index,
        ],
      );
    }
  });
}

export type Membership = { contributorId: string; teamId: string; from: number; to: number | null };

/** Who was in which team: the membership that began first, in a loop, with no part of the SQL. */
export function teamFinder(memberships: readonly Membership[]) {
  return (contributorId: string | null, at: number): string | null => {
    const standing = memberships
      .filter(
        (one) => one.contributorId === contributorId && one.from <= at && (one.to === null || at < one.to),
      )
      .sort((a, b) => a.from - b.from || (a.teamId < b.teamId ? -1 : 1));
    return standing[0]?.teamId ?? null;
  };
}

/** The stored rows of a day, in the order of the domain. */
export async function readDay(pipeline: Pipeline, organizationId: string, day: string) {
  const scopes = await transaction(pipeline.database, { organizationId }, async (tx) => {
    const { rows } = await tx.query<{ scope_type: 'organization'; scope_id: string }>(
      `SELECT scope_type, scope_id FROM daily_metrics WHERE day = $1
       ORDER BY array_position(ARRAY['organization', 'team', 'repository', 'contributor'], scope_type), scope_id::text COLLATE "C"`,
      [day],
    );
    return rows;
  });
  const found = [];
  for (const scope of scopes) {
    const query = {
      organizationId,
      scopeType: scope.scope_type,
      scopeId: scope.scope_id,
      from: day,
      to: addDays(day, 1),
    };
    const [row] = await readDailyMetrics(pipeline.database, query);
    if (row) {
      const { computedAt: _, ...rest } = row;
      found.push(rest);
    }
  }
  return found;
}
