SELECT a.id, a.rule, a.subject_type AS "subjectType", a.subject_id AS "subjectId",
  a.deduplication_key AS "deduplicationKey", a.team_id AS "teamId", a.repository_id AS "repositoryId", a.state, a.since,
  a.opened_at AS "openedAt", a.evidence, a.snoozed_until AS "snoozedUntil", a.resolved_at AS "resolvedAt",
  a.resolved_reason AS "resolvedReason", a.decided_by AS "decidedBy", a.decided_at AS "decidedAt",
    CASE WHEN p.id IS NOT NULL THEN r.web_url || '/pull/' || p.number ELSE r.web_url END AS url
  FROM health_alert a
  LEFT JOIN pull_request p ON a.subject_type = 'pull_request' AND p.organization_id = $1 AND p.id = a.subject_id
  LEFT JOIN repository r ON r.organization_id = $1
    AND r.id = CASE a.subject_type WHEN 'pull_request' THEN p.repository_id WHEN 'repository' THEN a.subject_id END
  WHERE a.organization_id = $1 AND a.state = ANY ($2::text[]) AND ($3::text IS NULL OR a.rule = $3)
  AND ($4::uuid IS NULL OR a.team_id = $4) AND (a.rule = ANY ($6::text[])
    OR (a.rule = ANY ($7::text[]) AND a.team_id IS NOT NULL AND ($8::uuid[] IS NULL OR a.team_id = ANY ($8)))
    OR (a.rule = ANY ($9::text[]) AND a.subject_id = $11)
    OR (a.rule = ANY ($10::text[]) AND (a.subject_id IS DISTINCT FROM $11) AND ($12::uuid[] IS NULL OR a.team_id = ANY ($12))
      AND (a.state = 'acknowledged' OR (a.state <> 'resolved' AND (a.evidence->>'managersFrom')::float8 <= $5::float8)))) AND ($13::float8 IS NULL OR (a.since, a.id) > (to_timestamp($13::float8 / 1000), $14::uuid))
  ORDER BY a.since, a.id LIMIT $15;
