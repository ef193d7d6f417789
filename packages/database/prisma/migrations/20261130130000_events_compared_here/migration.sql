-- Nothing is looked for by these: pauses are found by their session, day sheets by their member.
DROP INDEX work_pause_organization_id_user_id_started_at_idx, attendance_summary_organization_id_day_idx;

-- Hashes as they are made now, so that an event that was taken before is known again; of all organizations, so without their policies.
ALTER TABLE session_event NO FORCE ROW LEVEL SECURITY;
UPDATE session_event SET payload_hash = sha256(convert_to(payload::text, 'UTF8'));
ALTER TABLE session_event FORCE ROW LEVEL SECURITY;
