-- Tables as Prisma makes them from schema.prisma; raw_delivery is partitioned by week.
-- CreateTable
CREATE TABLE "organization" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "github_account_id" BIGINT,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "working_weekdays" INTEGER[] DEFAULT ARRAY[1, 2, 3, 4, 5]::INTEGER[],
    "working_start_minute" INTEGER NOT NULL DEFAULT 540,
    "working_end_minute" INTEGER NOT NULL DEFAULT 1020,
    "holidays" DATE[] DEFAULT ARRAY[]::DATE[],
    "review_target_seconds" INTEGER NOT NULL DEFAULT 28800,
    "cycle_target_seconds" INTEGER NOT NULL DEFAULT 144000,
    "bot_logins" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "rolled_through" DATE,
    "confirmed_through" DATE,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("organization_id","user_id")
);

-- CreateTable
CREATE TABLE "team" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "github_team_id" BIGINT,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team_membership" (
    "organization_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "contributor_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(6) NOT NULL,
    "ends_at" TIMESTAMPTZ(6),

    CONSTRAINT "team_membership_pkey" PRIMARY KEY ("organization_id","contributor_id","team_id","starts_at")
);

-- CreateTable
CREATE TABLE "contributor" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID,
    "display_name" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contributor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "github_account" (
    "organization_id" UUID NOT NULL,
    "github_id" BIGINT NOT NULL,
    "login" TEXT NOT NULL,
    "account_type" TEXT NOT NULL,
    "is_bot" BOOLEAN NOT NULL,
    "contributor_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "github_account_pkey" PRIMARY KEY ("organization_id","github_id")
);

-- CreateTable
CREATE TABLE "repository" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "github_id" BIGINT NOT NULL,
    "full_name" TEXT NOT NULL,
    "default_branch" TEXT,
    "web_url" TEXT NOT NULL,
    "is_private" BOOLEAN NOT NULL,
    "is_archived" BOOLEAN NOT NULL,
    "seen_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "repository_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "installation" (
    "github_id" BIGINT NOT NULL,
    "organization_id" UUID NOT NULL,
    "account_id" BIGINT NOT NULL,
    "account_login" TEXT NOT NULL,
    "account_type" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "permissions" JSONB NOT NULL DEFAULT '{}',
    "source_at" TIMESTAMPTZ(6) NOT NULL,
    "source_rank" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("github_id")
);

-- CreateTable
CREATE TABLE "raw_delivery" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "guid" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "action" TEXT,
    "installation_id" BIGINT,
    "organization_id" UUID,
    "hook_id" TEXT,
    "installation_target_id" TEXT,
    "headers" JSONB NOT NULL,
    "body" BYTEA NOT NULL,
    "body_sha256" BYTEA NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "projected_version" INTEGER,
    "projected_at" TIMESTAMPTZ(6),

    CONSTRAINT "raw_delivery_pkey" PRIMARY KEY ("id","received_at")
) PARTITION BY RANGE ("received_at");

-- CreateTable
CREATE TABLE "delivery_key" (
    "guid" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "body_sha256" BYTEA NOT NULL,
    "delivery_id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "repeats" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "delivery_key_pkey" PRIMARY KEY ("guid")
);

-- CreateTable
CREATE TABLE "timeline_entry" (
    "organization_id" UUID NOT NULL,
    "pull_request_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor_id" BIGINT,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "timeline_entry_pkey" PRIMARY KEY ("organization_id","pull_request_id","key")
);

