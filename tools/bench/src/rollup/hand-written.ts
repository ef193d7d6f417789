import { CLOCKS, DURATIONS } from '@devpulse/domain/delivery/facts';

/**
 * The same table as one statement a person would write and tune for one organization: every day at once, plain joins instead of looking
 * up a team row by row, no comparison with what stands, nothing kept apart by class. Its result is compared with the product's.
 */
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const SKETCHED = DURATIONS.flatMap((name) => CLOCKS.map((clock) => `${snake(name)}_${clock}`));
const NAMES = DURATIONS.flatMap((name) => CLOCKS.map((clock) => `'${name}_${clock}'`));

const COUNTS = [
  ...[
    'opened',
    'ready',
    'merged',
    'closed_unmerged',
    'reverted',
    'reviews_submitted',
    'pull_requests_reviewed',
    'pushes',
    'commits',
  ],
  ...[
    'additions',
    'deletions',
    'merged_without_review',
    'first_reviews_in_target',
    'review_requests',
    'review_requests_answered',
  ],
  ...[
    'review_requests_answered_in_target',
    'open_ready',
    'open_draft',
    'waiting_for_review',
    'in_review',
    'approved_not_merged',
  ],
  'older_than_target',
];

const SETS = (keys: string) =>
  `GROUP BY GROUPING SETS ((${keys}), (${keys}, repository_id), (${keys}, contributor_id), (${keys}, team_id))`;
const SCOPE = `grouping(repository_id, contributor_id, team_id) AS scope, coalesce(repository_id, contributor_id, team_id) AS scope_id`;

const part = (expressions: Record<string, string>, sketches = 'NULL') =>
  [
    ...COUNTS.map((name) => `(${expressions[name] ?? '0'})::bigint AS ${name}`),
    `${sketches}::text AS sketches`,
  ].join(', ');
const when = (condition: string) => `count(*) FILTER (WHERE ${condition})`;
const sumOfMerged = (column: string) => `coalesce(sum(${column}) FILTER (WHERE kind = 'merged'), 0)`;

const FLOW = part({
  opened: when("kind = 'opened'"),
  ready: when("kind = 'ready'"),
  merged: when("kind = 'merged'"),
  closed_unmerged: when("kind = 'closed'"),
  reverted: when("kind = 'merged' AND reverts_number IS NOT NULL"),
  commits: sumOfMerged('commits'),
  additions: sumOfMerged('additions'),
  deletions: sumOfMerged('deletions'),
  merged_without_review: when("kind = 'merged' AND is_merged_without_review"),
  first_reviews_in_target: when("kind = 'merged' AND pickup_working <= $8"),
});
const STANDING = part({
  open_ready: when("standing <> 'draft'"),
  open_draft: when("standing = 'draft'"),
  waiting_for_review: when("standing = 'waiting'"),
  in_review: when("standing = 'in_review'"),
  approved_not_merged: when("standing = 'approved'"),
  older_than_target: when("standing <> 'draft' AND is_older"),
});
const REQUESTS = part({
  review_requests: when("kind = 'requested'"),
  review_requests_answered: when("kind = 'answered'"),
  review_requests_answered_in_target: when("kind = 'answered' AND answered_working <= $8"),
});

const TEAM = (contributor: string, at: string) => `LEFT JOIN team_membership m ON m.organization_id = $1
  AND m.contributor_id = ${contributor} AND m.starts_at <= ${at} AND coalesce(m.ends_at, 'infinity') > ${at}`;
const DAY = (at: string) => `(${at} AT TIME ZONE $2)::date`;

/**
 * $1 organization · $2 zone · $3 the running day · for each day and team, and for those in none: $4 day · $5 team · $6 working seconds since
 * 2000 at the day's end · $7 cycle target · $8 review target of all · $9 sketch thresholds
 */
