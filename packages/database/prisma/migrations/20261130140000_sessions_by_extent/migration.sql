-- Sessions are looked for by where they lie, as they count or as they were recorded: what an upload costs does not grow with a member's years.
-- (coalesce would do instead of CASE, were it not held to leak what row-level security hides, so that no index is used for it.)
CREATE INDEX work_session_extent ON work_session (organization_id, user_id,
  (CASE WHEN ended_at IS NULL THEN 'infinity' ELSE greatest(ended_at, raw_ended_at, started_at, raw_started_at) END), least(started_at, raw_started_at));
-- And by what devices call them, which is seldom another name than theirs.
CREATE INDEX work_session_aliases ON work_session (organization_id, user_id) WHERE aliases <> '{}';