-- CreateTable
CREATE TABLE "pull_request" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "github_id" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "author_account_id" BIGINT,
    "author_contributor_id" UUID,
    "snapshot" JSONB NOT NULL,
    "facts" JSONB NOT NULL,
    "title" TEXT NOT NULL,
    "head_repository_id" BIGINT,
    "head_ref" TEXT NOT NULL,
    "additions" INTEGER NOT NULL DEFAULT 0,
    "deletions" INTEGER NOT NULL DEFAULT 0,
    "changed_files" INTEGER NOT NULL DEFAULT 0,
    "commits" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL,
    "is_draft" BOOLEAN NOT NULL,
    "is_counted" BOOLEAN NOT NULL,
    "opened_at" TIMESTAMPTZ(6) NOT NULL,
    "ready_at" TIMESTAMPTZ(6),
    "first_commit_at" TIMESTAMPTZ(6),
    "first_review_at" TIMESTAMPTZ(6),
    "approved_at" TIMESTAMPTZ(6),
    "closed_at" TIMESTAMPTZ(6),
    "merged_at" TIMESTAMPTZ(6),
    "coding_elapsed" BIGINT,
    "coding_working" BIGINT,
    "pickup_elapsed" BIGINT,
    "pickup_working" BIGINT,
    "review_elapsed" BIGINT,
    "review_working" BIGINT,
    "merge_wait_elapsed" BIGINT,
    "merge_wait_working" BIGINT,
    "unreviewed_elapsed" BIGINT,
    "unreviewed_working" BIGINT,
    "cycle_elapsed" BIGINT,
    "cycle_working" BIGINT,
    "lead_elapsed" BIGINT,
    "lead_working" BIGINT,
    "draft_after_ready_seconds" BIGINT NOT NULL DEFAULT 0,
    "has_early_feedback" BOOLEAN NOT NULL DEFAULT false,
    "is_merged_without_review" BOOLEAN NOT NULL DEFAULT false,
    "rework_cycles" INTEGER NOT NULL DEFAULT 0,
    "review_count" INTEGER NOT NULL DEFAULT 0,
    "reviewer_count" INTEGER NOT NULL DEFAULT 0,
    "reverts_number" INTEGER,
    "reasons" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "ready_working_offset" BIGINT,
    "draft_during" tstzmultirange NOT NULL,
    "waiting_during" tstzmultirange NOT NULL,
    "in_review_during" tstzmultirange NOT NULL,
    "approved_during" tstzmultirange NOT NULL,
    "open_until" TIMESTAMPTZ(6) NOT NULL,
    "definition_version" INTEGER NOT NULL,

    CONSTRAINT "pull_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "pull_request_id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "github_id" BIGINT NOT NULL,
    "reviewer_account_id" BIGINT,
    "reviewer_contributor_id" UUID,
    "state" TEXT,
    "submitted_at" TIMESTAMPTZ(6) NOT NULL,
    "dismissed_at" TIMESTAMPTZ(6),
    "is_counted" BOOLEAN NOT NULL,

    CONSTRAINT "review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "push" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "repository_github_id" BIGINT NOT NULL,
    "ref" TEXT NOT NULL,
    "before_sha" TEXT NOT NULL,
    "after_sha" TEXT NOT NULL,
    "is_forced" BOOLEAN NOT NULL,
    "is_created" BOOLEAN NOT NULL,
    "is_deleted" BOOLEAN NOT NULL,
    "pusher_account_id" BIGINT,
    "pusher_contributor_id" UUID,
    "is_counted" BOOLEAN NOT NULL,
    "pushed_at" TIMESTAMPTZ(6) NOT NULL,
    "distinct_commits" INTEGER NOT NULL,
    "earliest_authored_at" TIMESTAMPTZ(6),

    CONSTRAINT "push_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "daily_metrics" (
    "organization_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "scope_type" TEXT NOT NULL,
    "scope_id" UUID NOT NULL,
    "definition_version" INTEGER NOT NULL,
    "opened" INTEGER NOT NULL DEFAULT 0,
    "ready" INTEGER NOT NULL DEFAULT 0,
    "merged" INTEGER NOT NULL DEFAULT 0,
    "closed_unmerged" INTEGER NOT NULL DEFAULT 0,
    "reverted" INTEGER NOT NULL DEFAULT 0,
    "reviews_submitted" INTEGER NOT NULL DEFAULT 0,
    "pull_requests_reviewed" INTEGER NOT NULL DEFAULT 0,
    "pushes" INTEGER NOT NULL DEFAULT 0,
    "commits" INTEGER NOT NULL DEFAULT 0,
    "additions" BIGINT NOT NULL DEFAULT 0,
    "deletions" BIGINT NOT NULL DEFAULT 0,
    "merged_without_review" INTEGER NOT NULL DEFAULT 0,
    "first_reviews_in_target" INTEGER NOT NULL DEFAULT 0,
    "open_ready" INTEGER NOT NULL DEFAULT 0,
    "open_draft" INTEGER NOT NULL DEFAULT 0,
    "waiting_for_review" INTEGER NOT NULL DEFAULT 0,
    "in_review" INTEGER NOT NULL DEFAULT 0,
    "approved_not_merged" INTEGER NOT NULL DEFAULT 0,
    "older_than_target" INTEGER NOT NULL DEFAULT 0,
    "sketches" JSONB NOT NULL DEFAULT '{}',
    "computed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "daily_metrics_pkey" PRIMARY KEY ("organization_id","scope_type","scope_id","definition_version","day")
);