export const HAND_WRITTEN = `
WITH team_days AS MATERIALIZED (
    SELECT * FROM unnest($4::date[], $5::uuid[], $6::bigint[], $7::bigint[]) AS d (day, team_id, work_offset, cycle_target)),
  pulls AS MATERIALIZED (
    SELECT p.*, p.author_contributor_id AS contributor_id, m.team_id
    FROM pull_request p ${TEAM('p.author_contributor_id', 'coalesce(p.ready_at, p.opened_at)')}
    WHERE p.organization_id = $1 AND p.is_counted),
  events AS MATERIALIZED (
    SELECT p.*, e.kind, ${DAY('e.at')} AS day FROM pulls p
    CROSS JOIN LATERAL (VALUES ('opened', p.opened_at), ('ready', p.ready_at),
      (p.state, CASE p.state WHEN 'merged' THEN p.merged_at WHEN 'closed' THEN p.closed_at END)) AS e (kind, at)
    WHERE e.at IS NOT NULL),
  standing AS (
    SELECT d.day, p.repository_id, p.contributor_id, p.team_id, s.standing,
      d.work_offset - p.ready_working_offset > d.cycle_target AS is_older
    FROM pulls p
    CROSS JOIN LATERAL (
      SELECT 'draft' AS standing, unnest(p.draft_during) AS span UNION ALL SELECT 'waiting', unnest(p.waiting_during)
      UNION ALL SELECT 'in_review', unnest(p.in_review_during) UNION ALL SELECT 'approved', unnest(p.approved_during)) AS s
    CROSS JOIN LATERAL generate_series(${DAY('lower(s.span)')}, CASE WHEN upper_inf(s.span) THEN $3::date
      ELSE ${DAY('upper(s.span)')} - 1 END, interval '1 day') AS g (day)
    JOIN team_days d ON d.day = g.day::date AND d.team_id = coalesce(p.team_id, $1)),
  reviewed AS (
    SELECT ${DAY('p.submitted_at')} AS day, p.pull_request_id, p.repository_id, p.reviewer_contributor_id AS contributor_id, m.team_id
    FROM review p ${TEAM('p.reviewer_contributor_id', 'p.submitted_at')} WHERE p.organization_id = $1 AND p.is_counted),
  reviewed_once AS (SELECT day, pull_request_id, ${SCOPE}, count(*) AS many FROM reviewed ${SETS('day, pull_request_id')}),
  requested AS (
    SELECT e.kind, ${DAY('e.at')} AS day, q.repository_id, q.reviewer_contributor_id AS contributor_id, m.team_id, q.answered_working
    FROM review_request q CROSS JOIN LATERAL (VALUES ('requested', q.requested_at), ('answered', q.answered_at)) AS e (kind, at)
    ${TEAM('q.reviewer_contributor_id', 'e.at')}
    WHERE q.organization_id = $1 AND q.is_counted AND e.at IS NOT NULL),
  pushed AS (
    SELECT ${DAY('p.pushed_at')} AS day, p.repository_id, p.pusher_contributor_id AS contributor_id, m.team_id
    FROM push p ${TEAM('p.pusher_contributor_id', 'p.pushed_at')} WHERE p.organization_id = $1 AND p.is_counted),
  buckets AS (
    SELECT day, duration, bucket, ${SCOPE}, count(*) AS many, sum(seconds)::bigint AS total
    FROM (SELECT e.day, e.repository_id, e.contributor_id, e.team_id, v.duration, v.seconds, width_bucket(v.seconds, $9::bigint[]) AS bucket FROM events e
      CROSS JOIN LATERAL (VALUES ${SKETCHED.map((column, index) => `(${index + 1}, e.${column})`).join(', ')}) AS v (duration, seconds)
      WHERE e.kind = 'merged' AND v.seconds IS NOT NULL) AS e
    ${SETS('day, duration, bucket')}),
  sketches AS (
    SELECT day, scope, scope_id, '"' || (ARRAY[${NAMES.join(', ')}])[duration] || '":{"n":' || sum(many) || ',"sum":' || sum(total)
      || ',"b":{' || string_agg('"' || bucket || '":' || many, ',') || '}}' AS sketch
    FROM buckets GROUP BY day, scope, scope_id, duration),
  parts AS (
    SELECT day, ${SCOPE}, ${FLOW} FROM events ${SETS('day')}
    UNION ALL SELECT day, ${SCOPE}, ${STANDING} FROM standing ${SETS('day')}
    UNION ALL SELECT day, scope, scope_id, ${part({ reviews_submitted: 'sum(many)', pull_requests_reviewed: 'count(*)' })}
      FROM reviewed_once GROUP BY day, scope, scope_id
    UNION ALL SELECT day, ${SCOPE}, ${REQUESTS} FROM requested ${SETS('day')}
    UNION ALL SELECT day, ${SCOPE}, ${part({ pushes: 'count(*)' })} FROM pushed ${SETS('day')}
    UNION ALL SELECT day, scope, scope_id, ${part({}, `'{' || string_agg(sketch, ',') || '}'`)} FROM sketches
      GROUP BY day, scope, scope_id)
INSERT INTO hand_written (organization_id, day, scope_type, scope_id, definition_version, computed_at, ${COUNTS.join(', ')}, sketches)
SELECT $1, day, CASE scope WHEN 3 THEN 'repository' WHEN 5 THEN 'contributor' WHEN 6 THEN 'team' ELSE 'organization' END,
  coalesce(scope_id, $1), 1, now(), ${COUNTS.map((name) => `sum(${name})`).join(', ')}, coalesce(max(sketches), '{}')::jsonb
FROM parts WHERE scope = 7 OR scope_id IS NOT NULL GROUP BY day, scope, scope_id`;

/** Rows in which the two tables differ, in days that both have. */
export const DIFFERENCES = `SELECT count(*) AS many FROM hand_written h
  FULL JOIN daily_metrics m USING (organization_id, scope_type, scope_id, day)
  WHERE (${COUNTS.map((name) => `h.${name}`).join(', ')}, h.sketches) IS DISTINCT FROM (${COUNTS.map((name) => `m.${name}`).join(', ')}, m.sketches)`;
