SELECT o.slug, o.name, json_build_object('zone', o.time_zone, 'weekdays', o.working_weekdays,
  'startMinute', o.working_start_minute, 'endMinute', o.working_end_minute, 'holidays', o.holidays) AS calendar, o.is_cycle_target_chosen AS "isCycleTargetChosen",
  json_build_object('reviewWorkingSeconds', o.review_target_seconds, 'cycleWorkingSeconds', o.cycle_target_seconds) AS organization,
  (
  SELECT coalesce(json_object_agg(t.id, json_build_object('zone', t.time_zone, 'weekdays', t.working_weekdays,
  'startMinute', t.working_start_minute, 'endMinute', t.working_end_minute, 'holidays', t.holidays)), '{}')
  FROM team t WHERE t.organization_id = o.id AND t.time_zone IS NOT NULL) AS "teamCalendars", (
  SELECT coalesce(json_agg(json_build_object('teamId', g.team_id, 'kind', g.kind, 'value', g.value, 'source', g.source,
    'effectiveFrom', g.effective_from, 'setAt', (extract(epoch FROM g.set_at) * 1000)::bigint)), '[]') FROM (
    SELECT t.*, max(t.effective_from) FILTER (WHERE t.effective_from <= ($2::timestamptz AT TIME ZONE o.time_zone)::date) OVER (PARTITION BY t.team_id, t.kind, t.source) AS newest
    FROM target t WHERE t.organization_id = o.id) AS g
  WHERE g.newest IS NULL OR g.effective_from >= g.newest) AS dated,
    (SELECT count(*)::int FROM contributor c WHERE c.organization_id = $1 AND EXISTS (
      SELECT 1 FROM github_account a WHERE a.organization_id = $1 AND a.contributor_id = c.id AND NOT a.is_bot)) AS people,
    (SELECT count(*)::int FROM repository r WHERE r.organization_id = $1 AND r.is_tracked) AS repositories,
    (SELECT coalesce(json_agg(json_build_object('id', t.id, 'slug', t.slug, 'name', t.name) ORDER BY t.name), '[]')
      FROM team t WHERE t.organization_id = $1) AS teams
  FROM organization o WHERE o.id = $1;
