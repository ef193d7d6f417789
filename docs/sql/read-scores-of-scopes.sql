SELECT s.scope_id AS "scopeId", json_build_object('day', s.day, 'value', s.value, 'low', s.low, 'high', s.high, 'confidence', s.confidence, 'matured', s.matured) AS score, CASE WHEN b.day IS NOT NULL THEN json_build_object('day', b.day, 'value', b.value, 'low', b.low, 'high', b.high, 'confidence', b.confidence, 'matured', b.matured) END AS before
  FROM score s LEFT JOIN score b ON b.organization_id = $1 AND b.scope_type = s.scope_type AND b.scope_id = s.scope_id
    AND b.definition_version = s.definition_version AND b.day = s.day - 28
  WHERE s.organization_id = $1 AND s.scope_type = $2
    AND (s.definition_version, s.day) = (SELECT l.definition_version, l.day FROM score l WHERE l.organization_id = $1
      AND l.scope_type = 'organization' AND l.scope_id = $1 ORDER BY l.definition_version DESC, l.day DESC LIMIT 1);
