import { CLOCKS, DURATIONS } from '@devpulse/domain/delivery/facts';
import { teamAt } from './team-at.ts';

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Columns of counts, in the order in which every part of the statement lists them. */
export const MEASURES = [
  'opened',
  'ready',
  'merged',
  'closed_unmerged',
  'reverted',
  'reviews_submitted',
  'pull_requests_reviewed',
  'pushes',
  'commits',
  'additions',
  'deletions',
  'merged_without_review',
  'first_reviews_in_target',
  'open_ready',
  'open_draft',
  'waiting_for_review',
  'in_review',
  'approved_not_merged',
  'older_than_target',
] as const;
type Measure = (typeof MEASURES)[number];

const on = (column: string) => `(p.${column} >= d.starts_at AND p.${column} < d.ends_at)`;
const MERGED = `(p.state = 'merged' AND ${on('merged_at')})`;
const IS_OPEN_READY =
  '(p.waiting_during @> d.as_of OR p.in_review_during @> d.as_of OR p.approved_during @> d.as_of)';

/** What a pull request that was alive on a day adds to it. */
const PULL_REQUEST_MEASURES: Partial<Record<Measure, string>> = {
  opened: `${on('opened_at')}::int`,
  ready: `coalesce(${on('ready_at')}, false)::int`,
  merged: `${MERGED}::int`,
  closed_unmerged: `(p.state = 'closed' AND ${on('closed_at')})::int`,
  reverted: `(${MERGED} AND p.reverts_number IS NOT NULL)::int`,
  commits: `CASE WHEN ${MERGED} THEN p.commits ELSE 0 END`,
  additions: `CASE WHEN ${MERGED} THEN p.additions ELSE 0 END`,
  deletions: `CASE WHEN ${MERGED} THEN p.deletions ELSE 0 END`,
  merged_without_review: `(${MERGED} AND p.is_merged_without_review)::int`,
  first_reviews_in_target: `(${MERGED} AND coalesce(p.pickup_working <= $9, false))::int`,
  open_ready: `${IS_OPEN_READY}::int`,
  open_draft: '(p.draft_during @> d.as_of)::int',
  waiting_for_review: '(p.waiting_during @> d.as_of)::int',
  in_review: '(p.in_review_during @> d.as_of)::int',
  approved_not_merged: '(p.approved_during @> d.as_of)::int',
  older_than_target: `(${IS_OPEN_READY} AND coalesce(d.work_offset - p.ready_working_offset > $10, false))::int`,
};

const REVIEW_MEASURES: Partial<Record<Measure, string>> = {
  reviews_submitted: 'count(*)',
  pull_requests_reviewed: 'count(DISTINCT r.pull_request_id)',
};

/** One select list for each part, with zero for what the part does not count. */
const measures = (known: Partial<Record<Measure, string>>, wrap: (sql: string) => string) =>
  MEASURES.map((name) => `${known[name] ? wrap(known[name]) : '0'} AS ${name}`).join(',\n      ');

/** The four scopes a fact belongs to; a scope without an id takes no part. */
const scopes = (row: string) => `CROSS JOIN LATERAL (VALUES
      ('organization', $1::uuid), ('repository', ${row}.repository_id),
      ('contributor', ${row}.contributor_id), ('team', ${row}.team_id)) AS s (scope_type, scope_id)`;

const DURATION_VALUES = DURATIONS.flatMap((duration) =>
  CLOCKS.map((clock) => `('${duration}_${clock}', p.${snake(duration)}_${clock})`),
).join(', ');

/**
 * Recomputes whole days of every scope of one organization from its facts, in one statement: a row that is no longer
 * borne out by any fact goes, all others are written anew, and no reader ever sees half of it. The definitions are those
 * of `@devpulse/domain/metrics/daily-metrics`, and a test holds the two together on the same data.
 *
 * $1 organization · $2 definition version · $3 days · $4 their starts · $5 their ends · $6 the instants their closing
 * snapshots are taken at · $7 working seconds since 2000 at those · $8 sketch thresholds · $9 review target ·
 * $10 cycle target (working seconds) · $11 time of computation
 */
