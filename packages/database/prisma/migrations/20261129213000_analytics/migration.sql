-- One partition a year: a read of a range touches the years it lies in. What is there is copied as it is.
ALTER TABLE daily_metrics NO FORCE ROW LEVEL SECURITY;
ALTER TABLE daily_metrics RENAME TO daily_metrics_unpartitioned;
ALTER TABLE daily_metrics_unpartitioned DROP CONSTRAINT daily_metrics_pkey;
ALTER TABLE daily_metrics_unpartitioned DROP CONSTRAINT daily_metrics_scope;
DROP INDEX daily_metrics_organization_id_day_idx;
ALTER TABLE daily_metrics_unpartitioned ADD COLUMN     "review_requests" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "review_requests_answered" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "review_requests_answered_in_target" INTEGER NOT NULL DEFAULT 0;
CREATE TABLE daily_metrics (LIKE daily_metrics_unpartitioned INCLUDING DEFAULTS) PARTITION BY RANGE (day);
ALTER TABLE daily_metrics ADD CONSTRAINT daily_metrics_pkey
  PRIMARY KEY (organization_id, scope_type, scope_id, definition_version, day);
ALTER TABLE daily_metrics ADD CONSTRAINT daily_metrics_scope
  CHECK (scope_type IN ('organization', 'team', 'repository', 'contributor'));
CREATE INDEX daily_metrics_organization_id_day_idx ON daily_metrics (organization_id, day);
-- Catches years before GitHub and after the partitions that upkeep has made.
CREATE TABLE daily_metrics_default PARTITION OF daily_metrics DEFAULT;

-- Makes the partitions of the years, both included, that do not exist yet; safe to call at any time, from any number of processes.
CREATE FUNCTION ensure_daily_metrics_partitions(first_year integer, last_year integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made integer := 0;
  name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('daily_metrics_partitions', 0));
  FOR year IN first_year .. last_year LOOP
    name := 'daily_metrics_' || year;
    CONTINUE WHEN to_regclass('public.' || quote_ident(name)) IS NOT NULL;
    CONTINUE WHEN EXISTS (SELECT 1 FROM daily_metrics_default
                          WHERE day >= make_date(year, 1, 1) AND day < make_date(year + 1, 1, 1));
    EXECUTE format('CREATE TABLE %I PARTITION OF daily_metrics FOR VALUES FROM (%L) TO (%L)', name,
                   make_date(year, 1, 1), make_date(year + 1, 1, 1));
    made := made + 1;
  END LOOP;
  RETURN made;
