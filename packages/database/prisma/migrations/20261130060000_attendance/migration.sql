-- CreateTable
CREATE TABLE "attendance_settings" (
    "organization_id" UUID NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "idle_policy" TEXT NOT NULL,
    "idle_threshold_minutes" INTEGER NOT NULL,
    "idle_minimum_minutes" INTEGER NOT NULL,
    "idle_maximum_minutes" INTEGER NOT NULL,
    "members_may_switch_off" BOOLEAN NOT NULL,
    "max_open_minutes" INTEGER NOT NULL,
    "reminder_minutes" INTEGER NOT NULL,
    "break_reminder_minutes" INTEGER NOT NULL,
    "shares_presence" BOOLEAN NOT NULL,
    "shows_session_times" BOOLEAN NOT NULL,
    "self_applies_corrections" BOOLEAN NOT NULL,
    "managers_may_lock" BOOLEAN NOT NULL,
    "retention_months" INTEGER NOT NULL,
    "set_by" UUID,

    CONSTRAINT "attendance_settings_pkey" PRIMARY KEY ("organization_id","valid_from")
);

-- CreateTable
CREATE TABLE "attendance_member" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "idle_threshold_minutes" INTEGER,
    "is_detection_on" BOOLEAN NOT NULL DEFAULT true,
    "zone_mode" TEXT NOT NULL DEFAULT 'automatic',
    "set_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "attendance_member_pkey" PRIMARY KEY ("organization_id","user_id")
);

-- CreateTable
CREATE TABLE "member_zone" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "source" TEXT NOT NULL,
    "zone" TEXT,

    CONSTRAINT "member_zone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attendance_device" (
    "organization_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "last_seq" INTEGER NOT NULL DEFAULT 0,
    "last_heard_at" TIMESTAMPTZ(6),

    CONSTRAINT "attendance_device_pkey" PRIMARY KEY ("organization_id","device_id")
);

-- CreateTable
CREATE TABLE "session_event" (
    "organization_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "session_id" UUID,
    "payload" JSONB NOT NULL,
    "payload_hash" BYTEA NOT NULL,
    "canonical_at" TIMESTAMPTZ(3) NOT NULL,
    "is_clamped" BOOLEAN NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "result" TEXT NOT NULL,
    "code" TEXT,
    "joined_session_id" UUID,

    CONSTRAINT "session_event_pkey" PRIMARY KEY ("organization_id","event_id")
);

-- CreateTable
CREATE TABLE "work_session" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "sibling_of" UUID,
    "opened_by_device_id" UUID,
    "aliases" UUID[] DEFAULT ARRAY[]::UUID[],
    "links" JSONB NOT NULL DEFAULT '[]',
    "state" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "raw_started_at" TIMESTAMPTZ(3) NOT NULL,
    "raw_ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "void_reason" TEXT,
    "review_reason" TEXT,
    "is_provisional" BOOLEAN NOT NULL,
    "correction_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "work_session_pkey" PRIMARY KEY ("organization_id","user_id","id")
);

-- CreateTable
CREATE TABLE "work_pause" (
    "organization_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "piece_of" UUID,
    "device_id" UUID,
    "kind" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "raw_started_at" TIMESTAMPTZ(3) NOT NULL,
    "raw_ended_at" TIMESTAMPTZ(3),
    "resolution" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "work_pause_pkey" PRIMARY KEY ("organization_id","user_id","session_id","id")
);

-- CreateTable
CREATE TABLE "sign_of_life" (
    "organization_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_of_life_pkey" PRIMARY KEY ("organization_id","user_id","device_id","session_id")
);

-- CreateTable
CREATE TABLE "session_correction" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "session_id" UUID,
    "before" JSONB,
    "after" JSONB,
    "reason" TEXT NOT NULL,
    "held_reason" TEXT,
    "event_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "asked_by" UUID,
    "asked_at" TIMESTAMPTZ(6) NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(6),
    "decided_as" TEXT,
    "decision_reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "session_correction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attendance_audit" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "actor_user_id" UUID,
    "subject_user_id" UUID,
    "action" TEXT NOT NULL,
    "correction_id" UUID,
    "session_id" UUID,
    "before" JSONB NOT NULL DEFAULT '{}',
    "after" JSONB NOT NULL DEFAULT '{}',
    "reason" TEXT,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "attendance_audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attendance_lock" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "through" DATE NOT NULL,
    "before" TIMESTAMPTZ(3) NOT NULL,
    "locked_by" UUID,
    "locked_at" TIMESTAMPTZ(3) NOT NULL,
    "unlocked_by" UUID,
    "unlocked_at" TIMESTAMPTZ(3),

    CONSTRAINT "attendance_lock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "leave_day" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "portion" TEXT NOT NULL,
    "set_by" UUID,
    "set_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "leave_day_pkey" PRIMARY KEY ("organization_id","user_id","day")
);

