SELECT p.id, p.repository_id AS "repositoryId", p.author_contributor_id AS "authorId",
  (SELECT m.team_id FROM team_membership m
    WHERE m.organization_id = $1 AND m.contributor_id = p.author_contributor_id
      AND m.starts_at <= coalesce(p.ready_at, p.opened_at) AND coalesce(m.ends_at, 'infinity') > coalesce(p.ready_at, p.opened_at)
    ORDER BY m.starts_at, m.team_id LIMIT 1) AS "teamId", p.state, p.ready_at AS "readyAt",
  p.open_until AS "openUntil", p.cycle_working AS "cycleWorking", p.reverted_at AS "revertedAt",
  CASE WHEN CASE WHEN p.ready_at <= p.open_until THEN
    (p.waiting_during + p.in_review_during + p.approved_during) = tstzmultirange(tstzrange(p.ready_at, nullif(p.open_until, 'infinity'))) ELSE false END THEN NULL ELSE (SELECT coalesce(json_agg(json_build_array((extract(epoch FROM lower(r)) * 1000)::bigint,
    (extract(epoch FROM upper(r)) * 1000)::bigint) ORDER BY r), '[]') FROM unnest((p.waiting_during + p.in_review_during + p.approved_during)) AS r) END AS "readySpans",
  CASE WHEN isempty(p.draft_during) THEN NULL ELSE (SELECT coalesce(json_agg(json_build_array((extract(epoch FROM lower(r)) * 1000)::bigint,
    (extract(epoch FROM upper(r)) * 1000)::bigint) ORDER BY r), '[]') FROM unnest(p.draft_during) AS r) END AS "draftSpans"
  FROM unnest($4::timestamptz[]) WITH ORDINALITY AS c (opened_since, number)
  JOIN pull_request p ON p.organization_id = $1 AND p.open_class = (c.number - 1)::smallint
    AND p.opened_at >= c.opened_since AND p.opened_at < $3 AND p.open_until >= $2 AND p.is_counted;
