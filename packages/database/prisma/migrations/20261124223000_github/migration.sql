-- DropIndex
DROP INDEX "delivery_key_event_body_sha256_key";

-- DropIndex
DROP INDEX "installation_organization_id_idx";

-- AlterTable
ALTER TABLE "contributor" ADD COLUMN     "merged_into_id" UUID;

-- AlterTable
ALTER TABLE "delivery_key" DROP CONSTRAINT "delivery_key_pkey",
ADD COLUMN     "source" TEXT NOT NULL DEFAULT '',
ADD CONSTRAINT "delivery_key_pkey" PRIMARY KEY ("guid", "source");

-- AlterTable
ALTER TABLE "installation" DROP CONSTRAINT "installation_pkey",
ADD COLUMN     "github_app_id" UUID,
ADD COLUMN     "last_delivery_at" TIMESTAMPTZ(6),
ADD COLUMN     "purge_due_at" TIMESTAMPTZ(6),
ADD COLUMN     "repository_selection" TEXT NOT NULL DEFAULT 'all',
ADD COLUMN     "signed_by" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "suspended_at" TIMESTAMPTZ(6),
ADD CONSTRAINT "installation_pkey" PRIMARY KEY ("organization_id", "github_id");

-- AlterTable
ALTER TABLE "organization" ADD COLUMN     "follows_github_teams" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "history_months" INTEGER DEFAULT 6,
ADD COLUMN     "reconciled_through" DATE,
ADD COLUMN     "tracks_new_repositories" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "pull_request" ADD COLUMN     "review_comment_count" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "raw_delivery" ADD COLUMN     "github_app_id" UUID;

-- AlterTable
ALTER TABLE "repository" ADD COLUMN     "installation_id" BIGINT,
ADD COLUMN     "is_tracked" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "node_id" TEXT,
ADD COLUMN     "pushed_at" TIMESTAMPTZ(6),
ADD COLUMN     "removed_at" TIMESTAMPTZ(6),
ADD COLUMN     "removed_reason" TEXT,
ADD COLUMN     "token_id" UUID;

-- CreateTable
CREATE TABLE "github_app" (
    "id" UUID NOT NULL,
    "organization_id" UUID,
    "web_url" TEXT NOT NULL,
    "app_id" BIGINT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "client_id" TEXT,
    "client_secret_encrypted" BYTEA,
    "owner_login" TEXT NOT NULL,
    "has_webhooks" BOOLEAN NOT NULL DEFAULT true,
    "scanned_through" TIMESTAMPTZ(6),
    "scanned_at" TIMESTAMPTZ(6),
    "redelivered" INTEGER NOT NULL DEFAULT 0,
    "scan_problem" TEXT,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "github_app_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "github_app_key" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "github_app_id" UUID NOT NULL,
    "private_key_encrypted" BYTEA NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "github_app_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "github_webhook_secret" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "github_app_id" UUID NOT NULL,
    "secret_encrypted" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6),

    CONSTRAINT "github_webhook_secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "github_token" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "web_url" TEXT NOT NULL,
    "login" TEXT NOT NULL,
    "token_encrypted" BYTEA NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "expires_at" TIMESTAMPTZ(6),
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "github_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "repository_import" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "reason" TEXT,
    "since" TIMESTAMPTZ(6),
    "progress" JSONB NOT NULL DEFAULT '{}',
    "page_size" INTEGER NOT NULL DEFAULT 50,
    "pages" INTEGER NOT NULL DEFAULT 0,
    "pages_repeated" INTEGER NOT NULL DEFAULT 0,
    "requests" INTEGER NOT NULL DEFAULT 0,
    "pull_requests" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "estimated" INTEGER,
    "not_before" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "asked_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "repository_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "repository_poll" (
    "organization_id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "pulls_etag" TEXT,
    "activity_etag" TEXT,
    "activity_through" TIMESTAMPTZ(6),
    "pulls_through" TIMESTAMPTZ(6),
    "pulls_seen_through" TIMESTAMPTZ(6),
    "polled_at" TIMESTAMPTZ(6),

    CONSTRAINT "repository_poll_pkey" PRIMARY KEY ("repository_id")
);