-- CreateTable
CREATE TABLE "attendance_target" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID,
    "effective_from" DATE NOT NULL,
    "minutes" INTEGER[],
    "set_by" UUID,
    "set_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "attendance_target_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attendance_summary" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "zone" TEXT NOT NULL,
    "worked_ms" BIGINT NOT NULL,
    "break_ms" BIGINT NOT NULL,
    "unresolved_ms" BIGINT NOT NULL,
    "excluded_ms" BIGINT NOT NULL,
    "first_in" TIMESTAMPTZ(3),
    "last_out" TIMESTAMPTZ(3),
    "sessions" INTEGER NOT NULL,
    "auto_closed" INTEGER NOT NULL,
    "corrected" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "tzdata" TEXT NOT NULL,
    "computed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "attendance_summary_pkey" PRIMARY KEY ("organization_id","user_id","day")
);

-- CreateIndex
CREATE INDEX "member_zone_organization_id_user_id_valid_from_idx" ON "member_zone"("organization_id", "user_id", "valid_from");

-- CreateIndex
CREATE INDEX "attendance_device_organization_id_user_id_idx" ON "attendance_device"("organization_id", "user_id");

-- CreateIndex
CREATE INDEX "session_event_organization_id_user_id_canonical_at_idx" ON "session_event"("organization_id", "user_id", "canonical_at");

-- CreateIndex
CREATE INDEX "session_event_organization_id_user_id_session_id_idx" ON "session_event"("organization_id", "user_id", "session_id");

-- CreateIndex
CREATE UNIQUE INDEX "session_event_organization_id_device_id_seq_key" ON "session_event"("organization_id", "device_id", "seq");

-- CreateIndex
CREATE INDEX "work_session_organization_id_user_id_started_at_idx" ON "work_session"("organization_id", "user_id", "started_at");

-- CreateIndex
CREATE INDEX "work_pause_organization_id_user_id_started_at_idx" ON "work_pause"("organization_id", "user_id", "started_at");

-- CreateIndex
CREATE INDEX "sign_of_life_organization_id_user_id_until_idx" ON "sign_of_life"("organization_id", "user_id", "until");

-- CreateIndex
CREATE INDEX "session_correction_organization_id_user_id_asked_at_idx" ON "session_correction"("organization_id", "user_id", "asked_at");

-- CreateIndex
CREATE INDEX "session_correction_organization_id_state_asked_at_idx" ON "session_correction"("organization_id", "state", "asked_at");

-- CreateIndex
CREATE INDEX "attendance_audit_organization_id_subject_user_id_at_idx" ON "attendance_audit"("organization_id", "subject_user_id", "at");

-- CreateIndex
CREATE INDEX "attendance_audit_organization_id_at_idx" ON "attendance_audit"("organization_id", "at");

-- CreateIndex
CREATE INDEX "attendance_lock_organization_id_user_id_through_idx" ON "attendance_lock"("organization_id", "user_id", "through");

-- CreateIndex
CREATE INDEX "attendance_summary_organization_id_day_idx" ON "attendance_summary"("organization_id", "day");

-- What schema.prisma cannot say.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE attendance_settings ADD CONSTRAINT attendance_settings_bounds CHECK (
  idle_policy IN ('prompt', 'off') AND 5 <= idle_minimum_minutes AND idle_minimum_minutes <= idle_threshold_minutes
  AND idle_threshold_minutes <= idle_maximum_minutes AND idle_maximum_minutes <= 60 AND max_open_minutes BETWEEN 480 AND 1440
  AND reminder_minutes BETWEEN 60 AND 1440 AND break_reminder_minutes BETWEEN 15 AND 480 AND retention_months BETWEEN 3 AND 240);
ALTER TABLE attendance_member ADD CONSTRAINT attendance_member_bounds CHECK (
  idle_threshold_minutes BETWEEN 5 AND 60 AND zone_mode IN ('automatic', 'chosen'));
ALTER TABLE member_zone ADD CONSTRAINT member_zone_source CHECK (
  source IN ('device', 'chosen', 'automatic') AND (zone IS NULL) = (source = 'automatic'));
ALTER TABLE attendance_device ADD CONSTRAINT attendance_device_kind CHECK (kind IN ('desktop', 'web') AND last_seq >= 0);
CREATE UNIQUE INDEX attendance_device_web ON attendance_device (organization_id, user_id) WHERE kind = 'web';
ALTER TABLE session_event ADD CONSTRAINT session_event_result CHECK (result IN ('applied', 'superseded', 'held', 'rejected') AND seq > 0);
ALTER TABLE work_session ADD CONSTRAINT work_session_state
  CHECK (state IN ('open', 'on_break', 'closed', 'auto_closed', 'corrected', 'voided'));
