SELECT
  (SELECT json_build_object('id', p.id, 'githubId', p.github_id::text, 'number', p.number,
  'repositoryId', p.repository_id, 'authorId', p.author_account_id::text, 'snapshot', p.snapshot, 'facts', '{"reviewRequests": []}'::jsonb || p.facts, 'clock', p.clock) FROM pull_request p WHERE p.organization_id = $1 AND p.id = $2) AS stored,
  (SELECT coalesce(json_agg(json_build_object('key', e.key, 'kind', e.kind, 'at', (extract(epoch FROM e.at) * 1000)::bigint,
       'actorId', e.actor_id::text, 'data', e.data)), '[]')
   FROM timeline_entry e WHERE e.organization_id = $1 AND e.pull_request_id = $2) AS entries,
  (SELECT coalesce(json_agg(json_build_object('id', a.github_id::text, 'login', a.login, 'type', a.account_type,
       'contributorId', a.contributor_id)), '[]')
   FROM github_account a
   WHERE a.organization_id = $1 AND a.github_id IN (
     SELECT unnest(ARRAY[e.actor_id, (e.data->>'requestedAccountId')::bigint]) FROM timeline_entry e
     WHERE e.organization_id = $1 AND e.pull_request_id = $2
     UNION SELECT unnest($7::bigint[])
     UNION SELECT p.author_account_id FROM pull_request p WHERE p.organization_id = $1 AND p.id = $2)) AS accounts,
  (SELECT coalesce(json_agg(json_build_object('startsAt', CASE WHEN isfinite(m.starts_at) THEN (extract(epoch FROM m.starts_at) * 1000)::bigint END,
       'endsAt', (extract(epoch FROM m.ends_at) * 1000)::bigint, 'calendar', CASE WHEN t.time_zone IS NOT NULL THEN json_build_object(
         'zone', t.time_zone, 'weekdays', t.working_weekdays, 'startMinute', t.working_start_minute,
         'endMinute', t.working_end_minute, 'holidays', t.holidays) END) ORDER BY m.starts_at, m.team_id), '[]')
   FROM github_account a JOIN team_membership m ON m.organization_id = $1 AND m.contributor_id = a.contributor_id
   JOIN team t ON t.organization_id = $1 AND t.id = m.team_id
   WHERE a.organization_id = $1 AND a.github_id = coalesce($8::bigint,
     (SELECT p.author_account_id FROM pull_request p WHERE p.organization_id = $1 AND p.id = $2))) AS "teamTimes",
  (SELECT coalesce(json_agg(push ORDER BY push.at, push."afterSha"), '[]') FROM (
     (SELECT (extract(epoch FROM h.pushed_at) * 1000)::bigint AS at, h.after_sha AS "afterSha", h.is_forced AS forced, h.is_created AS created,
             (extract(epoch FROM h.earliest_authored_at) * 1000)::bigint AS "earliestAuthoredAt"
      FROM push h WHERE h.organization_id = $1 AND h.repository_github_id = $3::bigint AND h.ref = $4
        AND NOT h.is_deleted AND h.pushed_at <= to_timestamp($6::float8 / 1000)
      ORDER BY h.pushed_at DESC, h.after_sha LIMIT 500)
     UNION ALL
     (SELECT (extract(epoch FROM h.pushed_at) * 1000)::bigint, h.after_sha, h.is_forced, h.is_created, (extract(epoch FROM h.earliest_authored_at) * 1000)::bigint
      FROM push h WHERE h.organization_id = $1 AND h.repository_github_id = $3::bigint AND h.ref = $4
        AND NOT h.is_deleted AND h.pushed_at > to_timestamp($6::float8 / 1000) AND h.earliest_authored_at IS NOT NULL
      ORDER BY h.pushed_at, h.after_sha LIMIT 1)) AS push) AS pushes,
  (SELECT p.facts FROM pull_request p
   WHERE p.organization_id = $1 AND p.head_repository_id = $3::bigint AND p.head_ref = $5 AND p.id <> $2
     AND p.state = 'closed' AND p.closed_at <= to_timestamp($6::float8 / 1000)
     AND p.closed_at >= to_timestamp($6::float8 / 1000) - interval '7 days'
   ORDER BY p.closed_at DESC, p.id LIMIT 1) AS predecessor,
  (SELECT r.removed_at FROM pull_request p JOIN repository r ON r.organization_id = $1 AND r.id = p.repository_id
   WHERE p.organization_id = $1 AND p.id = $2) AS "repositoryGoneAt";
