SELECT json_build_object('day', s.day, 'value', s.value, 'low', s.low, 'high', s.high, 'confidence', s.confidence, 'matured', s.matured) AS score, CASE WHEN b.day IS NOT NULL THEN json_build_object('day', b.day, 'value', b.value, 'low', b.low, 'high', b.high, 'confidence', b.confidence, 'matured', b.matured) END AS before, s.definition_version AS "definitionVersion", s.detail, s.computed_at AS "computedAt",
    (
  SELECT coalesce(json_agg(json_build_object('teamId', g.team_id, 'kind', g.kind, 'value', g.value, 'source', g.source,
    'effectiveFrom', g.effective_from, 'setAt', (extract(epoch FROM g.set_at) * 1000)::bigint)), '[]') FROM target g WHERE g.organization_id = $1 AND (g.team_id IS NULL OR g.team_id = $3)) AS targets
  FROM (SELECT * FROM score s WHERE s.organization_id = $1 AND s.scope_type = $2 AND s.scope_id = $3
      AND ($4::date IS NULL OR s.day = $4)
    ORDER BY s.definition_version DESC, s.day DESC LIMIT 1) AS s
  LEFT JOIN score b ON b.organization_id = $1 AND b.scope_type = s.scope_type AND b.scope_id = s.scope_id
    AND b.definition_version = s.definition_version AND b.day = s.day - 28;
