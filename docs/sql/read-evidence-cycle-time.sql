SELECT p.id, r.full_name AS repository, p.number, p.title, r.web_url || '/pull/' || p.number AS url, a.login AS author, p.state, e.at,
      e.working::float8 AS "workingSeconds", e.elapsed::float8 AS "elapsedSeconds"
    FROM (SELECT * FROM (SELECT p.id, p.merged_at AS at, p.cycle_working AS working, p.cycle_elapsed AS elapsed
      FROM pull_request p
      WHERE p.organization_id = $1 AND p.is_counted AND p.state = 'merged' AND p.cycle_working IS NOT NULL AND p.merged_at >= $3::timestamptz AND p.merged_at < $4::timestamptz AND p.author_contributor_id IN (SELECT m.contributor_id FROM team_membership m WHERE m.organization_id = $1 AND m.team_id = $2)
        AND (SELECT m.team_id FROM team_membership m
    WHERE m.organization_id = $1 AND m.contributor_id = p.author_contributor_id
      AND m.starts_at <= coalesce(p.ready_at, p.opened_at) AND coalesce(m.ends_at, 'infinity') > coalesce(p.ready_at, p.opened_at)
    ORDER BY m.starts_at, m.team_id LIMIT 1) = $2) AS e
      WHERE ($5::float8 IS NULL OR (e.at, e.id) < (to_timestamp($5::float8 / 1000), $6::uuid))
      ORDER BY e.at DESC, e.id DESC LIMIT $7) AS e
    JOIN pull_request p ON p.organization_id = $1 AND p.id = e.id
    JOIN repository r ON r.organization_id = $1 AND r.id = p.repository_id
    LEFT JOIN github_account a ON a.organization_id = $1 AND a.github_id = p.author_account_id
    ORDER BY e.at DESC, e.id DESC;
