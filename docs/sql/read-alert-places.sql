SELECT s.*, d.* FROM (
    SELECT 'team' AS type, t.id, t.name, NULL AS "installationId", t.idle_gap_seconds AS "idleGapSeconds",
      (SELECT count(DISTINCT m.contributor_id)::int FROM team_membership m WHERE m.organization_id = $1 AND m.team_id = t.id
        AND m.starts_at <= $2 AND coalesce(m.ends_at, 'infinity') > $2) AS "personCount"
    FROM team t WHERE t.organization_id = $1
    UNION ALL
    SELECT 'repository', r.id, r.full_name, r.installation_id::text, NULL, 0 FROM repository r
    WHERE r.organization_id = $1 AND r.is_tracked AND r.removed_at IS NULL AND NOT r.is_archived) AS s
  LEFT JOIN LATERAL (
    SELECT sum(m.merged + m.reviews_submitted)::int AS activity,
      max(m.day) FILTER (WHERE m.merged + m.reviews_submitted > 0) AS "activeDay",
      (count(*) FILTER (WHERE m.day = ANY ($5::date[]) AND m.opened + m.ready + m.merged + m.closed_unmerged + m.reviews_submitted + m.pushes + m.review_requests > 0))::int AS "heardDays",
      max(m.day) FILTER (WHERE m.opened + m.ready + m.merged + m.closed_unmerged + m.reviews_submitted + m.pushes + m.review_requests > 0) AS "heardDay"
    FROM daily_metrics m
    WHERE m.organization_id = $1 AND m.scope_type = s.type AND m.scope_id = s.id AND m.definition_version = $3
      AND m.day > $4 AND m.day <= $6) AS d ON true;