-- CreateTable
CREATE TABLE "github_budget" (
    "holder" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "limit_total" INTEGER,
    "remaining" INTEGER,
    "resets_at" TIMESTAMPTZ(6),
    "blocked_until" TIMESTAMPTZ(6),
    "strikes" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "github_budget_pkey" PRIMARY KEY ("holder","resource")
);

-- CreateTable
CREATE TABLE "github_slot" (
    "holder" TEXT NOT NULL,
    "slot" INTEGER NOT NULL,
    "taken_by" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "github_slot_pkey" PRIMARY KEY ("holder","slot")
);

-- CreateTable
CREATE TABLE "commit_email" (
    "organization_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "account_id" BIGINT,
    "contributor_id" UUID,
    "first_seen_at" TIMESTAMPTZ(6) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "commit_email_pkey" PRIMARY KEY ("organization_id","email")
);

-- CreateTable
CREATE TABLE "declined_suggestion" (
    "organization_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "declined_by" UUID,
    "declined_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "declined_suggestion_pkey" PRIMARY KEY ("organization_id","subject")
);

-- CreateIndex
CREATE INDEX "github_app_organization_id_idx" ON "github_app"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "github_app_web_url_app_id_key" ON "github_app"("web_url", "app_id");

-- CreateIndex
CREATE INDEX "github_app_key_organization_id_idx" ON "github_app_key"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "github_app_key_github_app_id_fingerprint_key" ON "github_app_key"("github_app_id", "fingerprint");

-- CreateIndex
CREATE INDEX "github_webhook_secret_github_app_id_idx" ON "github_webhook_secret"("github_app_id");

-- CreateIndex
CREATE INDEX "github_webhook_secret_organization_id_idx" ON "github_webhook_secret"("organization_id");

-- CreateIndex
CREATE INDEX "github_token_organization_id_idx" ON "github_token"("organization_id");

-- CreateIndex
CREATE INDEX "repository_import_organization_id_state_idx" ON "repository_import"("organization_id", "state");

-- CreateIndex
CREATE INDEX "repository_import_repository_id_idx" ON "repository_import"("repository_id");

-- CreateIndex
CREATE INDEX "repository_poll_organization_id_idx" ON "repository_poll"("organization_id");

-- CreateIndex
CREATE INDEX "commit_email_contributor_id_idx" ON "commit_email"("contributor_id");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_key_event_body_sha256_source_key" ON "delivery_key"("event", "body_sha256", "source");

-- CreateIndex
CREATE INDEX "installation_github_app_id_idx" ON "installation"("github_app_id");

-- CreateIndex
CREATE UNIQUE INDEX "installation_github_id_signed_by_key" ON "installation"("github_id", "signed_by");

-- CreateIndex
CREATE INDEX "repository_installation_id_idx" ON "repository"("installation_id");

-- AddForeignKey
ALTER TABLE "installation" ADD CONSTRAINT "installation_github_app_id_fkey" FOREIGN KEY ("github_app_id") REFERENCES "github_app"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "github_app" ADD CONSTRAINT "github_app_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "github_app_key" ADD CONSTRAINT "github_app_key_github_app_id_fkey" FOREIGN KEY ("github_app_id") REFERENCES "github_app"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "github_webhook_secret" ADD CONSTRAINT "github_webhook_secret_github_app_id_fkey" FOREIGN KEY ("github_app_id") REFERENCES "github_app"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "github_token" ADD CONSTRAINT "github_token_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "repository_import" ADD CONSTRAINT "repository_import_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "repository_poll" ADD CONSTRAINT "repository_poll_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "commit_email" ADD CONSTRAINT "commit_email_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "commit_email" ADD CONSTRAINT "commit_email_contributor_id_fkey" FOREIGN KEY ("contributor_id") REFERENCES "contributor"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "declined_suggestion" ADD CONSTRAINT "declined_suggestion_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What schema.prisma cannot say.
ALTER TABLE github_slot SET UNLOGGED;
ALTER TABLE installation ADD CONSTRAINT installation_repository_selection CHECK (repository_selection IN ('all', 'selected'));
ALTER TABLE repository ADD CONSTRAINT repository_removed_reason
  CHECK (removed_reason IN ('removed', 'deleted', 'transferred', 'uninstalled'));
