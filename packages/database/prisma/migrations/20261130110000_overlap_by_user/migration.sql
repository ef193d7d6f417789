-- The person first: where all sessions are of one organization, its id tells an index nothing, and each session was looked for among all.
ALTER TABLE work_session DROP CONSTRAINT work_session_no_overlap;
ALTER TABLE work_session ADD CONSTRAINT work_session_no_overlap EXCLUDE USING gist (
  user_id WITH =, organization_id WITH =, tstzrange(started_at, coalesce(ended_at, 'infinity'), '[)') WITH &&) WHERE (state <> 'voided');