-- CreateTable
CREATE TABLE "dirty_day" (
    "id" BIGSERIAL NOT NULL,
    "organization_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "marked_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "received_at" TIMESTAMPTZ(6),

    CONSTRAINT "dirty_day_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "organization_slug_key" ON "organization"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "organization_github_account_id_key" ON "organization"("github_account_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

-- CreateIndex
CREATE INDEX "team_organization_id_slug_idx" ON "team"("organization_id", "slug");

-- CreateIndex
CREATE INDEX "team_organization_id_github_team_id_idx" ON "team"("organization_id", "github_team_id");

-- CreateIndex
CREATE INDEX "team_membership_team_id_idx" ON "team_membership"("team_id");

-- CreateIndex
CREATE INDEX "contributor_organization_id_idx" ON "contributor"("organization_id");

-- CreateIndex
CREATE INDEX "contributor_user_id_idx" ON "contributor"("user_id");

-- CreateIndex
CREATE INDEX "github_account_contributor_id_idx" ON "github_account"("contributor_id");

-- CreateIndex
CREATE INDEX "repository_organization_id_github_id_idx" ON "repository"("organization_id", "github_id");

-- CreateIndex
CREATE INDEX "installation_organization_id_idx" ON "installation"("organization_id");

-- CreateIndex
CREATE INDEX "raw_delivery_organization_id_received_at_idx" ON "raw_delivery"("organization_id", "received_at");

-- CreateIndex
CREATE INDEX "delivery_key_received_at_idx" ON "delivery_key"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_key_event_body_sha256_key" ON "delivery_key"("event", "body_sha256");

-- CreateIndex
CREATE INDEX "pull_request_organization_id_repository_id_number_idx" ON "pull_request"("organization_id", "repository_id", "number");

-- CreateIndex
CREATE INDEX "pull_request_organization_id_merged_at_idx" ON "pull_request"("organization_id", "merged_at");

-- CreateIndex
CREATE INDEX "pull_request_organization_id_open_until_idx" ON "pull_request"("organization_id", "open_until");

-- CreateIndex
CREATE INDEX "pull_request_organization_id_opened_at_idx" ON "pull_request"("organization_id", "opened_at");

-- CreateIndex
CREATE INDEX "pull_request_organization_id_ready_at_idx" ON "pull_request"("organization_id", "ready_at");

-- CreateIndex
CREATE INDEX "pull_request_organization_id_closed_at_idx" ON "pull_request"("organization_id", "closed_at");

-- CreateIndex
CREATE INDEX "pull_request_organization_id_head_repository_id_head_ref_idx" ON "pull_request"("organization_id", "head_repository_id", "head_ref");

-- CreateIndex
CREATE INDEX "pull_request_organization_id_github_id_idx" ON "pull_request"("organization_id", "github_id");

-- CreateIndex
CREATE INDEX "review_organization_id_submitted_at_idx" ON "review"("organization_id", "submitted_at");

-- CreateIndex
CREATE INDEX "review_pull_request_id_idx" ON "review"("pull_request_id");

-- CreateIndex
CREATE INDEX "review_organization_id_pull_request_id_github_id_idx" ON "review"("organization_id", "pull_request_id", "github_id");

-- CreateIndex
CREATE INDEX "push_organization_id_pushed_at_idx" ON "push"("organization_id", "pushed_at");

-- CreateIndex
CREATE INDEX "push_organization_id_repository_github_id_ref_idx" ON "push"("organization_id", "repository_github_id", "ref");

-- CreateIndex
CREATE INDEX "daily_metrics_organization_id_day_idx" ON "daily_metrics"("organization_id", "day");

-- CreateIndex
CREATE INDEX "dirty_day_organization_id_day_idx" ON "dirty_day"("organization_id", "day");

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team" ADD CONSTRAINT "team_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_membership" ADD CONSTRAINT "team_membership_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_membership" ADD CONSTRAINT "team_membership_contributor_id_fkey" FOREIGN KEY ("contributor_id") REFERENCES "contributor"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contributor" ADD CONSTRAINT "contributor_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contributor" ADD CONSTRAINT "contributor_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "github_account" ADD CONSTRAINT "github_account_contributor_id_fkey" FOREIGN KEY ("contributor_id") REFERENCES "contributor"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "repository" ADD CONSTRAINT "repository_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "installation" ADD CONSTRAINT "installation_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Raw deliveries: closed set of states, weekly partitions, fast compression.
ALTER TABLE raw_delivery ADD CONSTRAINT raw_delivery_state
  CHECK (state IN ('received', 'done', 'ignored', 'rejected_shape', 'dead'));
CREATE INDEX raw_delivery_pending ON raw_delivery (received_at) WHERE state = 'received';
CREATE INDEX raw_delivery_unknown_installation ON raw_delivery (installation_id) WHERE reason = 'unknown_installation';
CREATE INDEX raw_delivery_dead ON raw_delivery (received_at) WHERE state = 'dead';
DO $$ BEGIN
  ALTER TABLE raw_delivery ALTER COLUMN body SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
  RAISE NOTICE 'this server has no lz4; bodies are compressed with pglz';
END $$;
-- Catches what no weekly partition covers, so that an insert is never refused for want of a partition.
CREATE TABLE raw_delivery_default PARTITION OF raw_delivery DEFAULT;

-- Makes the weekly partitions of the coming weeks; safe to call at any time, from any number of processes.
CREATE FUNCTION ensure_raw_delivery_partitions(weeks_ahead integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  week date;
  made integer := 0;
  name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('raw_delivery_partitions', 0));
  FOR week IN
    SELECT generate_series(date_trunc('week', now() AT TIME ZONE 'UTC'),
                           date_trunc('week', now() AT TIME ZONE 'UTC') + weeks_ahead * interval '7 days',
                           interval '7 days')::date
  LOOP
    name := 'raw_delivery_' || to_char(week, 'IYYY"w"IW');
    CONTINUE WHEN to_regclass('public.' || quote_ident(name)) IS NOT NULL;
    CONTINUE WHEN EXISTS (
      SELECT 1 FROM raw_delivery_default
      WHERE received_at >= week::timestamp AT TIME ZONE 'UTC'
        AND received_at < (week + 7)::timestamp AT TIME ZONE 'UTC');
    EXECUTE format('CREATE TABLE %I PARTITION OF raw_delivery FOR VALUES FROM (%L) TO (%L)', name,
                   week::timestamp AT TIME ZONE 'UTC', (week + 7)::timestamp AT TIME ZONE 'UTC');
    made := made + 1;
  END LOOP;
  RETURN made;
END $$;
SELECT ensure_raw_delivery_partitions(4);

ALTER TABLE installation ADD CONSTRAINT installation_state CHECK (state IN ('active', 'suspended', 'deleted'));
ALTER TABLE membership ADD CONSTRAINT membership_role CHECK (role IN ('owner', 'admin', 'manager', 'developer'));
ALTER TABLE pull_request ADD CONSTRAINT pull_request_state CHECK (state IN ('open', 'closed', 'merged'));
ALTER TABLE daily_metrics ADD CONSTRAINT daily_metrics_scope
  CHECK (scope_type IN ('organization', 'team', 'repository', 'contributor'));
CREATE INDEX pull_request_reverts ON pull_request (organization_id, repository_id, reverts_number)
  WHERE reverts_number IS NOT NULL;
CREATE INDEX pull_request_open ON pull_request (organization_id, opened_at) WHERE open_until = 'infinity';

-- Login roles. Their passwords are set at start; neither owns anything nor may bypass row-level security.
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'devpulse_app') THEN
    CREATE ROLE devpulse_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'devpulse_dashboard') THEN
    CREATE ROLE devpulse_dashboard LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO devpulse_app, devpulse_dashboard;

