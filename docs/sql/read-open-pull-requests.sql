SELECT p.id, r.full_name AS repository, p.number, p.title, r.web_url || '/pull/' || p.number AS url, p.opened_at AS "openedAt", p.ready_at AS "readyAt", (SELECT m.team_id FROM team_membership m
    WHERE m.organization_id = $1 AND m.contributor_id = p.author_contributor_id
      AND m.starts_at <= coalesce(p.ready_at, p.opened_at) AND coalesce(m.ends_at, 'infinity') > coalesce(p.ready_at, p.opened_at)
    ORDER BY m.starts_at, m.team_id LIMIT 1) AS "teamId", p.counted,
    CASE WHEN upper_inf(p.draft_during) THEN 'draft' WHEN upper_inf(p.waiting_during) THEN 'waiting'
         WHEN upper_inf(p.approved_during) THEN 'approved' ELSE 'inReview' END AS state
  FROM (
    SELECT p.*, count(*) OVER ()::int AS counted, row_number() OVER (ORDER BY coalesce(p.ready_at, p.opened_at), p.id) AS place
    FROM (SELECT p.* FROM (
      SELECT DISTINCT m.contributor_id FROM team_membership m WHERE m.organization_id = $1 AND m.team_id = $2) AS member
    CROSS JOIN LATERAL (
      SELECT p.* FROM pull_request p
    WHERE p.organization_id = $1 AND p.open_until = 'infinity' AND p.is_counted AND p.author_contributor_id = member.contributor_id AND (SELECT m.team_id FROM team_membership m
    WHERE m.organization_id = $1 AND m.contributor_id = p.author_contributor_id
      AND m.starts_at <= coalesce(p.ready_at, p.opened_at) AND coalesce(m.ends_at, 'infinity') > coalesce(p.ready_at, p.opened_at)
    ORDER BY m.starts_at, m.team_id LIMIT 1) = $2 ORDER BY coalesce(p.ready_at, p.opened_at), p.id LIMIT $3 + 1) AS p
    ORDER BY coalesce(p.ready_at, p.opened_at), p.id LIMIT $3 + 1) AS p WHERE $2::uuid IS NOT NULL
    OFFSET 0) AS p
  JOIN repository r ON r.id = p.repository_id
  WHERE p.place <= CASE WHEN p.counted > $3 THEN $4 ELSE $3 END
  ORDER BY coalesce(p.ready_at, p.opened_at), p.id;
