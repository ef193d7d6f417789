-- Nothing is looked for by these: pauses are found by their session, day sheets by their member.
DROP INDEX work_pause_organization_id_user_id_started_at_idx, attendance_summary_organization_id_day_idx;
