SELECT * FROM (SELECT p.id, r.full_name AS repository, p.number, p.title, r.web_url || '/pull/' || p.number AS url, a.login AS author, p.state, p.merged_at AS at,
      p.cycle_working::float8 AS "workingSeconds", p.cycle_elapsed::float8 AS "elapsedSeconds"
    FROM pull_request p JOIN repository r ON r.id = p.repository_id
    LEFT JOIN github_account a ON a.organization_id = p.organization_id AND a.github_id = p.author_account_id
    
    WHERE p.organization_id = $1 AND p.is_counted AND p.state = 'merged' AND p.cycle_elapsed IS NOT NULL
      AND p.merged_at >= to_timestamp($3::float8 / 1000) AND p.merged_at < to_timestamp($4::float8 / 1000)
      AND ($2::uuid IS NULL OR
  (SELECT m.team_id FROM team_membership m
    WHERE m.organization_id = $1 AND m.contributor_id = p.author_contributor_id
      AND m.starts_at <= coalesce(p.ready_at, p.opened_at) AND coalesce(m.ends_at, 'infinity') > coalesce(p.ready_at, p.opened_at)
    ORDER BY m.starts_at, m.team_id LIMIT 1) = $2)) AS e
    WHERE $5::float8 IS NULL OR (e.at, e.id) < (to_timestamp($5::float8 / 1000), $6::uuid)
    ORDER BY e.at DESC, e.id DESC LIMIT $7;