ALTER TABLE work_session ADD CONSTRAINT work_session_open CHECK (
  CASE WHEN ended_at IS NULL THEN state IN ('open', 'on_break', 'voided') ELSE state NOT IN ('open', 'on_break') END);
ALTER TABLE work_session ADD CONSTRAINT work_session_range CHECK (state = 'voided' OR started_at < coalesce(ended_at, 'infinity'));
-- One member's time is counted once, whatever was written by whom.
ALTER TABLE work_session ADD CONSTRAINT work_session_no_overlap EXCLUDE USING gist (
  organization_id WITH =, user_id WITH =, tstzrange(started_at, coalesce(ended_at, 'infinity'), '[)') WITH &&) WHERE (state <> 'voided');
CREATE UNIQUE INDEX work_session_one_open ON work_session (organization_id, user_id) WHERE ended_at IS NULL AND state <> 'voided';
ALTER TABLE work_session ADD CONSTRAINT work_session_void CHECK ((state = 'voided') = (void_reason IS NOT NULL));
CREATE INDEX work_session_to_review ON work_session (organization_id, user_id, started_at) WHERE review_reason IS NOT NULL;
CREATE INDEX work_session_open_since ON work_session (organization_id, started_at) WHERE ended_at IS NULL;
CREATE INDEX work_pause_pending ON work_pause (organization_id, user_id, started_at) WHERE resolution = 'pending';
ALTER TABLE work_pause ADD CONSTRAINT work_pause_kind CHECK (kind IN ('break', 'idle', 'gap'));
ALTER TABLE work_pause ADD CONSTRAINT work_pause_resolution CHECK (resolution IN ('pending', 'excluded', 'counted'));
ALTER TABLE work_pause ADD CONSTRAINT work_pause_range CHECK (started_at <= coalesce(ended_at, 'infinity'));
ALTER TABLE session_correction ADD CONSTRAINT session_correction_kind CHECK (kind IN ('change', 'entry', 'void', 'held_events'));
ALTER TABLE session_correction ADD CONSTRAINT session_correction_state CHECK (state IN ('pending', 'approved', 'declined', 'withdrawn'));
ALTER TABLE session_correction ADD CONSTRAINT session_correction_decided CHECK ((state = 'pending') = (decided_at IS NULL));
CREATE INDEX session_correction_approved ON session_correction (organization_id, user_id, starts_at) WHERE state = 'approved';
ALTER TABLE session_correction ADD CONSTRAINT session_correction_held CHECK ((kind = 'held_events') = (held_reason IS NOT NULL));
ALTER TABLE attendance_lock ADD CONSTRAINT attendance_lock_unlocked CHECK (unlocked_at >= locked_at);
ALTER TABLE leave_day ADD CONSTRAINT leave_day_kind 
  CHECK (kind IN ('vacation', 'sick', 'public_holiday', 'other') AND portion IN ('whole', 'half'));
ALTER TABLE attendance_target ADD CONSTRAINT attendance_target_minutes
  CHECK (cardinality(minutes) = 7 AND 0 <= ALL (minutes) AND 1440 >= ALL (minutes));
CREATE UNIQUE INDEX attendance_target_once ON attendance_target (organization_id, user_id, effective_from) NULLS NOT DISTINCT;
ALTER TABLE attendance_summary ADD CONSTRAINT attendance_summary_status CHECK (status IN ('open', 'final', 'locked'));
ALTER TABLE attendance_summary ADD CONSTRAINT attendance_summary_positive CHECK (least(worked_ms, break_ms, unresolved_ms, excluded_ms) >= 0);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['attendance_settings', 'attendance_member', 'member_zone', 'attendance_device', 'session_event',
    'work_session', 'work_pause', 'sign_of_life', 'session_correction', 'attendance_audit', 'attendance_lock', 'leave_day', 'attendance_target',
    'attendance_summary'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization_id())
                    WITH CHECK (organization_id = current_organization_id())', name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO devpulse_app', name);
  END LOOP;
  -- Not among these: what is only ever added to.
  FOREACH name IN ARRAY ARRAY['attendance_member', 'member_zone', 'attendance_device', 'work_session', 'work_pause',
    'sign_of_life', 'leave_day', 'attendance_target', 'attendance_summary'] LOOP
    EXECUTE format('GRANT UPDATE, DELETE ON %I TO devpulse_app', name);
  END LOOP;
