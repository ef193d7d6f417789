import { CLOCKS, DURATIONS } from '@devpulse/domain/delivery/facts';
import {
  BY_SCOPE,
  FLOW,
  MEASURES,
  measuresOf,
  PUSHES,
  REQUESTS,
  REVIEWS,
  SCOPE,
  SCOPE_TYPE,
  STANDING,
  snakeCase,
  typeOf,
} from './measures.ts';
import { OPEN_CLASSES } from './open-classes.ts';
import { teamAt } from './team-at.ts';

const within = (column: string) => `(p.${column} >= $12 AND p.${column} < $13)`;
/** The day that an instant is of, if that has not ended: the last one that had begun. */
const dayNumber = (at: string) => `width_bucket(${at}, $4::timestamptz[])`;
const dayOf = (at: string) => `d.n = ${dayNumber(at)} AND ${at} < d.ends_at`;

/** Since when and until when people were in their teams: of many facts, looking up each one's team takes longer than joining all. */
const SPELLS = `
  spells AS MATERIALIZED (
    SELECT s.contributor_id, s.at AS starts_at, ${teamAt('$1', 's.contributor_id', 's.at')} AS team_id,
      lead(s.at, 1, 'infinity') OVER (PARTITION BY s.contributor_id ORDER BY s.at) AS ends_at
    FROM (
      SELECT m.contributor_id, m.starts_at AS at FROM team_membership m WHERE m.organization_id = $1
      UNION SELECT m.contributor_id, m.ends_at FROM team_membership m WHERE m.organization_id = $1 AND m.ends_at IS NOT NULL) AS s)`;
/** The team that a person was in at an instant, as \`teamAt\` has it. */
const joinTeam = (name: string, contributor: string, at: string) =>
  `LEFT JOIN spells ${name} ON ${name}.contributor_id = ${contributor} AND ${name}.starts_at <= ${at} AND ${name}.ends_at > ${at}`;
const JOIN_AUTHORS_TEAM = joinTeam('a', 'p.author_contributor_id', 'coalesce(p.ready_at, p.opened_at)');

/** What was open in the days: of each class only what can have been, see `open_class`. */
const WAS_OPEN = Array.from(
  { length: OPEN_CLASSES },
  (_, number) => `(p.open_class = ${number} AND p.opened_at >= ($14::timestamptz[])[${number + 1}]
        AND p.opened_at < $13 AND p.open_until >= $12)`,
).join(' OR ');

const DURATION_COLUMNS = DURATIONS.flatMap((duration) =>
  CLOCKS.map((clock) => ({ name: `${duration}_${clock}`, column: `${snakeCase(duration)}_${clock}` })),
);
/** Numbered, since numbers are grouped faster than texts. */
const DURATION_VALUES = DURATION_COLUMNS.map(({ column }, index) => `(${index + 1}, e.${column})`).join(', ');
const DURATION_NAMES = `ARRAY[${DURATION_COLUMNS.map(({ name }) => `'${name}'`).join(', ')}]`;

/** Whole rows are wide, and many of them would not stay in memory. */
const TOUCHED = [
  ...[
    'repository_id',
    'state',
    'opened_at',
    'ready_at',
    'merged_at',
    'closed_at',
    'commits',
    'additions',
    'deletions',
  ],
  ...['reverts_number', 'is_merged_without_review'],
  ...DURATION_COLUMNS.map(({ column }) => column),
];

/** Pull requests to which anything happened in the days, and those that stood open at the end of any. */
const PULL_REQUESTS = `
  touched AS MATERIALIZED (
    SELECT ${TOUCHED.map((name) => `p.${name}`).join(', ')}, p.author_contributor_id AS contributor_id, a.team_id
    FROM pull_request p ${JOIN_AUTHORS_TEAM}
    WHERE p.organization_id = $1 AND p.is_counted
      AND (${within('opened_at')} OR ${within('ready_at')} OR ${within('merged_at')} OR ${within('closed_at')})),
  events AS MATERIALIZED (
    SELECT d.n, e.kind, p.repository_id, p.contributor_id, p.team_id, p.commits, p.additions, p.deletions, p.reverts_number,
      p.is_merged_without_review, coalesce(t.review_target, d.review_target) AS review_target,
      ${DURATION_COLUMNS.map(({ column }) => `p.${column}`).join(', ')}
    FROM touched p
    CROSS JOIN LATERAL (VALUES ('opened', p.opened_at), ('ready', p.ready_at),
      (p.state, CASE p.state WHEN 'merged' THEN p.merged_at WHEN 'closed' THEN p.closed_at END)) AS e (kind, at)
    JOIN days d ON ${dayOf('e.at')}
    LEFT JOIN team_days t ON t.n = d.n AND t.team_id = p.team_id),
  stood AS MATERIALIZED (
    SELECT s.n, s.repository_id, s.contributor_id, s.team_id, s.state, s.state <> 'draft'
      AND coalesce(t.work_offset, s.work_offset) - s.ready_working_offset > coalesce(t.cycle_target, s.cycle_target) AS is_older
    FROM (
      SELECT d.*, p.repository_id, p.contributor_id, p.ready_working_offset, p.team_id,
        CASE WHEN p.draft_during @> d.as_of THEN 'draft' WHEN p.waiting_during @> d.as_of THEN 'waiting'
          WHEN p.in_review_during @> d.as_of THEN 'in_review' WHEN p.approved_during @> d.as_of THEN 'approved' END AS state
      FROM (
        SELECT p.*, p.author_contributor_id AS contributor_id, a.team_id
        FROM pull_request p ${JOIN_AUTHORS_TEAM}
        WHERE p.organization_id = $1 AND p.is_counted AND (${WAS_OPEN})
        OFFSET 0) AS p
      CROSS JOIN LATERAL generate_series(greatest(1, width_bucket(p.opened_at, $6::timestamptz[])),
        width_bucket(p.open_until, $6::timestamptz[])) AS g (n)
      JOIN days d ON d.n = g.n AND d.as_of >= d.starts_at
      OFFSET 0) AS s
    LEFT JOIN team_days t ON t.n = s.n AND t.team_id = s.team_id
    WHERE s.state IS NOT NULL)`;