ALTER TABLE repository ADD CONSTRAINT repository_removed CHECK ((removed_at IS NULL) = (removed_reason IS NULL));
ALTER TABLE organization ADD CONSTRAINT organization_history_months CHECK (history_months BETWEEN 1 AND 240);
ALTER TABLE github_token ADD CONSTRAINT github_token_state CHECK (state IN ('active', 'refused'));
ALTER TABLE github_slot ADD CONSTRAINT github_slot_number CHECK (slot BETWEEN 1 AND 4);
ALTER TABLE github_budget ADD CONSTRAINT github_budget_resource CHECK (resource IN ('core', 'graphql'));
ALTER TABLE repository_import ADD CONSTRAINT repository_import_kind CHECK (kind IN ('backfill', 'gap', 'reconcile', 'poll'));
ALTER TABLE repository_import ADD CONSTRAINT repository_import_state
  CHECK (state IN ('waiting', 'running', 'paused', 'parked', 'done', 'failed', 'cancelled'));
-- One reading of a kind at a time.
CREATE UNIQUE INDEX repository_import_under_way ON repository_import (repository_id, kind)
  WHERE state IN ('waiting', 'running', 'paused', 'parked');
CREATE INDEX repository_import_due ON repository_import (not_before) WHERE state IN ('waiting', 'running');
CREATE INDEX installation_purge_due ON installation (purge_due_at) WHERE purge_due_at IS NOT NULL;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['commit_email', 'declined_suggestion'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization_id())
                    WITH CHECK (organization_id = current_organization_id())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO devpulse_app', name);
  END LOOP;
  -- Work of no tenant looks for what is due in all of them, and speaks as Apps before it knows whose delivery it has.
  FOREACH name IN ARRAY ARRAY['github_app', 'github_app_key', 'github_webhook_secret', 'github_token',
    'repository_import', 'repository_poll'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization_id() OR is_system())
                    WITH CHECK (organization_id = current_organization_id() OR is_system())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO devpulse_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['github_budget', 'github_slot'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY system ON %I USING (is_system()) WITH CHECK (is_system())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO devpulse_app', name);
  END LOOP;
END $$;

-- Stored deliveries of an organization's installation whose 30 days are over, some at a time. Answers how many there were.
CREATE FUNCTION purge_deliveries(wanted uuid, installation bigint, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET devpulse.system = 'on' AS $$
DECLARE
  purged integer;
BEGIN
  DELETE FROM raw_delivery d USING (
    SELECT r.id, r.received_at FROM raw_delivery r JOIN installation i ON i.organization_id = r.organization_id
    WHERE i.organization_id = wanted AND i.github_id = installation AND i.purge_due_at <= now()
      AND r.installation_id = installation LIMIT most) AS due
  WHERE d.id = due.id AND d.received_at = due.received_at;
  GET DIAGNOSTICS purged = ROW_COUNT;
  RETURN purged;
END $$;
REVOKE ALL ON FUNCTION purge_deliveries(uuid, bigint, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_deliveries(uuid, bigint, integer) TO devpulse_app;

-- With the tables that name their organization and hang on something else of it.
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
  FOREACH name IN ARRAY ARRAY['timeline_entry', 'pull_request', 'review', 'push', 'daily_metrics', 'dirty_day',
    'raw_delivery', 'audit_entry', 'person_view', 'notice', 'github_app_key', 'github_webhook_secret', 'repository_import', 'repository_poll',
    'organization'] LOOP
    EXECUTE format('DELETE FROM %I WHERE %I = $1', name,
                   CASE name WHEN 'organization' THEN 'id' ELSE 'organization_id' END) USING wanted;
  END LOOP;
  PERFORM set_config('devpulse.organization_id', scope, true);
  RETURN true;
END $$;

-- An import fills these tables faster than autovacuum takes notice of them.
GRANT MAINTAIN ON pull_request, review, timeline_entry, github_account TO devpulse_app;