END $$;
-- Of what was asked only the decision is written later, of a lock only that it was taken back.
GRANT UPDATE (unlocked_by, unlocked_at) ON attendance_lock TO devpulse_app;
GRANT UPDATE (state, decided_by, decided_at, decided_as, decision_reason, version) ON session_correction TO devpulse_app;

-- Takes a person out of the organization of the transaction: their time goes, and of who changed whose time the story stays, of nobody.
CREATE FUNCTION forget_attendance(person uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['attendance_member', 'member_zone', 'attendance_device', 'session_event', 'work_session', 'work_pause', 'sign_of_life',
    'session_correction', 'attendance_lock', 'leave_day', 'attendance_target', 'attendance_summary'] LOOP
    EXECUTE format('DELETE FROM %I WHERE organization_id = current_organization_id() AND user_id = $1', name) USING person;
  END LOOP;
  UPDATE attendance_audit SET actor_user_id = nullif(actor_user_id, person), subject_user_id = nullif(subject_user_id, person)
    WHERE organization_id = current_organization_id() AND person IN (actor_user_id, subject_user_id);
  UPDATE session_correction SET asked_by = nullif(asked_by, person), decided_by = nullif(decided_by, person)
    WHERE organization_id = current_organization_id() AND person IN (asked_by, decided_by);
  UPDATE attendance_settings SET set_by = NULL WHERE organization_id = current_organization_id() AND set_by = person;
  UPDATE attendance_lock SET locked_by = nullif(locked_by, person), unlocked_by = nullif(unlocked_by, person)
    WHERE organization_id = current_organization_id() AND person IN (locked_by, unlocked_by);
  UPDATE leave_day SET set_by = NULL WHERE organization_id = current_organization_id() AND set_by = person;
  UPDATE attendance_target SET set_by = NULL WHERE organization_id = current_organization_id() AND set_by = person;
END $$;

-- Time past the retention of the organization of the transaction, some rows of each table at a time. Answers how many rows went.
CREATE FUNCTION expire_attendance(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  kept_since timestamptz := now() - make_interval(months => coalesce((SELECT retention_months FROM attendance_settings
    WHERE organization_id = current_organization_id() ORDER BY valid_from DESC LIMIT 1), 24));
  rule record;
  gone integer;
  total integer := 0;
BEGIN
  FOR rule IN SELECT * FROM (VALUES
    ('session_event', 'canonical_at'), ('work_session', 'ended_at'), ('work_pause', 'ended_at'), ('sign_of_life', 'until'),
    ('session_correction', 'ends_at'),
    ('attendance_audit', 'at'), ('leave_day', 'day'), ('attendance_summary', 'day')) AS t (name, aged) LOOP
    EXECUTE format('DELETE FROM %1$I WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$I
      WHERE organization_id = current_organization_id() AND %2$I < $1 LIMIT $2))', rule.name, rule.aged) USING kept_since, most;
    GET DIAGNOSTICS gone = ROW_COUNT;
    total := total + gone;
  END LOOP;
  RETURN total;
END $$;
REVOKE ALL ON FUNCTION forget_attendance(uuid), expire_attendance(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_attendance(uuid), expire_attendance(integer) TO devpulse_app;

-- With attendance, whose tables do not hang on the organization's row.
CREATE OR REPLACE FUNCTION purge_organization(wanted uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET devpulse.system = 'on' AS $$
DECLARE
  scope text := coalesce(current_setting('devpulse.organization_id', true), '');
  name text;
BEGIN
  PERFORM set_config('devpulse.organization_id', wanted::text, true);
  IF NOT EXISTS (SELECT 1 FROM organization WHERE id = wanted AND deletion_due_at <= now()) THEN
    PERFORM set_config('devpulse.organization_id', scope, true);
    RETURN false;
  END IF;
  FOREACH name IN ARRAY ARRAY['timeline_entry', 'pull_request', 'review', 'review_request', 'push', 'daily_metrics',
    'window_metrics', 'score', 'health_alert', 'digest_subscription', 'dirty_day', 'raw_delivery', 'audit_entry', 'person_view', 'notice',
    'github_app_key', 'github_webhook_secret', 'repository_import', 'repository_poll', 'attendance_settings', 'attendance_member',
    'member_zone', 'attendance_device', 'session_event', 'work_session', 'work_pause', 'sign_of_life', 'session_correction',
    'attendance_audit', 'attendance_lock', 'leave_day', 'attendance_target', 'attendance_summary', 'organization'] LOOP
    EXECUTE format('DELETE FROM %I WHERE %I = $1', name,
                   CASE name WHEN 'organization' THEN 'id' ELSE 'organization_id' END) USING wanted;
  END LOOP;
  PERFORM set_config('devpulse.organization_id', scope, true);
  RETURN true;
END $$;