END $$;
SELECT ensure_daily_metrics_partitions(2008, extract(year FROM now())::integer + 2);
INSERT INTO daily_metrics SELECT * FROM daily_metrics_unpartitioned;
DROP TABLE daily_metrics_unpartitioned;
ALTER TABLE daily_metrics ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON daily_metrics USING (organization_id = current_organization_id())
  WITH CHECK (organization_id = current_organization_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON daily_metrics TO devpulse_app;
GRANT SELECT ON daily_metrics TO devpulse_dashboard;
REVOKE ALL ON FUNCTION ensure_daily_metrics_partitions(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_daily_metrics_partitions(integer, integer) TO devpulse_app;

-- AlterTable
ALTER TABLE "organization" ADD COLUMN     "alert_gaps" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "alerts_evaluated_at" TIMESTAMPTZ(6),
ADD COLUMN     "change_count" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "clocks_changed_at" TIMESTAMPTZ(6),
ADD COLUMN     "is_cycle_target_chosen" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "metrics_version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "retention_months" INTEGER NOT NULL DEFAULT 24,
ADD COLUMN     "rolled_up_at" TIMESTAMPTZ(6),
ADD COLUMN     "scored_through" DATE,
ADD COLUMN     "scores_dirty_from" DATE,
ADD COLUMN     "scores_dirty_since" TIMESTAMPTZ(6),
ADD COLUMN     "stale_score_days" DATE[] DEFAULT ARRAY[]::DATE[];

-- AlterTable
ALTER TABLE "pull_request" ADD COLUMN     "clock" TEXT,
ADD COLUMN     "generated_lines" INTEGER,
ADD COLUMN     "reverted_at" TIMESTAMPTZ(6),
ADD COLUMN     "reverted_by_id" UUID;

-- AlterTable
ALTER TABLE "team" ADD COLUMN     "holidays" DATE[] DEFAULT ARRAY[]::DATE[],
ADD COLUMN     "idle_gap_seconds" BIGINT,
ADD COLUMN     "time_zone" TEXT,
ADD COLUMN     "working_end_minute" INTEGER,
ADD COLUMN     "working_start_minute" INTEGER,
ADD COLUMN     "working_weekdays" INTEGER[] DEFAULT ARRAY[]::INTEGER[];

-- CreateTable
CREATE TABLE "review_request" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "pull_request_id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "reviewer_account_id" BIGINT NOT NULL,
    "reviewer_contributor_id" UUID,
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "answered_at" TIMESTAMPTZ(6),
    "answered_working" BIGINT,
    "ended_at" TIMESTAMPTZ(6),
    "is_counted" BOOLEAN NOT NULL,

    CONSTRAINT "review_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "window_metrics" (
    "organization_id" UUID NOT NULL,
    "scope_type" TEXT NOT NULL,
    "scope_id" UUID NOT NULL,
    "days" INTEGER NOT NULL,
    "definition_version" INTEGER NOT NULL,
    "last_day" DATE NOT NULL,
    "figures" JSONB NOT NULL,
    "detail" JSONB NOT NULL,
    "computed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "window_metrics_pkey" PRIMARY KEY ("organization_id","scope_type","days","definition_version","scope_id")
);

-- CreateTable
CREATE TABLE "target" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "team_id" UUID,
    "kind" TEXT NOT NULL,
    "value" BIGINT,
    "source" TEXT NOT NULL,
    "effective_from" DATE NOT NULL,
    "basis" JSONB NOT NULL DEFAULT '{}',
    "set_by" UUID,
    "set_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "target_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "score" (
    "organization_id" UUID NOT NULL,
    "scope_type" TEXT NOT NULL,
    "scope_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "definition_version" INTEGER NOT NULL,
    "value" DOUBLE PRECISION,
    "low" DOUBLE PRECISION,
    "high" DOUBLE PRECISION,
    "confidence" TEXT,
    "matured" INTEGER NOT NULL,
    "detail" JSONB NOT NULL,
    "evidence" JSONB NOT NULL,
    "computed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "score_pkey" PRIMARY KEY ("organization_id","scope_type","scope_id","definition_version","day")
);

-- CreateTable
CREATE TABLE "health_alert" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "deduplication_key" TEXT NOT NULL,
    "team_id" UUID,
    "repository_id" UUID,
    "state" TEXT NOT NULL,
    "since" TIMESTAMPTZ(6) NOT NULL,
    "opened_at" TIMESTAMPTZ(6) NOT NULL,
    "evidence" JSONB NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(6),
    "snoozed_until" TIMESTAMPTZ(6),
    "resolved_at" TIMESTAMPTZ(6),
    "resolved_reason" TEXT,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "health_alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_setting" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "team_id" UUID,
    "rule" TEXT NOT NULL,
    "is_enabled" BOOLEAN,
    "target" BIGINT,
    "set_by" UUID,
    "set_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "alert_setting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "digest_subscription" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "sent_through" DATE,
    "told_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "digest_subscription_pkey" PRIMARY KEY ("organization_id","user_id")
);

-- CreateTable
CREATE TABLE "definition_change" (
    "organization_id" UUID NOT NULL,
    "definition_version" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "definition_change_pkey" PRIMARY KEY ("organization_id","definition_version")
);

-- CreateIndex
CREATE INDEX "review_request_organization_id_requested_at_idx" ON "review_request"("organization_id", "requested_at");

-- CreateIndex
CREATE INDEX "review_request_organization_id_answered_at_idx" ON "review_request"("organization_id", "answered_at");

-- CreateIndex
CREATE INDEX "review_request_pull_request_id_idx" ON "review_request"("pull_request_id");

-- CreateIndex
CREATE INDEX "pull_request_organization_id_author_contributor_id_idx" ON "pull_request"("organization_id", "author_contributor_id");

-- CreateIndex
CREATE INDEX "target_organization_id_team_id_kind_effective_from_idx" ON "target"("organization_id", "team_id", "kind", "effective_from");

