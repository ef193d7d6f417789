WITH days AS MATERIALIZED (
    SELECT * FROM unnest($3::date[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::bigint[], $8::bigint[], $9::bigint[])
      WITH ORDINALITY AS d (day, starts_at, ends_at, as_of, work_offset, review_target, cycle_target, n)),
  team_days AS MATERIALIZED (
    SELECT * FROM unnest($15::int[], $16::uuid[], $17::bigint[], $18::bigint[], $19::bigint[])
      AS t (n, team_id, work_offset, review_target, cycle_target)),
  spells AS MATERIALIZED (
    SELECT s.contributor_id, s.at AS starts_at, (SELECT m.team_id FROM team_membership m
    WHERE m.organization_id = $1 AND m.contributor_id = s.contributor_id
      AND m.starts_at <= s.at AND coalesce(m.ends_at, 'infinity') > s.at
    ORDER BY m.starts_at, m.team_id LIMIT 1) AS team_id,
      lead(s.at, 1, 'infinity') OVER (PARTITION BY s.contributor_id ORDER BY s.at) AS ends_at
    FROM (
      SELECT m.contributor_id, m.starts_at AS at FROM team_membership m WHERE m.organization_id = $1
      UNION SELECT m.contributor_id, m.ends_at FROM team_membership m WHERE m.organization_id = $1 AND m.ends_at IS NOT NULL) AS s),
  touched AS MATERIALIZED (
    SELECT p.repository_id, p.state, p.opened_at, p.ready_at, p.merged_at, p.closed_at, p.commits, p.additions, p.deletions, p.reverts_number, p.is_merged_without_review, p.coding_elapsed, p.coding_working, p.pickup_elapsed, p.pickup_working, p.review_elapsed, p.review_working, p.merge_wait_elapsed, p.merge_wait_working, p.unreviewed_elapsed, p.unreviewed_working, p.cycle_elapsed, p.cycle_working, p.lead_elapsed, p.lead_working, p.author_contributor_id AS contributor_id, a.team_id
    FROM pull_request p LEFT JOIN spells a ON a.contributor_id = p.author_contributor_id AND a.starts_at <= coalesce(p.ready_at, p.opened_at) AND a.ends_at > coalesce(p.ready_at, p.opened_at)
    WHERE p.organization_id = $1 AND p.is_counted
      AND ((p.opened_at >= $12 AND p.opened_at < $13) OR (p.ready_at >= $12 AND p.ready_at < $13) OR (p.merged_at >= $12 AND p.merged_at < $13) OR (p.closed_at >= $12 AND p.closed_at < $13))),
  events AS MATERIALIZED (
    SELECT d.n, e.kind, p.repository_id, p.contributor_id, p.team_id, p.commits, p.additions, p.deletions, p.reverts_number,
      p.is_merged_without_review, coalesce(t.review_target, d.review_target) AS review_target,
      p.coding_elapsed, p.coding_working, p.pickup_elapsed, p.pickup_working, p.review_elapsed, p.review_working, p.merge_wait_elapsed, p.merge_wait_working, p.unreviewed_elapsed, p.unreviewed_working, p.cycle_elapsed, p.cycle_working, p.lead_elapsed, p.lead_working
    FROM touched p
    CROSS JOIN LATERAL (VALUES ('opened', p.opened_at), ('ready', p.ready_at),
      (p.state, CASE p.state WHEN 'merged' THEN p.merged_at WHEN 'closed' THEN p.closed_at END)) AS e (kind, at)
    JOIN days d ON d.n = width_bucket(e.at, $4::timestamptz[]) AND e.at < d.ends_at
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
        FROM pull_request p LEFT JOIN spells a ON a.contributor_id = p.author_contributor_id AND a.starts_at <= coalesce(p.ready_at, p.opened_at) AND a.ends_at > coalesce(p.ready_at, p.opened_at)
        WHERE p.organization_id = $1 AND p.is_counted AND ((p.open_class = 0 AND p.opened_at >= ($14::timestamptz[])[1]
        AND p.opened_at < $13 AND p.open_until >= $12) OR (p.open_class = 1 AND p.opened_at >= ($14::timestamptz[])[2]
        AND p.opened_at < $13 AND p.open_until >= $12) OR (p.open_class = 2 AND p.opened_at >= ($14::timestamptz[])[3]
        AND p.opened_at < $13 AND p.open_until >= $12) OR (p.open_class = 3 AND p.opened_at >= ($14::timestamptz[])[4]
        AND p.opened_at < $13 AND p.open_until >= $12) OR (p.open_class = 4 AND p.opened_at >= ($14::timestamptz[])[5]
        AND p.opened_at < $13 AND p.open_until >= $12) OR (p.open_class = 5 AND p.opened_at >= ($14::timestamptz[])[6]
        AND p.opened_at < $13 AND p.open_until >= $12) OR (p.open_class = 6 AND p.opened_at >= ($14::timestamptz[])[7]
        AND p.opened_at < $13 AND p.open_until >= $12) OR (p.open_class = 7 AND p.opened_at >= ($14::timestamptz[])[8]
        AND p.opened_at < $13 AND p.open_until >= $12) OR (p.open_class = 8 AND p.opened_at >= ($14::timestamptz[])[9]
        AND p.opened_at < $13 AND p.open_until >= $12) OR (p.open_class = 9 AND p.opened_at >= ($14::timestamptz[])[10]
        AND p.opened_at < $13 AND p.open_until >= $12) OR (p.open_class = 10 AND p.opened_at >= ($14::timestamptz[])[11]
        AND p.opened_at < $13 AND p.open_until >= $12) OR (p.open_class = 11 AND p.opened_at >= ($14::timestamptz[])[12]
        AND p.opened_at < $13 AND p.open_until >= $12) OR (p.open_class = 12 AND p.opened_at >= ($14::timestamptz[])[13]
        AND p.opened_at < $13 AND p.open_until >= $12))
        OFFSET 0) AS p
      CROSS JOIN LATERAL generate_series(greatest(1, width_bucket(p.opened_at, $6::timestamptz[])),
        width_bucket(p.open_until, $6::timestamptz[])) AS g (n)
      JOIN days d ON d.n = g.n AND d.as_of >= d.starts_at
      OFFSET 0) AS s
    LEFT JOIN team_days t ON t.n = s.n AND t.team_id = s.team_id
    WHERE s.state IS NOT NULL),
  reviewed AS (
    SELECT d.n, p.pull_request_id, p.repository_id, p.contributor_id, p.team_id
    FROM (
      SELECT p.*, p.reviewer_contributor_id AS contributor_id, width_bucket(p.submitted_at, $4::timestamptz[]) AS n, m.team_id
      FROM review p LEFT JOIN spells m ON m.contributor_id = p.reviewer_contributor_id AND m.starts_at <= p.submitted_at AND m.ends_at > p.submitted_at
      WHERE p.organization_id = $1 AND p.is_counted AND (p.submitted_at >= $12 AND p.submitted_at < $13)
      OFFSET 0) AS p
    JOIN days d ON d.n = p.n AND p.submitted_at < d.ends_at),
  reviewed_once AS (
    SELECT n, pull_request_id, grouping(repository_id, contributor_id, team_id) AS scope, coalesce(repository_id, contributor_id, team_id) AS scope_id, count(*) AS reviews FROM reviewed GROUP BY GROUPING SETS ((n, pull_request_id), (n, pull_request_id, repository_id), (n, pull_request_id, contributor_id), (n, pull_request_id, team_id))
    HAVING grouping(repository_id, contributor_id, team_id) = 7 OR coalesce(repository_id, contributor_id, team_id) IS NOT NULL),
  requested AS (
    SELECT d.n, q.kind, q.repository_id, q.contributor_id, q.answered_working, q.team_id,
      coalesce(t.review_target, d.review_target) AS review_target
    FROM (
      SELECT q.kind, q.at, width_bucket(q.at, $4::timestamptz[]) AS n, q.repository_id, q.reviewer_contributor_id AS contributor_id,
        q.answered_working, m.team_id, a.team_id AS authors_team_id
      FROM (
        SELECT 'requested' AS kind, p.requested_at AS at, p.* FROM review_request p
        WHERE p.organization_id = $1 AND p.is_counted AND (p.requested_at >= $12 AND p.requested_at < $13)
        UNION ALL
        SELECT 'answered', p.answered_at, p.* FROM review_request p
        WHERE p.organization_id = $1 AND p.is_counted AND (p.answered_at >= $12 AND p.answered_at < $13)) AS q
      JOIN pull_request p ON p.organization_id = $1 AND p.id = q.pull_request_id AND p.is_counted
      LEFT JOIN spells m ON m.contributor_id = q.reviewer_contributor_id AND m.starts_at <= q.at AND m.ends_at > q.at
      LEFT JOIN spells a ON a.contributor_id = p.author_contributor_id AND a.starts_at <= coalesce(p.ready_at, p.opened_at) AND a.ends_at > coalesce(p.ready_at, p.opened_at)
      OFFSET 0) AS q
    JOIN days d ON d.n = q.n AND q.at < d.ends_at
    LEFT JOIN team_days t ON t.n = q.n AND t.team_id = q.authors_team_id),
  pushed AS (
    SELECT d.n, p.repository_id, p.contributor_id, p.team_id
    FROM (
      SELECT p.*, p.pusher_contributor_id AS contributor_id, width_bucket(p.pushed_at, $4::timestamptz[]) AS n, m.team_id
      FROM push p LEFT JOIN spells m ON m.contributor_id = p.pusher_contributor_id AND m.starts_at <= p.pushed_at AND m.ends_at > p.pushed_at
      WHERE p.organization_id = $1 AND p.is_counted AND (p.pushed_at >= $12 AND p.pushed_at < $13)
      OFFSET 0) AS p
    JOIN days d ON d.n = p.n AND p.pushed_at < d.ends_at),
  durations AS (
    SELECT e.n, e.repository_id, e.contributor_id, e.team_id, m.number, m.seconds::float8 AS seconds, width_bucket(m.seconds, $10::bigint[]) AS bucket
    FROM events e CROSS JOIN LATERAL (VALUES (1, e.coding_elapsed), (2, e.coding_working), (3, e.pickup_elapsed), (4, e.pickup_working), (5, e.review_elapsed), (6, e.review_working), (7, e.merge_wait_elapsed), (8, e.merge_wait_working), (9, e.unreviewed_elapsed), (10, e.unreviewed_working), (11, e.cycle_elapsed), (12, e.cycle_working), (13, e.lead_elapsed), (14, e.lead_working)) AS m (number, seconds)
    WHERE e.kind = 'merged' AND m.seconds IS NOT NULL
    OFFSET 0),
  buckets AS (
    SELECT n, number, bucket, grouping(repository_id, contributor_id, team_id) AS scope, coalesce(repository_id, contributor_id, team_id) AS scope_id, count(*)::int AS many, sum(seconds) AS total
    FROM durations GROUP BY GROUPING SETS ((n, number, bucket), (n, number, bucket, repository_id), (n, number, bucket, contributor_id), (n, number, bucket, team_id))
    HAVING grouping(repository_id, contributor_id, team_id) = 7 OR coalesce(repository_id, contributor_id, team_id) IS NOT NULL),
  sketches AS (
    SELECT n, scope, scope_id, '"' || (ARRAY['coding_elapsed', 'coding_working', 'pickup_elapsed', 'pickup_working', 'review_elapsed', 'review_working', 'mergeWait_elapsed', 'mergeWait_working', 'unreviewed_elapsed', 'unreviewed_working', 'cycle_elapsed', 'cycle_working', 'lead_elapsed', 'lead_working'])[number] || '":{"n":' || sum(many) || ',"sum":' || sum(total)::bigint || ',"b":{'
      || string_agg('"' || bucket || '":' || many, ',') || '}}' AS sketch
    FROM buckets GROUP BY n, scope, scope_id, number),
  counted AS (
    SELECT n, scope, scope_id, sum(opened)::int AS opened, sum(ready)::int AS ready, sum(merged)::int AS merged, sum(closed_unmerged)::int AS closed_unmerged, sum(reverted)::int AS reverted, sum(reviews_submitted)::int AS reviews_submitted, sum(pull_requests_reviewed)::int AS pull_requests_reviewed, sum(pushes)::int AS pushes, sum(commits)::int AS commits, sum(additions)::bigint AS additions, sum(deletions)::bigint AS deletions, sum(merged_without_review)::int AS merged_without_review, sum(first_reviews_in_target)::int AS first_reviews_in_target, sum(review_requests)::int AS review_requests, sum(review_requests_answered)::int AS review_requests_answered, sum(review_requests_answered_in_target)::int AS review_requests_answered_in_target, sum(open_ready)::int AS open_ready, sum(open_draft)::int AS open_draft, sum(waiting_for_review)::int AS waiting_for_review, sum(in_review)::int AS in_review, sum(approved_not_merged)::int AS approved_not_merged, sum(older_than_target)::int AS older_than_target,
      coalesce(max(sketches), '{}')::jsonb AS sketches
    FROM (
      SELECT n, grouping(repository_id, contributor_id, team_id) AS scope, coalesce(repository_id, contributor_id, team_id) AS scope_id, (count(*) FILTER (WHERE kind = 'opened'))::int AS opened, (count(*) FILTER (WHERE kind = 'ready'))::int AS ready, (count(*) FILTER (WHERE kind = 'merged'))::int AS merged, (count(*) FILTER (WHERE kind = 'closed'))::int AS closed_unmerged, (count(*) FILTER (WHERE kind = 'merged' AND reverts_number IS NOT NULL))::int AS reverted, 0::int AS reviews_submitted, 0::int AS pull_requests_reviewed, 0::int AS pushes, (coalesce(sum(commits) FILTER (WHERE kind = 'merged'), 0))::int AS commits, (coalesce(sum(additions) FILTER (WHERE kind = 'merged'), 0))::bigint AS additions, (coalesce(sum(deletions) FILTER (WHERE kind = 'merged'), 0))::bigint AS deletions, (count(*) FILTER (WHERE kind = 'merged' AND is_merged_without_review))::int AS merged_without_review, (count(*) FILTER (WHERE kind = 'merged' AND pickup_working <= review_target))::int AS first_reviews_in_target, 0::int AS review_requests, 0::int AS review_requests_answered, 0::int AS review_requests_answered_in_target, 0::int AS open_ready, 0::int AS open_draft, 0::int AS waiting_for_review, 0::int AS in_review, 0::int AS approved_not_merged, 0::int AS older_than_target, NULL::text AS sketches FROM events GROUP BY GROUPING SETS ((n), (n, repository_id), (n, contributor_id), (n, team_id))
    HAVING grouping(repository_id, contributor_id, team_id) = 7 OR coalesce(repository_id, contributor_id, team_id) IS NOT NULL
      UNION ALL
      SELECT n, grouping(repository_id, contributor_id, team_id) AS scope, coalesce(repository_id, contributor_id, team_id) AS scope_id, 0::int AS opened, 0::int AS ready, 0::int AS merged, 0::int AS closed_unmerged, 0::int AS reverted, 0::int AS reviews_submitted, 0::int AS pull_requests_reviewed, 0::int AS pushes, 0::int AS commits, 0::bigint AS additions, 0::bigint AS deletions, 0::int AS merged_without_review, 0::int AS first_reviews_in_target, 0::int AS review_requests, 0::int AS review_requests_answered, 0::int AS review_requests_answered_in_target, (count(*) FILTER (WHERE state <> 'draft'))::int AS open_ready, (count(*) FILTER (WHERE state = 'draft'))::int AS open_draft, (count(*) FILTER (WHERE state = 'waiting'))::int AS waiting_for_review, (count(*) FILTER (WHERE state = 'in_review'))::int AS in_review, (count(*) FILTER (WHERE state = 'approved'))::int AS approved_not_merged, (count(*) FILTER (WHERE is_older))::int AS older_than_target, NULL::text AS sketches FROM stood GROUP BY GROUPING SETS ((n), (n, repository_id), (n, contributor_id), (n, team_id))
    HAVING grouping(repository_id, contributor_id, team_id) = 7 OR coalesce(repository_id, contributor_id, team_id) IS NOT NULL
      UNION ALL
      SELECT n, scope, scope_id, 0::int AS opened, 0::int AS ready, 0::int AS merged, 0::int AS closed_unmerged, 0::int AS reverted, (sum(reviews))::int AS reviews_submitted, (count(*))::int AS pull_requests_reviewed, 0::int AS pushes, 0::int AS commits, 0::bigint AS additions, 0::bigint AS deletions, 0::int AS merged_without_review, 0::int AS first_reviews_in_target, 0::int AS review_requests, 0::int AS review_requests_answered, 0::int AS review_requests_answered_in_target, 0::int AS open_ready, 0::int AS open_draft, 0::int AS waiting_for_review, 0::int AS in_review, 0::int AS approved_not_merged, 0::int AS older_than_target, NULL::text AS sketches FROM reviewed_once GROUP BY n, scope, scope_id
      UNION ALL
      SELECT n, scope, scope_id, 0::int AS opened, 0::int AS ready, 0::int AS merged, 0::int AS closed_unmerged, 0::int AS reverted, 0::int AS reviews_submitted, 0::int AS pull_requests_reviewed, 0::int AS pushes, 0::int AS commits, 0::bigint AS additions, 0::bigint AS deletions, 0::int AS merged_without_review, 0::int AS first_reviews_in_target, 0::int AS review_requests, 0::int AS review_requests_answered, 0::int AS review_requests_answered_in_target, 0::int AS open_ready, 0::int AS open_draft, 0::int AS waiting_for_review, 0::int AS in_review, 0::int AS approved_not_merged, 0::int AS older_than_target, '{' || string_agg(sketch, ',') || '}'::text AS sketches FROM sketches GROUP BY n, scope, scope_id
      UNION ALL
      SELECT n, grouping(repository_id, contributor_id, team_id) AS scope, coalesce(repository_id, contributor_id, team_id) AS scope_id, 0::int AS opened, 0::int AS ready, 0::int AS merged, 0::int AS closed_unmerged, 0::int AS reverted, 0::int AS reviews_submitted, 0::int AS pull_requests_reviewed, 0::int AS pushes, 0::int AS commits, 0::bigint AS additions, 0::bigint AS deletions, 0::int AS merged_without_review, 0::int AS first_reviews_in_target, (count(*) FILTER (WHERE kind = 'requested'))::int AS review_requests, (count(*) FILTER (WHERE kind = 'answered'))::int AS review_requests_answered, (count(*) FILTER (WHERE kind = 'answered' AND answered_working <= review_target))::int AS review_requests_answered_in_target, 0::int AS open_ready, 0::int AS open_draft, 0::int AS waiting_for_review, 0::int AS in_review, 0::int AS approved_not_merged, 0::int AS older_than_target, NULL::text AS sketches FROM requested GROUP BY GROUPING SETS ((n), (n, repository_id), (n, contributor_id), (n, team_id))
    HAVING grouping(repository_id, contributor_id, team_id) = 7 OR coalesce(repository_id, contributor_id, team_id) IS NOT NULL
      UNION ALL
      SELECT n, grouping(repository_id, contributor_id, team_id) AS scope, coalesce(repository_id, contributor_id, team_id) AS scope_id, 0::int AS opened, 0::int AS ready, 0::int AS merged, 0::int AS closed_unmerged, 0::int AS reverted, 0::int AS reviews_submitted, 0::int AS pull_requests_reviewed, (count(*))::int AS pushes, 0::int AS commits, 0::bigint AS additions, 0::bigint AS deletions, 0::int AS merged_without_review, 0::int AS first_reviews_in_target, 0::int AS review_requests, 0::int AS review_requests_answered, 0::int AS review_requests_answered_in_target, 0::int AS open_ready, 0::int AS open_draft, 0::int AS waiting_for_review, 0::int AS in_review, 0::int AS approved_not_merged, 0::int AS older_than_target, NULL::text AS sketches FROM pushed GROUP BY GROUPING SETS ((n), (n, repository_id), (n, contributor_id), (n, team_id))
    HAVING grouping(repository_id, contributor_id, team_id) = 7 OR coalesce(repository_id, contributor_id, team_id) IS NOT NULL) AS part
    GROUP BY n, scope, scope_id
    HAVING sum(opened) + sum(ready) + sum(merged) + sum(closed_unmerged) + sum(reverted) + sum(reviews_submitted) + sum(pull_requests_reviewed) + sum(pushes) + sum(commits) + sum(additions) + sum(deletions) + sum(merged_without_review) + sum(first_reviews_in_target) + sum(review_requests) + sum(review_requests_answered) + sum(review_requests_answered_in_target) + sum(open_ready) + sum(open_draft) + sum(waiting_for_review) + sum(in_review) + sum(approved_not_merged) + sum(older_than_target) > 0),
  computed AS MATERIALIZED (
    SELECT d.day, CASE c.scope WHEN 3 THEN 'repository' WHEN 5 THEN 'contributor' WHEN 6 THEN 'team' ELSE 'organization' END AS scope_type, coalesce(c.scope_id, $1) AS scope_id,
      c.opened, c.ready, c.merged, c.closed_unmerged, c.reverted, c.reviews_submitted, c.pull_requests_reviewed, c.pushes, c.commits, c.additions, c.deletions, c.merged_without_review, c.first_reviews_in_target, c.review_requests, c.review_requests_answered, c.review_requests_answered_in_target, c.open_ready, c.open_draft, c.waiting_for_review, c.in_review, c.approved_not_merged, c.older_than_target, c.sketches
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
      (organization_id, definition_version, computed_at, day, scope_type, scope_id, opened, ready, merged, closed_unmerged, reverted, reviews_submitted, pull_requests_reviewed, pushes, commits, additions, deletions, merged_without_review, first_reviews_in_target, review_requests, review_requests_answered, review_requests_answered_in_target, open_ready, open_draft, waiting_for_review, in_review, approved_not_merged, older_than_target, sketches)
    SELECT $1, $2, $11, c.day, c.scope_type, c.scope_id, c.opened, c.ready, c.merged, c.closed_unmerged, c.reverted, c.reviews_submitted, c.pull_requests_reviewed, c.pushes, c.commits, c.additions, c.deletions, c.merged_without_review, c.first_reviews_in_target, c.review_requests, c.review_requests_answered, c.review_requests_answered_in_target, c.open_ready, c.open_draft, c.waiting_for_review, c.in_review, c.approved_not_merged, c.older_than_target, c.sketches
    FROM computed c LEFT JOIN stored s USING (day, scope_type, scope_id)
    WHERE s.day IS NULL OR (s.opened, s.ready, s.merged, s.closed_unmerged, s.reverted, s.reviews_submitted, s.pull_requests_reviewed, s.pushes, s.commits, s.additions, s.deletions, s.merged_without_review, s.first_reviews_in_target, s.review_requests, s.review_requests_answered, s.review_requests_answered_in_target, s.open_ready, s.open_draft, s.waiting_for_review, s.in_review, s.approved_not_merged, s.older_than_target, s.sketches) IS DISTINCT FROM (c.opened, c.ready, c.merged, c.closed_unmerged, c.reverted, c.reviews_submitted, c.pull_requests_reviewed, c.pushes, c.commits, c.additions, c.deletions, c.merged_without_review, c.first_reviews_in_target, c.review_requests, c.review_requests_answered, c.review_requests_answered_in_target, c.open_ready, c.open_draft, c.waiting_for_review, c.in_review, c.approved_not_merged, c.older_than_target, c.sketches)
    ON CONFLICT (organization_id, scope_type, scope_id, definition_version, day) DO UPDATE SET
      computed_at = excluded.computed_at, opened = excluded.opened, ready = excluded.ready, merged = excluded.merged, closed_unmerged = excluded.closed_unmerged, reverted = excluded.reverted, reviews_submitted = excluded.reviews_submitted, pull_requests_reviewed = excluded.pull_requests_reviewed, pushes = excluded.pushes, commits = excluded.commits, additions = excluded.additions, deletions = excluded.deletions, merged_without_review = excluded.merged_without_review, first_reviews_in_target = excluded.first_reviews_in_target, review_requests = excluded.review_requests, review_requests_answered = excluded.review_requests_answered, review_requests_answered_in_target = excluded.review_requests_answered_in_target, open_ready = excluded.open_ready, open_draft = excluded.open_draft, waiting_for_review = excluded.waiting_for_review, in_review = excluded.in_review, approved_not_merged = excluded.approved_not_merged, older_than_target = excluded.older_than_target, sketches = excluded.sketches
    RETURNING scope_type, scope_id)
SELECT scope_type AS "scopeType", scope_id AS "scopeId" FROM gone
UNION SELECT scope_type, scope_id FROM written;