export const COMPUTE_DAILY_METRICS = `
WITH days AS MATERIALIZED (
    SELECT * FROM unnest($3::date[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::bigint[])
      AS d (day, starts_at, ends_at, as_of, work_offset)),
  extent AS (SELECT min(starts_at) AS starts_at, max(ends_at) AS ends_at FROM days),
  alive AS MATERIALIZED (
    SELECT p.*, p.author_contributor_id AS contributor_id,
      ${teamAt('$1', 'p.author_contributor_id', 'coalesce(p.ready_at, p.opened_at)')} AS team_id
    FROM pull_request p, extent e
    WHERE p.organization_id = $1 AND p.is_counted
      AND least(p.opened_at, p.ready_at) < e.ends_at AND p.open_until >= e.starts_at),
  pull_requests AS (
    SELECT d.day, s.scope_type, s.scope_id,
      ${measures(PULL_REQUEST_MEASURES, (sql) => `sum(${sql})`)}
    FROM days d
    JOIN alive p ON least(p.opened_at, p.ready_at) < d.ends_at AND p.open_until >= d.starts_at
    ${scopes('p')}
    WHERE s.scope_id IS NOT NULL
    GROUP BY d.day, s.scope_type, s.scope_id),
  reviewed AS (
    SELECT d.day, r.pull_request_id, r.repository_id, r.reviewer_contributor_id AS contributor_id,
      ${teamAt('$1', 'r.reviewer_contributor_id', 'r.submitted_at')} AS team_id
    FROM days d
    JOIN review r ON r.organization_id = $1 AND r.is_counted
      AND r.submitted_at >= d.starts_at AND r.submitted_at < d.ends_at),
  reviews AS (
    SELECT r.day, s.scope_type, s.scope_id,
      ${measures(REVIEW_MEASURES, (sql) => sql)}
    FROM reviewed r
    ${scopes('r')}
    WHERE s.scope_id IS NOT NULL
    GROUP BY r.day, s.scope_type, s.scope_id),
  pushed AS (
    SELECT d.day, h.repository_id, h.pusher_contributor_id AS contributor_id,
      ${teamAt('$1', 'h.pusher_contributor_id', 'h.pushed_at')} AS team_id
    FROM days d
    JOIN push h ON h.organization_id = $1 AND h.is_counted
      AND h.pushed_at >= d.starts_at AND h.pushed_at < d.ends_at),
  pushes AS (
    SELECT h.day, s.scope_type, s.scope_id,
      ${measures({ pushes: 'count(*)' }, (sql) => sql)}
    FROM pushed h
    ${scopes('h')}
    WHERE s.scope_id IS NOT NULL
    GROUP BY h.day, s.scope_type, s.scope_id),
  counted AS (
    SELECT day, scope_type, scope_id, ${MEASURES.map((name) => `sum(${name}) AS ${name}`).join(', ')}
    FROM (SELECT * FROM pull_requests UNION ALL SELECT * FROM reviews UNION ALL SELECT * FROM pushes) AS part
    GROUP BY day, scope_type, scope_id
    HAVING ${MEASURES.map((name) => `sum(${name})`).join(' + ')} > 0),
  buckets AS (
    SELECT d.day, s.scope_type, s.scope_id, m.name, width_bucket(m.seconds, $8::bigint[]) AS bucket,
      count(*) AS n, sum(m.seconds) AS total
    FROM days d
    JOIN alive p ON ${MERGED}
    CROSS JOIN LATERAL (VALUES ${DURATION_VALUES}) AS m (name, seconds)
    ${scopes('p')}
    WHERE s.scope_id IS NOT NULL AND m.seconds IS NOT NULL
    GROUP BY d.day, s.scope_type, s.scope_id, m.name, bucket),
  sketches AS (
    SELECT day, scope_type, scope_id, jsonb_object_agg(name, sketch) AS sketches
    FROM (
      SELECT day, scope_type, scope_id, name,
        jsonb_build_object('n', sum(n), 'sum', sum(total), 'b', jsonb_object_agg(bucket::text, n)) AS sketch
      FROM buckets GROUP BY day, scope_type, scope_id, name) AS one
    GROUP BY day, scope_type, scope_id),
  computed AS MATERIALIZED (
    SELECT counted.*, coalesce(sketches.sketches, '{}') AS sketches
    FROM counted LEFT JOIN sketches USING (day, scope_type, scope_id)),
  gone AS (
    DELETE FROM daily_metrics m USING days d
    WHERE m.organization_id = $1 AND m.definition_version = $2 AND m.day = d.day
      AND NOT EXISTS (
        SELECT 1 FROM computed c WHERE c.day = m.day AND c.scope_type = m.scope_type AND c.scope_id = m.scope_id))
INSERT INTO daily_metrics
  (organization_id, definition_version, computed_at, day, scope_type, scope_id, ${MEASURES.join(', ')}, sketches)
SELECT $1, $2, $11, day, scope_type, scope_id, ${MEASURES.join(', ')}, sketches FROM computed
ON CONFLICT (organization_id, scope_type, scope_id, definition_version, day) DO UPDATE SET
  computed_at = excluded.computed_at, sketches = excluded.sketches,
  ${MEASURES.map((name) => `${name} = excluded.${name}`).join(', ')}`;