-- CreateIndex
CREATE INDEX "score_organization_id_day_idx" ON "score"("organization_id", "day");

-- CreateIndex
CREATE INDEX "health_alert_organization_id_state_opened_at_idx" ON "health_alert"("organization_id", "state", "opened_at");

-- CreateIndex
CREATE INDEX "health_alert_organization_id_deduplication_key_idx" ON "health_alert"("organization_id", "deduplication_key");

-- CreateIndex
CREATE INDEX "alert_setting_organization_id_rule_idx" ON "alert_setting"("organization_id", "rule");

-- AddForeignKey
ALTER TABLE "target" ADD CONSTRAINT "target_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "target" ADD CONSTRAINT "target_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_setting" ADD CONSTRAINT "alert_setting_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_setting" ADD CONSTRAINT "alert_setting_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "definition_change" ADD CONSTRAINT "definition_change_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "digest_subscription" ADD CONSTRAINT "digest_subscription_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership"("organization_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What schema.prisma cannot say.
ALTER TABLE organization NO FORCE ROW LEVEL SECURITY;
UPDATE organization SET is_cycle_target_chosen = true WHERE cycle_target_seconds <> 144000;
-- Requests for reviews, reverts and clocks are told by folding what is there.
UPDATE organization SET refold_requested_at = clock_timestamp();
ALTER TABLE organization FORCE ROW LEVEL SECURITY;
ALTER TABLE team ADD CONSTRAINT team_calendar CHECK (
  (time_zone IS NULL) = (working_start_minute IS NULL) AND (time_zone IS NULL) = (working_end_minute IS NULL));
ALTER TABLE organization ADD CONSTRAINT organization_retention_months CHECK (retention_months BETWEEN 3 AND 240);
ALTER TABLE window_metrics ADD CONSTRAINT window_metrics_scope CHECK (scope_type IN ('organization', 'team', 'repository'));
ALTER TABLE window_metrics ADD CONSTRAINT window_metrics_days CHECK (days IN (7, 14, 30, 90));
ALTER TABLE target ADD CONSTRAINT target_kind CHECK (kind IN ('sle', 'review', 'size'));
ALTER TABLE target ADD CONSTRAINT target_source CHECK (source IN ('chosen', 'computed'));
CREATE UNIQUE INDEX target_once ON target (organization_id, team_id, kind, source, effective_from) NULLS NOT DISTINCT;
ALTER TABLE score ADD CONSTRAINT score_scope CHECK (scope_type IN ('organization', 'team', 'repository', 'contributor'));
ALTER TABLE score ADD CONSTRAINT score_confidence CHECK (confidence IN ('low', 'medium', 'high'));
ALTER TABLE health_alert ADD CONSTRAINT health_alert_state CHECK (state IN ('open', 'acknowledged', 'snoozed', 'resolved'));
ALTER TABLE health_alert ADD CONSTRAINT health_alert_subject
  CHECK (subject_type IN ('pull_request', 'repository', 'team', 'organization', 'contributor'));
ALTER TABLE health_alert ADD CONSTRAINT health_alert_resolved CHECK ((state = 'resolved') = (resolved_at IS NOT NULL));
ALTER TABLE health_alert ADD CONSTRAINT health_alert_snoozed CHECK (state <> 'snoozed' OR snoozed_until IS NOT NULL);
CREATE UNIQUE INDEX health_alert_live ON health_alert (organization_id, deduplication_key) WHERE state <> 'resolved';
CREATE UNIQUE INDEX alert_setting_once ON alert_setting (organization_id, team_id, rule) NULLS NOT DISTINCT;
-- How long it was open, in classes that double: 0 under a day, 1 under two … 12 from 2,048 days on and while it is open. What was open at
-- an instant was opened at most the length of its class before, so a day of any age is found without its future or its past.
ALTER TABLE pull_request ADD COLUMN open_class smallint GENERATED ALWAYS AS (CASE WHEN open_until = 'infinity' THEN 12
  ELSE width_bucket(extract(epoch FROM open_until - opened_at) / 86400, ARRAY[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048]::numeric[])
  END) STORED;
