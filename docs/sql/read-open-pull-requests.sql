SELECT p.id, r.full_name AS repository, p.number, p.title, r.web_url || '/pull/' || p.number AS url, p.opened_at AS "openedAt", p.ready_at AS "readyAt", p.total,
    (SELECT m.team_id FROM team_membership m
    WHERE m.organization_id = $1 AND m.contributor_id = p.author_contributor_id
      AND m.starts_at <= coalesce(p.ready_at, p.opened_at) AND coalesce(m.ends_at, 'infinity') > coalesce(p.ready_at, p.opened_at)
    ORDER BY m.starts_at, m.team_id LIMIT 1) AS "teamId",
    CASE WHEN upper_inf(p.draft_during) THEN 'draft' WHEN upper_inf(p.waiting_during) THEN 'waiting'
         WHEN upper_inf(p.approved_during) THEN 'approved' ELSE 'inReview' END AS state
  FROM (
    SELECT p.*, count(*) OVER () AS total FROM pull_request p
    WHERE p.organization_id = $1 AND p.open_until = 'infinity' AND p.is_counted AND ($2::uuid IS NULL OR (SELECT m.team_id FROM team_membership m
    WHERE m.organization_id = $1 AND m.contributor_id = p.author_contributor_id
      AND m.starts_at <= coalesce(p.ready_at, p.opened_at) AND coalesce(m.ends_at, 'infinity') > coalesce(p.ready_at, p.opened_at)
    ORDER BY m.starts_at, m.team_id LIMIT 1) = $2)
  AND ($4::uuid IS NULL OR p.repository_id = $4)
      AND ($5::uuid IS NULL OR p.author_contributor_id = $5)
    ORDER BY coalesce(p.ready_at, p.opened_at), p.id LIMIT $3) AS p
  JOIN repository r ON r.id = p.repository_id
  ORDER BY coalesce(p.ready_at, p.opened_at), p.id;