const PEOPLES_WORK = `
  reviewed AS (
    SELECT d.n, p.pull_request_id, p.repository_id, p.contributor_id, p.team_id
    FROM (
      SELECT p.*, p.reviewer_contributor_id AS contributor_id, ${dayNumber('p.submitted_at')} AS n, m.team_id
      FROM review p ${joinTeam('m', 'p.reviewer_contributor_id', 'p.submitted_at')}
      WHERE p.organization_id = $1 AND p.is_counted AND ${within('submitted_at')}
      OFFSET 0) AS p
    JOIN days d ON d.n = p.n AND p.submitted_at < d.ends_at),
  reviewed_once AS (
    SELECT n, pull_request_id, ${SCOPE}, count(*) AS reviews FROM reviewed ${BY_SCOPE('n', 'pull_request_id')}),
  requested AS (
    SELECT d.n, q.kind, q.repository_id, q.contributor_id, q.answered_working, q.team_id,
      coalesce(t.review_target, d.review_target) AS review_target
    FROM (
      SELECT q.kind, q.at, ${dayNumber('q.at')} AS n, q.repository_id, q.reviewer_contributor_id AS contributor_id,
        q.answered_working, m.team_id, a.team_id AS authors_team_id
      FROM (
        SELECT 'requested' AS kind, p.requested_at AS at, p.* FROM review_request p
        WHERE p.organization_id = $1 AND p.is_counted AND ${within('requested_at')}
        UNION ALL
        SELECT 'answered', p.answered_at, p.* FROM review_request p
        WHERE p.organization_id = $1 AND p.is_counted AND ${within('answered_at')}) AS q
      JOIN pull_request p ON p.organization_id = $1 AND p.id = q.pull_request_id AND p.is_counted
      ${joinTeam('m', 'q.reviewer_contributor_id', 'q.at')}
      ${JOIN_AUTHORS_TEAM}
      OFFSET 0) AS q
    JOIN days d ON d.n = q.n AND q.at < d.ends_at
    LEFT JOIN team_days t ON t.n = q.n AND t.team_id = q.authors_team_id),
  pushed AS (
    SELECT d.n, p.repository_id, p.contributor_id, p.team_id
    FROM (
      SELECT p.*, p.pusher_contributor_id AS contributor_id, ${dayNumber('p.pushed_at')} AS n, m.team_id
      FROM push p ${joinTeam('m', 'p.pusher_contributor_id', 'p.pushed_at')}
      WHERE p.organization_id = $1 AND p.is_counted AND ${within('pushed_at')}
      OFFSET 0) AS p
    JOIN days d ON d.n = p.n AND p.pushed_at < d.ends_at)`;

const COUNTED = `
  counted AS (
    SELECT n, scope, scope_id, ${MEASURES.map((name) => `sum(${name})::${typeOf(name)} AS ${name}`).join(', ')},
      coalesce(max(sketches), '{}')::jsonb AS sketches
    FROM (
      SELECT n, ${SCOPE}, ${measuresOf(FLOW)} FROM events ${BY_SCOPE('n')}
      UNION ALL
      SELECT n, ${SCOPE}, ${measuresOf(STANDING)} FROM stood ${BY_SCOPE('n')}
      UNION ALL
      SELECT n, scope, scope_id, ${measuresOf(REVIEWS)} FROM reviewed_once GROUP BY n, scope, scope_id
      UNION ALL
      SELECT n, scope, scope_id, ${measuresOf({}, `'{' || string_agg(sketch, ',') || '}'`)} FROM sketches GROUP BY n, scope, scope_id
      UNION ALL
      SELECT n, ${SCOPE}, ${measuresOf(REQUESTS)} FROM requested ${BY_SCOPE('n')}
      UNION ALL
      SELECT n, ${SCOPE}, ${measuresOf(PUSHES)} FROM pushed ${BY_SCOPE('n')}) AS part
    GROUP BY n, scope, scope_id
    HAVING ${MEASURES.map((name) => `sum(${name})`).join(' + ')} > 0)`;