-- The organization that the transaction speaks for; set with set_config(…, true), never with plain SET.
CREATE FUNCTION current_organization_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('devpulse.organization_id', true), '')::uuid;
-- Work that belongs to no tenant yet: receiving, routing and sweeping deliveries. Opens no tenant table.
CREATE FUNCTION is_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('devpulse.system', true), '') = 'on';

DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['membership', 'team', 'team_membership', 'contributor', 'github_account',
    'repository', 'timeline_entry', 'pull_request', 'review', 'push', 'daily_metrics']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization_id())
                    WITH CHECK (organization_id = current_organization_id())', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO devpulse_app', tenant_table);
  END LOOP;
END $$;

ALTER TABLE organization ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON organization USING (id = current_organization_id() OR is_system())
  WITH CHECK (id = current_organization_id() OR is_system());
GRANT SELECT, INSERT, UPDATE, DELETE ON organization TO devpulse_app;

ALTER TABLE "user" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY colleague ON "user"
  USING (EXISTS (SELECT 1 FROM membership m WHERE m.user_id = "user".id AND m.organization_id = current_organization_id()));
GRANT SELECT ON "user" TO devpulse_app;

ALTER TABLE installation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON installation USING (organization_id = current_organization_id() OR is_system())
  WITH CHECK (organization_id = current_organization_id() OR is_system());
