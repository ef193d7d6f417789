SELECT s.stored, entries, accounts, "teamTimes", pushes, predecessor, "repositoryGoneAt"
FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::float8[], $6::text[], $7::bigint[])
  WITH ORDINALITY AS i (id, head_repository_id, head_ref, opened_ms, account_ids, author_id, n)
LEFT JOIN LATERAL (
  SELECT json_build_object('id', p.id, 'githubId', p.github_id::text, 'number', p.number,
  'repositoryId', p.repository_id, 'authorId', p.author_account_id::text, 'snapshot', p.snapshot, 'facts', '{"reviewRequests": []}'::jsonb || p.facts, 'clock', p.clock) AS stored, p.author_account_id, p.repository_id FROM pull_request p
  WHERE p.organization_id = $1 AND p.id = i.id OFFSET 0) AS s ON true
CROSS JOIN LATERAL (
  SELECT coalesce(json_agg(json_build_object('key', e.key, 'kind', e.kind, 'at', (extract(epoch FROM e.at) * 1000)::bigint,
      'actorId', e.actor_id::text, 'data', e.data)), '[]') AS entries,
    array_agg(e.actor_id) || array_agg((e.data->>'requestedAccountId')::bigint) AS named
  FROM timeline_entry e WHERE e.organization_id = $1 AND e.pull_request_id = i.id) AS e
CROSS JOIN LATERAL (
  SELECT coalesce(json_agg(json_build_object('id', a.github_id::text, 'login', a.login, 'type', a.account_type,
      'contributorId', a.contributor_id)), '[]') AS accounts
  FROM (SELECT DISTINCT unnest(e.named || i.account_ids::bigint[] || s.author_account_id) AS github_id) AS n
  CROSS JOIN LATERAL (SELECT * FROM github_account b WHERE b.organization_id = $1 AND b.github_id = n.github_id OFFSET 0) AS a) AS a
CROSS JOIN LATERAL (
  SELECT coalesce(json_agg(json_build_object('startsAt', CASE WHEN isfinite(m.starts_at) THEN (extract(epoch FROM m.starts_at) * 1000)::bigint END,
      'endsAt', (extract(epoch FROM m.ends_at) * 1000)::bigint, 'calendar', CASE WHEN t.time_zone IS NOT NULL THEN json_build_object(
        'zone', t.time_zone, 'weekdays', t.working_weekdays, 'startMinute', t.working_start_minute,
        'endMinute', t.working_end_minute, 'holidays', t.holidays) END) ORDER BY m.starts_at, m.team_id), '[]') AS "teamTimes"
  FROM (SELECT * FROM github_account b WHERE b.organization_id = $1 AND b.github_id = coalesce(i.author_id, s.author_account_id) OFFSET 0) AS a
  JOIN team_membership m ON m.organization_id = $1 AND m.contributor_id = a.contributor_id
  JOIN team t ON t.organization_id = $1 AND t.id = m.team_id) AS t
CROSS JOIN LATERAL (
  SELECT coalesce(json_agg(push ORDER BY push.at, push."afterSha"), '[]') AS pushes FROM (
    (SELECT h.at, h."afterSha", h.forced, h.created, h."earliestAuthoredAt" FROM (SELECT (extract(epoch FROM b.pushed_at) * 1000)::bigint AS at, b.pushed_at, b.after_sha AS "afterSha", b.is_forced AS forced, b.is_created AS created,
    (extract(epoch FROM b.earliest_authored_at) * 1000)::bigint AS "earliestAuthoredAt"
  FROM push b WHERE b.organization_id = $1 AND b.repository_github_id = i.head_repository_id AND b.ref = 'refs/heads/' || i.head_ref
    AND NOT b.is_deleted OFFSET 0) AS h WHERE h.pushed_at <= to_timestamp(i.opened_ms / 1000)
     ORDER BY h.pushed_at DESC, h."afterSha" LIMIT 500)
    UNION ALL
    (SELECT h.at, h."afterSha", h.forced, h.created, h."earliestAuthoredAt" FROM (SELECT (extract(epoch FROM b.pushed_at) * 1000)::bigint AS at, b.pushed_at, b.after_sha AS "afterSha", b.is_forced AS forced, b.is_created AS created,
    (extract(epoch FROM b.earliest_authored_at) * 1000)::bigint AS "earliestAuthoredAt"
  FROM push b WHERE b.organization_id = $1 AND b.repository_github_id = i.head_repository_id AND b.ref = 'refs/heads/' || i.head_ref
    AND NOT b.is_deleted OFFSET 0) AS h WHERE h.pushed_at > to_timestamp(i.opened_ms / 1000) AND h."earliestAuthoredAt" IS NOT NULL
     ORDER BY h.pushed_at, h."afterSha" LIMIT 1)) AS push) AS h
LEFT JOIN LATERAL (
  SELECT p.facts AS predecessor FROM (SELECT * FROM pull_request b WHERE b.organization_id = $1 AND b.head_repository_id = i.head_repository_id AND b.head_ref = i.head_ref OFFSET 0) AS p
  WHERE p.id <> i.id AND p.state = 'closed' AND p.closed_at <= to_timestamp(i.opened_ms / 1000)
    AND p.closed_at >= to_timestamp(i.opened_ms / 1000) - interval '7 days'
  ORDER BY p.closed_at DESC, p.id LIMIT 1) AS p ON true
LEFT JOIN LATERAL (
  SELECT r.removed_at AS "repositoryGoneAt" FROM repository r WHERE r.organization_id = $1 AND r.id = s.repository_id OFFSET 0) AS r ON true
ORDER BY i.n;