CREATE INDEX pull_request_open_class ON pull_request (organization_id, open_class, opened_at, open_until);
CREATE INDEX pull_request_reverted ON pull_request (organization_id, reverted_at) WHERE reverted_at IS NOT NULL;
CREATE INDEX review_request_open ON review_request (organization_id, reviewer_contributor_id)
  WHERE answered_at IS NULL AND ended_at IS NULL;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['review_request', 'window_metrics', 'target', 'score', 'health_alert', 'alert_setting',
    'digest_subscription', 'definition_change'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization_id())
                    WITH CHECK (organization_id = current_organization_id())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO devpulse_app', name);
  END LOOP;
END $$;
GRANT SELECT ON review_request, window_metrics, target, score, health_alert, alert_setting, definition_change
  TO devpulse_dashboard;

-- Whatever changes who is in which team, or a team's calendar, may move pull requests to another calendar: no verb can forget to say so.
CREATE FUNCTION note_changed_clocks() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.organization_id ELSE NEW.organization_id END;
BEGIN
  UPDATE organization SET clocks_changed_at = clock_timestamp() WHERE id = changed
    AND (TG_TABLE_NAME = 'team'
      OR EXISTS (SELECT 1 FROM team t WHERE t.organization_id = changed AND t.time_zone IS NOT NULL));
  RETURN NULL;
END $$;
CREATE TRIGGER changes_clocks AFTER INSERT OR UPDATE OR DELETE ON team_membership
  FOR EACH ROW EXECUTE FUNCTION note_changed_clocks();
CREATE TRIGGER changes_clocks AFTER UPDATE OF time_zone, working_weekdays, working_start_minute, working_end_minute, holidays ON team
  FOR EACH ROW EXECUTE FUNCTION note_changed_clocks();
CREATE TRIGGER ends_clock AFTER DELETE ON team
  FOR EACH ROW WHEN (OLD.time_zone IS NOT NULL) EXECUTE FUNCTION note_changed_clocks();

-- Deliveries past their organization's retention and 90 days past their projection. Whole weeks go with their partition where nobody
-- keeps them; of the rest some rows at a time. Answers how many rows were deleted one by one.
CREATE FUNCTION expire_raw_deliveries(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET devpulse.system = 'on' AS $$
DECLARE
  longest integer := (SELECT coalesce(max(retention_months), 24) FROM organization);
  week record;
  is_kept boolean;
  expired integer;
BEGIN
  FOR week IN
    SELECT c.oid::regclass AS partition, to_date(substr(c.relname, 14), 'IYYY"w"IW') + 7 AS ends
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'raw_delivery'::regclass AND c.relname ~ '^raw_delivery_[0-9]{4}w[0-9]{2}$'
  LOOP
    CONTINUE WHEN week.ends > now() - make_interval(months => longest);
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s WHERE state = ''received'' OR projected_at > now() - interval ''90 days'')',
                   week.partition) INTO is_kept;
    CONTINUE WHEN is_kept;
    EXECUTE format('DROP TABLE %s', week.partition);
  END LOOP;
  DELETE FROM raw_delivery d USING (
    SELECT r.id, r.received_at FROM raw_delivery r LEFT JOIN organization o ON o.id = r.organization_id
    WHERE r.received_at < now() - make_interval(months => coalesce(o.retention_months, 24)) AND r.state <> 'received'
      AND coalesce(r.projected_at, '-infinity') <= now() - interval '90 days'
    LIMIT most) AS due
  WHERE d.id = due.id AND d.received_at = due.received_at;
  GET DIAGNOSTICS expired = ROW_COUNT;
  RETURN expired;
END $$;
REVOKE ALL ON FUNCTION expire_raw_deliveries(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION expire_raw_deliveries(integer) TO devpulse_app;

-- With the tables that name their organization and do not hang on its row.
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
    'github_app_key', 'github_webhook_secret', 'repository_import', 'repository_poll', 'organization'] LOOP
    EXECUTE format('DELETE FROM %I WHERE %I = $1', name,
                   CASE name WHEN 'organization' THEN 'id' ELSE 'organization_id' END) USING wanted;
  END LOOP;
  PERFORM set_config('devpulse.organization_id', scope, true);
  RETURN true;
END $$;
