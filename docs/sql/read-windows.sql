SELECT w.scope_id AS "scopeId", w.figures AS summary, w.last_day AS "lastDay",
    w.definition_version AS "definitionVersion", w.computed_at AS "computedAt"
  FROM window_metrics w
  WHERE w.organization_id = $1 AND w.scope_type = $2 AND w.days = $3 AND w.definition_version = (SELECT o.metrics_version FROM organization o WHERE o.id = $1)
  ORDER BY w.scope_id;
