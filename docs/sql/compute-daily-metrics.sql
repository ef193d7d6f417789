WITH days AS MATERIALIZED (
    SELECT * FROM unnest($3::date[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::bigint[])
      AS d (day, starts_at, ends_at, as_of, work_offset)),
  extent AS (SELECT min(starts_at) AS starts_at, max(ends_at) AS ends_at FROM days),
  alive AS MATERIALIZED (
    SELECT p.*, p.author_contributor_id AS contributor_id,
      (SELECT m.team_id FROM team_membership m
    WHERE m.organization_id = $1 AND m.contributor_id = p.author_contributor_id
      AND m.starts_at <= coalesce(p.ready_at, p.opened_at) AND coalesce(m.ends_at, 'infinity') > coalesce(p.ready_at, p.opened_at)
    ORDER BY m.starts_at, m.team_id LIMIT 1) AS team_id
    FROM pull_request p, extent e
    WHERE p.organization_id = $1 AND p.is_counted
      AND least(p.opened_at, p.ready_at) < e.ends_at AND p.open_until >= e.starts_at),
  pull_requests AS (
    SELECT d.day, s.scope_type, s.scope_id,
      sum((p.opened_at >= d.starts_at AND p.opened_at < d.ends_at)::int) AS opened,
      sum(coalesce((p.ready_at >= d.starts_at AND p.ready_at < d.ends_at), false)::int) AS ready,
      sum((p.state = 'merged' AND (p.merged_at >= d.starts_at AND p.merged_at < d.ends_at))::int) AS merged,
      sum((p.state = 'closed' AND (p.closed_at >= d.starts_at AND p.closed_at < d.ends_at))::int) AS closed_unmerged,
      sum(((p.state = 'merged' AND (p.merged_at >= d.starts_at AND p.merged_at < d.ends_at)) AND p.reverts_number IS NOT NULL)::int) AS reverted,
      0 AS reviews_submitted,
      0 AS pull_requests_reviewed,
      0 AS pushes,
      sum(CASE WHEN (p.state = 'merged' AND (p.merged_at >= d.starts_at AND p.merged_at < d.ends_at)) THEN p.commits ELSE 0 END) AS commits,
      sum(CASE WHEN (p.state = 'merged' AND (p.merged_at >= d.starts_at AND p.merged_at < d.ends_at)) THEN p.additions ELSE 0 END) AS additions,
      sum(CASE WHEN (p.state = 'merged' AND (p.merged_at >= d.starts_at AND p.merged_at < d.ends_at)) THEN p.deletions ELSE 0 END) AS deletions,
      sum(((p.state = 'merged' AND (p.merged_at >= d.starts_at AND p.merged_at < d.ends_at)) AND p.is_merged_without_review)::int) AS merged_without_review,
      sum(((p.state = 'merged' AND (p.merged_at >= d.starts_at AND p.merged_at < d.ends_at)) AND coalesce(p.pickup_working <= $9, false))::int) AS first_reviews_in_target,
      sum((p.waiting_during @> d.as_of OR p.in_review_during @> d.as_of OR p.approved_during @> d.as_of)::int) AS open_ready,
      sum((p.draft_during @> d.as_of)::int) AS open_draft,
      sum((p.waiting_during @> d.as_of)::int) AS waiting_for_review,
      sum((p.in_review_during @> d.as_of)::int) AS in_review,
      sum((p.approved_during @> d.as_of)::int) AS approved_not_merged,
      sum(((p.waiting_during @> d.as_of OR p.in_review_during @> d.as_of OR p.approved_during @> d.as_of) AND coalesce(d.work_offset - p.ready_working_offset > $10, false))::int) AS older_than_target
    FROM days d
    JOIN alive p ON least(p.opened_at, p.ready_at) < d.ends_at AND p.open_until >= d.starts_at
    CROSS JOIN LATERAL (VALUES
      ('organization', $1::uuid), ('repository', p.repository_id),
      ('contributor', p.contributor_id), ('team', p.team_id)) AS s (scope_type, scope_id)
    WHERE s.scope_id IS NOT NULL
    GROUP BY d.day, s.scope_type, s.scope_id),
  reviewed AS (
    SELECT d.day, r.pull_request_id, r.repository_id, r.reviewer_contributor_id AS contributor_id,
      (SELECT m.team_id FROM team_membership m
    WHERE m.organization_id = $1 AND m.contributor_id = r.reviewer_contributor_id
      AND m.starts_at <= r.submitted_at AND coalesce(m.ends_at, 'infinity') > r.submitted_at
    ORDER BY m.starts_at, m.team_id LIMIT 1) AS team_id
    FROM days d
    JOIN review r ON r.organization_id = $1 AND r.is_counted
      AND r.submitted_at >= d.starts_at AND r.submitted_at < d.ends_at),
  reviews AS (
    SELECT r.day, s.scope_type, s.scope_id,
      0 AS opened,
      0 AS ready,
      0 AS merged,
      0 AS closed_unmerged,
      0 AS reverted,
      count(*) AS reviews_submitted,
      count(DISTINCT r.pull_request_id) AS pull_requests_reviewed,
      0 AS pushes,
      0 AS commits,
      0 AS additions,
      0 AS deletions,
      0 AS merged_without_review,
      0 AS first_reviews_in_target,
      0 AS open_ready,
      0 AS open_draft,
      0 AS waiting_for_review,
      0 AS in_review,
      0 AS approved_not_merged,
      0 AS older_than_target
    FROM reviewed r
    CROSS JOIN LATERAL (VALUES
      ('organization', $1::uuid), ('repository', r.repository_id),
      ('contributor', r.contributor_id), ('team', r.team_id)) AS s (scope_type, scope_id)
    WHERE s.scope_id IS NOT NULL
    GROUP BY r.day, s.scope_type, s.scope_id),
  pushed AS (
    SELECT d.day, h.repository_id, h.pusher_contributor_id AS contributor_id,
      (SELECT m.team_id FROM team_membership m
    WHERE m.organization_id = $1 AND m.contributor_id = h.pusher_contributor_id
      AND m.starts_at <= h.pushed_at AND coalesce(m.ends_at, 'infinity') > h.pushed_at
    ORDER BY m.starts_at, m.team_id LIMIT 1) AS team_id
    FROM days d
    JOIN push h ON h.organization_id = $1 AND h.is_counted
      AND h.pushed_at >= d.starts_at AND h.pushed_at < d.ends_at),
  pushes AS (
    SELECT h.day, s.scope_type, s.scope_id,
      0 AS opened,
      0 AS ready,
      0 AS merged,
      0 AS closed_unmerged,
      0 AS reverted,
      0 AS reviews_submitted,
      0 AS pull_requests_reviewed,
      count(*) AS pushes,
      0 AS commits,
      0 AS additions,
      0 AS deletions,
      0 AS merged_without_review,
      0 AS first_reviews_in_target,
      0 AS open_ready,
      0 AS open_draft,
      0 AS waiting_for_review,
      0 AS in_review,
      0 AS approved_not_merged,
      0 AS older_than_target
    FROM pushed h
    CROSS JOIN LATERAL (VALUES
      ('organization', $1::uuid), ('repository', h.repository_id),
      ('contributor', h.contributor_id), ('team', h.team_id)) AS s (scope_type, scope_id)
    WHERE s.scope_id IS NOT NULL
    GROUP BY h.day, s.scope_type, s.scope_id),
  counted AS (
    SELECT day, scope_type, scope_id, sum(opened) AS opened, sum(ready) AS ready, sum(merged) AS merged, sum(closed_unmerged) AS closed_unmerged, sum(reverted) AS reverted, sum(reviews_submitted) AS reviews_submitted, sum(pull_requests_reviewed) AS pull_requests_reviewed, sum(pushes) AS pushes, sum(commits) AS commits, sum(additions) AS additions, sum(deletions) AS deletions, sum(merged_without_review) AS merged_without_review, sum(first_reviews_in_target) AS first_reviews_in_target, sum(open_ready) AS open_ready, sum(open_draft) AS open_draft, sum(waiting_for_review) AS waiting_for_review, sum(in_review) AS in_review, sum(approved_not_merged) AS approved_not_merged, sum(older_than_target) AS older_than_target
    FROM (SELECT * FROM pull_requests UNION ALL SELECT * FROM reviews UNION ALL SELECT * FROM pushes) AS part
    GROUP BY day, scope_type, scope_id
    HAVING sum(opened) + sum(ready) + sum(merged) + sum(closed_unmerged) + sum(reverted) + sum(reviews_submitted) + sum(pull_requests_reviewed) + sum(pushes) + sum(commits) + sum(additions) + sum(deletions) + sum(merged_without_review) + sum(first_reviews_in_target) + sum(open_ready) + sum(open_draft) + sum(waiting_for_review) + sum(in_review) + sum(approved_not_merged) + sum(older_than_target) > 0),
  buckets AS (
    SELECT d.day, s.scope_type, s.scope_id, m.name, width_bucket(m.seconds, $8::bigint[]) AS bucket,
      count(*) AS n, sum(m.seconds) AS total
    FROM days d
    JOIN alive p ON (p.state = 'merged' AND (p.merged_at >= d.starts_at AND p.merged_at < d.ends_at))
    CROSS JOIN LATERAL (VALUES ('coding_elapsed', p.coding_elapsed), ('coding_working', p.coding_working), ('pickup_elapsed', p.pickup_elapsed), ('pickup_working', p.pickup_working), ('review_elapsed', p.review_elapsed), ('review_working', p.review_working), ('mergeWait_elapsed', p.merge_wait_elapsed), ('mergeWait_working', p.merge_wait_working), ('unreviewed_elapsed', p.unreviewed_elapsed), ('unreviewed_working', p.unreviewed_working), ('cycle_elapsed', p.cycle_elapsed), ('cycle_working', p.cycle_working), ('lead_elapsed', p.lead_elapsed), ('lead_working', p.lead_working)) AS m (name, seconds)
    CROSS JOIN LATERAL (VALUES
      ('organization', $1::uuid), ('repository', p.repository_id),
      ('contributor', p.contributor_id), ('team', p.team_id)) AS s (scope_type, scope_id)
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
  (organization_id, definition_version, computed_at, day, scope_type, scope_id, opened, ready, merged, closed_unmerged, reverted, reviews_submitted, pull_requests_reviewed, pushes, commits, additions, deletions, merged_without_review, first_reviews_in_target, open_ready, open_draft, waiting_for_review, in_review, approved_not_merged, older_than_target, sketches)
SELECT $1, $2, $11, day, scope_type, scope_id, opened, ready, merged, closed_unmerged, reverted, reviews_submitted, pull_requests_reviewed, pushes, commits, additions, deletions, merged_without_review, first_reviews_in_target, open_ready, open_draft, waiting_for_review, in_review, approved_not_merged, older_than_target, sketches FROM computed
ON CONFLICT (organization_id, scope_type, scope_id, definition_version, day) DO UPDATE SET
  computed_at = excluded.computed_at, sketches = excluded.sketches,
  opened = excluded.opened, ready = excluded.ready, merged = excluded.merged, closed_unmerged = excluded.closed_unmerged, reverted = excluded.reverted, reviews_submitted = excluded.reviews_submitted, pull_requests_reviewed = excluded.pull_requests_reviewed, pushes = excluded.pushes, commits = excluded.commits, additions = excluded.additions, deletions = excluded.deletions, merged_without_review = excluded.merged_without_review, first_reviews_in_target = excluded.first_reviews_in_target, open_ready = excluded.open_ready, open_draft = excluded.open_draft, waiting_for_review = excluded.waiting_for_review, in_review = excluded.in_review, approved_not_merged = excluded.approved_not_merged, older_than_target = excluded.older_than_target;