GRANT SELECT, INSERT, UPDATE, DELETE ON installation TO devpulse_app;

ALTER TABLE dirty_day ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON dirty_day USING (organization_id = current_organization_id() OR is_system())
  WITH CHECK (organization_id = current_organization_id());
GRANT SELECT, INSERT, DELETE ON dirty_day TO devpulse_app;
GRANT USAGE ON SEQUENCE dirty_day_id_seq TO devpulse_app;

-- A delivery arrives without a tenant: anyone may put one in, only system work may look at it again.
ALTER TABLE raw_delivery ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY arrive ON raw_delivery FOR INSERT WITH CHECK (organization_id IS NULL);
CREATE POLICY system ON raw_delivery USING (is_system()) WITH CHECK (is_system());
GRANT SELECT, INSERT, UPDATE ON raw_delivery TO devpulse_app;

-- Holds no tenant data: identifiers and hashes alone, needed to recognise a repeat while it is being received.
ALTER TABLE delivery_key ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY receive ON delivery_key USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON delivery_key TO devpulse_app;

GRANT EXECUTE ON FUNCTION current_organization_id(), is_system() TO devpulse_app, devpulse_dashboard;
REVOKE ALL ON FUNCTION ensure_raw_delivery_partitions(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_raw_delivery_partitions(integer) TO devpulse_app;

-- What a dashboard may read: aggregates and projections, nothing raw.
GRANT SELECT ON organization, team, team_membership, contributor, github_account, repository, pull_request, review,
  daily_metrics
  TO devpulse_dashboard;

-- A slug is public in every address; the id behind it opens nothing by itself.
CREATE FUNCTION organization_id_for_slug(wanted text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET devpulse.system = 'on'
  RETURN (SELECT id FROM organization WHERE slug = wanted);
REVOKE ALL ON FUNCTION organization_id_for_slug(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organization_id_for_slug(text) TO devpulse_app, devpulse_dashboard;
