import type { RepositoryState, TeamState } from '@devpulse/domain/alerts/snapshot';
import type { Instant } from '@devpulse/domain/time/instant';
import {
  addDays,
  dayBounds,
  dayNumber,
  daysIn,
  type LocalDay,
  weekdayOfNumber,
} from '@devpulse/domain/time/local-day';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import type { RollupRules } from '../rollup/rollup-rules.ts';
import { teamAt } from '../rollup/team-at.ts';
import type { Tenant } from '../tenant.ts';

const ACTIVE_DAYS = 56;
const HEARD_DAYS = 28;

type At = { now: Instant; today: LocalDay; rules: RollupRules };
type PlaceRow = {
  type: 'team' | 'repository';
  id: string;
  name: string;
  installationId: string | null;
  personCount: number;
  idleGapSeconds: string | null;
  activity: number | null;
  activeDay: LocalDay | null;
  heardDays: number | null;
  heardDay: LocalDay | null;
};

const HEARD = `m.opened + m.ready + m.merged + m.closed_unmerged + m.reviews_submitted + m.pushes + m.review_requests`;

/** Teams and watched repositories with what the sums of their last days say; one index range for each. */
export const READ_PLACES = `SELECT s.*, d.* FROM (
    SELECT 'team' AS type, t.id, t.name, NULL AS "installationId", t.idle_gap_seconds AS "idleGapSeconds",
      (SELECT count(DISTINCT m.contributor_id)::int FROM team_membership m WHERE m.organization_id = $1 AND m.team_id = t.id
        AND m.starts_at <= $2 AND coalesce(m.ends_at, 'infinity') > $2) AS "personCount"
    FROM team t WHERE t.organization_id = $1
    UNION ALL
    SELECT 'repository', r.id, r.full_name, r.installation_id::text, NULL, 0 FROM repository r
    WHERE r.organization_id = $1 AND r.is_tracked AND r.removed_at IS NULL AND NOT r.is_archived) AS s
  LEFT JOIN LATERAL (
    SELECT sum(m.merged + m.reviews_submitted)::int AS activity,
      max(m.day) FILTER (WHERE m.merged + m.reviews_submitted > 0) AS "activeDay",
      (count(*) FILTER (WHERE m.day = ANY ($5::date[]) AND ${HEARD} > 0))::int AS "heardDays",
      max(m.day) FILTER (WHERE ${HEARD} > 0) AS "heardDay"
    FROM daily_metrics m
    WHERE m.organization_id = $1 AND m.scope_type = s.type AND m.scope_id = s.id AND m.definition_version = $3
      AND m.day > $4 AND m.day <= $6) AS d ON true`;

/** The last merge or review, and the last event of any kind, of each repository and team on some days. */
const READ_LAST = `WITH days AS MATERIALIZED (
    SELECT * FROM unnest($2::timestamptz[], $3::timestamptz[]) AS d (starts_at, ends_at)),
  pulls AS (
    SELECT p.*, e.at, e.is_merge FROM days d
    JOIN pull_request p ON p.organization_id = $1 AND p.merged_at >= d.starts_at AND p.merged_at < d.ends_at AND p.is_counted
    CROSS JOIN LATERAL (SELECT p.merged_at AS at, p.state = 'merged' AS is_merge) AS e),
  events AS (
    SELECT repository_id, at, is_merge AS is_activity, ${teamAt('$1', 'pulls.author_contributor_id', 'coalesce(pulls.ready_at, pulls.opened_at)')} AS team_id FROM pulls
    UNION ALL
    SELECT v.repository_id, v.submitted_at, true, ${teamAt('$1', 'v.reviewer_contributor_id', 'v.submitted_at')} FROM days d
    JOIN review v ON v.organization_id = $1 AND v.submitted_at >= d.starts_at AND v.submitted_at < d.ends_at AND v.is_counted
    UNION ALL
    SELECT o.repository_id, greatest(o.opened_at, CASE WHEN o.ready_at < d.ends_at THEN o.ready_at END), false, NULL FROM days d
    JOIN pull_request o ON o.organization_id = $1 AND o.opened_at >= d.starts_at AND o.opened_at < d.ends_at AND o.is_counted
    UNION ALL
    SELECT c.repository_id, c.closed_at, false, NULL FROM days d
    JOIN pull_request c ON c.organization_id = $1 AND c.closed_at >= d.starts_at AND c.closed_at < d.ends_at AND c.is_counted
    UNION ALL
    SELECT h.repository_id, h.pushed_at, false, NULL FROM days d
    JOIN push h ON h.organization_id = $1 AND h.pushed_at >= d.starts_at AND h.pushed_at < d.ends_at AND h.is_counted)
  SELECT 'repository' AS type, repository_id AS id, max(at) FILTER (WHERE is_activity) AS "activeAt", max(at) AS "heardAt"
  FROM events GROUP BY repository_id
  UNION ALL SELECT 'team', team_id, max(at) FILTER (WHERE is_activity), NULL FROM events
  WHERE team_id IS NOT NULL GROUP BY team_id`;

