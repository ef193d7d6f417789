SELECT p.id, p.number, p.title, p.repository_id AS "repositoryId", r.full_name AS "repositoryName", (SELECT m.team_id FROM team_membership m
    WHERE m.organization_id = $1 AND m.contributor_id = p.author_contributor_id
      AND m.starts_at <= coalesce(p.ready_at, p.opened_at) AND coalesce(m.ends_at, 'infinity') > coalesce(p.ready_at, p.opened_at)
    ORDER BY m.starts_at, m.team_id LIMIT 1) AS "teamId", p.ready_at AS "readyAt", p.approved_at AS "approvedAt",
    CASE WHEN p.draft_during @> $2::timestamptz THEN 'draft' WHEN p.approved_during @> $2::timestamptz THEN 'approved'
      WHEN p.in_review_during @> $2::timestamptz THEN 'inReview' ELSE 'waiting' END AS state,
    (SELECT lower(d) FROM unnest(p.draft_during) AS d WHERE d @> $2::timestamptz) AS "draftSince",
    CASE WHEN jsonb_typeof(p.snapshot->'size') = 'object'
      THEN greatest(0, p.additions + p.deletions - coalesce(p.generated_lines, 0)) END AS "sizeLines",
    (SELECT max(e.at) FROM timeline_entry e
      JOIN github_account a ON a.organization_id = $1 AND a.github_id = e.actor_id AND NOT a.is_bot
      WHERE e.organization_id = $1 AND e.pull_request_id = p.id AND e.at <= $2) AS "lastHumanEventAt",
    CASE WHEN p.ready_at < $2 THEN (
      SELECT json_agg(json_build_object('from', (extract(epoch FROM lower(s)) * 1000)::bigint, 'to', (extract(epoch FROM upper(s)) * 1000)::bigint) ORDER BY s)
      FROM unnest(tstzmultirange(tstzrange(p.ready_at, $2)) - (p.waiting_during + p.in_review_during + p.approved_during)) AS s
      WHERE upper(s) < $2) END AS "pausedSpans"
  FROM pull_request p JOIN repository r ON r.organization_id = $1 AND r.id = p.repository_id
    AND r.is_tracked AND r.removed_at IS NULL AND NOT r.is_archived
  WHERE p.organization_id = $1 AND p.open_until = 'infinity' AND p.is_counted AND p.opened_at <= $2;