/** Seconds are added as floats, which are exact far beyond all of them: the sum of bigint is numeric, and several times slower. */
const SKETCHES = `
  durations AS (
    SELECT e.n, e.repository_id, e.contributor_id, e.team_id, m.number, m.seconds::float8 AS seconds, width_bucket(m.seconds, $10::bigint[]) AS bucket
    FROM events e CROSS JOIN LATERAL (VALUES ${DURATION_VALUES}) AS m (number, seconds)
    WHERE e.kind = 'merged' AND m.seconds IS NOT NULL
    OFFSET 0),
  buckets AS (
    SELECT n, number, bucket, ${SCOPE}, count(*)::int AS many, sum(seconds) AS total
    FROM durations ${BY_SCOPE('n', 'number', 'bucket')}),
  sketches AS (
    SELECT n, scope, scope_id, '"' || (${DURATION_NAMES})[number] || '":{"n":' || sum(many) || ',"sum":' || sum(total)::bigint || ',"b":{'
      || string_agg('"' || bucket || '":' || many, ',') || '}}' AS sketch
    FROM buckets GROUP BY n, scope, scope_id, number)`;

const listOf = (row: string, columns: readonly string[]) =>
  columns.map((name) => `${row}.${name}`).join(', ');
const VALUES = [...MEASURES, 'sketches'];

/**
 * Recomputes whole days of every scope of one organization from its facts, in one statement: a row that no fact bears out goes,
 * those that differ are written, all others stay untouched, and no reader ever sees half of it. Answers the scopes of which anything
 * changed. The definitions are those of `@devpulse/domain/metrics/daily-metrics`; a test holds the two together on the same data.
 *
 * $1 organization · $2 definition version · $3 days, ascending · $4 their starts · $5 their ends · $6 the instants of their closing
 * snapshots · $7 working seconds since 2000 at those · $8 review and $9 cycle targets in force (working seconds) · $10 sketch
 * thresholds · $11 time of computation · $12 first start · $13 last end · $14 since when something can have been opened that was open
 * since $12, for each class of `open_class` · of teams with their own calendar or targets: $15 number of the day · $16 team · $17, $18,
 * $19 as $7, $8, $9
 */
export const COMPUTE_DAILY_METRICS = `
WITH days AS MATERIALIZED (
    SELECT * FROM unnest($3::date[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::bigint[], $8::bigint[], $9::bigint[])
      WITH ORDINALITY AS d (day, starts_at, ends_at, as_of, work_offset, review_target, cycle_target, n)),
  team_days AS MATERIALIZED (
    SELECT * FROM unnest($15::int[], $16::uuid[], $17::bigint[], $18::bigint[], $19::bigint[])
      AS t (n, team_id, work_offset, review_target, cycle_target)),${SPELLS},${PULL_REQUESTS},${PEOPLES_WORK},${SKETCHES},${COUNTED},
  computed AS MATERIALIZED (
    SELECT d.day, ${SCOPE_TYPE('c.scope')} AS scope_type, coalesce(c.scope_id, $1) AS scope_id,
      ${listOf('c', VALUES)}
    FROM counted c JOIN days d USING (n)),
  stored AS MATERIALIZED (
    SELECT m.* FROM daily_metrics m
    WHERE m.organization_id = $1 AND m.definition_version = $2 AND m.day = ANY($3::date[])),
  gone AS (
    DELETE FROM daily_metrics m
    WHERE m.organization_id = $1 AND m.definition_version = $2 AND m.day = ANY($3::date[])
      AND (m.day, m.scope_type, m.scope_id) NOT IN (SELECT c.day, c.scope_type, c.scope_id FROM computed c)
    RETURNING m.scope_type, m.scope_id),
  written AS (
    INSERT INTO daily_metrics
      (organization_id, definition_version, computed_at, day, scope_type, scope_id, ${VALUES.join(', ')})
    SELECT $1, $2, $11, c.day, c.scope_type, c.scope_id, ${listOf('c', VALUES)}
    FROM computed c LEFT JOIN stored s USING (day, scope_type, scope_id)
    WHERE s.day IS NULL OR (${listOf('s', VALUES)}) IS DISTINCT FROM (${listOf('c', VALUES)})
    ON CONFLICT (organization_id, scope_type, scope_id, definition_version, day) DO UPDATE SET
      computed_at = excluded.computed_at, ${VALUES.map((name) => `${name} = excluded.${name}`).join(', ')}
    RETURNING scope_type, scope_id)
SELECT scope_type AS "scopeType", scope_id AS "scopeId" FROM gone
UNION SELECT scope_type, scope_id FROM written`;