type LastRow = {
  type: PlaceRow['type'];
  id: string;
  activeAt: Instant | null;
  heardAt: Instant | null;
};

/** Days of a calendar on which people work. */
function workingDays(calendar: WorkingCalendar, from: LocalDay, to: LocalDay): LocalDay[] {
  const { weekdays, holidays } = calendar;
  return daysIn(from, to).filter(
    (day) => weekdays.includes(weekdayOfNumber(dayNumber(day))) && !holidays.includes(day),
  );
}

/** The state of teams and watched repositories, from the sums of days; only the last day of each is looked at closer. */
export async function readPlaces(
  tenant: Tenant,
  { now, today, rules }: At,
): Promise<{ teams: TeamState[]; repositories: RepositoryState[] }> {
  const workdays = workingDays(rules.calendar, addDays(today, -HEARD_DAYS), today);
  const { rows } = await tenant.query<PlaceRow>({
    name: 'alert_places',
    text: READ_PLACES,
    values: [new Date(now), rules.metricsVersion, addDays(today, -ACTIVE_DAYS), workdays, today],
  });
  // Silence says something of those alone that are heard on four of five days.
  for (const row of rows) if (5 * (row.heardDays ?? 0) < 4 * workdays.length) row.heardDay = null;
  const last = await readLast(tenant, rows, { now, today, rules });
  const common = (row: PlaceRow) => ({
    id: row.id,
    name: row.name,
    activityOf8Weeks: row.activity ?? 0,
    lastMergeOrReviewAt: row.activeDay === null ? null : (last(row)?.activeAt ?? null),
  });
  return {
    teams: rows
      .filter(({ type }) => type === 'team')
      .map((row) => ({
        ...common(row),
        calendar: rules.teamCalendars.get(row.id) ?? null,
        personCount: row.personCount,
        idleGapP85Seconds: row.idleGapSeconds === null ? null : Number(row.idleGapSeconds),
      })),
    repositories: rows
      .filter(({ type }) => type === 'repository')
      .map((row) => ({
        ...common(row),
        installationId: row.installationId ?? '',
        lastDeliveryAt: row.heardDay === null ? null : (last(row)?.heardAt ?? null),
        workingDayCount: workdays.length,
        deliveryDayCount: row.heardDays ?? 0,
      })),
  };
}

async function readLast(
  tenant: Tenant,
  places: readonly PlaceRow[],
  { now, rules }: At,
): Promise<(place: PlaceRow) => LastRow | undefined> {
  const days = new Set(places.flatMap(({ activeDay, heardDay }) => [activeDay ?? [], heardDay ?? []].flat()));
  const bounds = [...days].map((day) => dayBounds(day, rules.calendar.zone));
  const { rows } = await tenant.query<LastRow>({
    name: 'alert_last_events',
    text: READ_LAST,
    values: [
      bounds.map(({ from }) => new Date(from)),
      bounds.map(({ to }) => new Date(Math.min(to, now + 1))),
    ],
  });
  const byPlace = new Map(rows.map((row) => [`${row.type} ${row.id}`, row]));
  return ({ type, id }) => byPlace.get(`${type} ${id}`);
}
