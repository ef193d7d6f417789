SELECT o.metrics_version AS "definitionVersion",
  (SELECT json_build_object('summary', w.figures || w.detail, 'lastDay', w.last_day, 'definitionVersion', w.definition_version,
    'computedAt', (extract(epoch FROM w.computed_at) * 1000)::bigint) FROM window_metrics w
   WHERE w.organization_id = $1 AND w.scope_type = $2 AND w.scope_id = $3 AND w.days = $4
     AND w.definition_version = o.metrics_version) AS window,
  CASE WHEN s.day IS NOT NULL THEN json_build_object('day', s.day, 'value', s.value,
    'low', s.low, 'high', s.high, 'confidence', s.confidence, 'matured', s.matured) END AS score, CASE WHEN b.day IS NOT NULL THEN json_build_object('day', b.day, 'value', b.value,
    'low', b.low, 'high', b.high, 'confidence', b.confidence, 'matured', b.matured) END AS "scoreBefore",
  (SELECT json_build_object('open', count(*) FILTER (WHERE a.state = 'open'), 'acknowledged', count(*) FILTER (WHERE a.state = 'acknowledged'), 'snoozed', count(*) FILTER (WHERE a.state = 'snoozed')) FROM health_alert a
   WHERE a.organization_id = $1 AND a.state IN ('open', 'acknowledged', 'snoozed') AND a.subject_type <> 'contributor'
     AND a.rule = ANY ($5::text[])
     AND CASE $2 WHEN 'team' THEN a.team_id = $3 WHEN 'repository' THEN a.repository_id = $3 ELSE $2 = 'organization' END) AS alerts
  FROM organization o
  LEFT JOIN LATERAL (
    SELECT * FROM score s WHERE s.organization_id = $1 AND s.scope_type = $2 AND s.scope_id = $3
    ORDER BY s.definition_version DESC, s.day DESC LIMIT 1) AS s ON true
  LEFT JOIN score b ON b.organization_id = $1 AND b.scope_type = $2 AND b.scope_id = $3
    AND b.definition_version = s.definition_version AND b.day = s.day - 28
  WHERE o.id = $1;
