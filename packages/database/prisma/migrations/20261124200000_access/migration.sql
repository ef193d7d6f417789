-- AlterTable
ALTER TABLE "membership" ADD COLUMN     "role_since" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "organization" ADD COLUMN     "deletion_due_at" TIMESTAMPTZ(6),
ADD COLUMN     "is_individual_views_locked" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "is_individual_views_on" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "refold_requested_at" TIMESTAMPTZ(6),
ADD COLUMN     "second_factor_policy" TEXT NOT NULL DEFAULT 'administrators';

-- AlterTable
ALTER TABLE "user" ADD COLUMN     "disabled_at" TIMESTAMPTZ(6),
ADD COLUMN     "email_verified_at" TIMESTAMPTZ(6),
ADD COLUMN     "is_instance_owner" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "instance" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "set_up_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "instance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "password" (
    "user_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "password_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "identity" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(6),

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "totp" (
    "user_id" UUID NOT NULL,
    "secret_encrypted" BYTEA NOT NULL,
    "confirmed_at" TIMESTAMPTZ(6),
    "last_step" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "totp_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "recovery_code" (
    "code_sha256" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("code_sha256")
);

-- CreateTable
CREATE TABLE "passkey" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "credential_id" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL DEFAULT 0,
    "transports" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(6),

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "os" TEXT NOT NULL,
    "app_version" TEXT NOT NULL,
    "linked_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "device_id" UUID,
    "kind" TEXT NOT NULL,
    "authenticated_at" TIMESTAMPTZ(6) NOT NULL,
    "methods" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "idle_expires_at" TIMESTAMPTZ(6) NOT NULL,
    "absolute_expires_at" TIMESTAMPTZ(6) NOT NULL,
    "revoked_at" TIMESTAMPTZ(6),
    "revoked_reason" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refresh_token" (
    "session_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL,
    "token_sha256" BYTEA NOT NULL,
    "issued_at" TIMESTAMPTZ(6) NOT NULL,
    "consumed_at" TIMESTAMPTZ(6),

    CONSTRAINT "refresh_token_pkey" PRIMARY KEY ("session_id","generation")
);

-- CreateTable
CREATE TABLE "one_time_token" (
    "token_sha256" BYTEA NOT NULL,
    "purpose" TEXT NOT NULL,
    "user_id" UUID,
    "data" JSONB NOT NULL DEFAULT '{}',
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "one_time_token_pkey" PRIMARY KEY ("token_sha256")
);

-- CreateTable
CREATE TABLE "device_code" (
    "device_code_sha256" BYTEA NOT NULL,
    "user_code_sha256" BYTEA NOT NULL,
    "device" JSONB NOT NULL,
    "ip_address" TEXT NOT NULL,
    "user_id" UUID,
    "session_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "last_polled_at" TIMESTAMPTZ(6),
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "device_code_pkey" PRIMARY KEY ("device_code_sha256")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "kid" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "private_encrypted" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("kid")
);

-- CreateTable
CREATE TABLE "throttle" (
    "key" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(6) NOT NULL,
    "failures" INTEGER NOT NULL,
    "last_failure_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "throttle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "outgoing_mail" (
    "id" UUID NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text_encrypted" BYTEA,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(6),

    CONSTRAINT "outgoing_mail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "token_sha256" BYTEA NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "team_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "invited_by" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "accepted_at" TIMESTAMPTZ(6),
    "withdrawn_at" TIMESTAMPTZ(6),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team_manager" (
    "organization_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_manager_pkey" PRIMARY KEY ("organization_id","team_id","user_id")
);

-- CreateTable
CREATE TABLE "sso_connection" (
    "organization_id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "client_secret_encrypted" BYTEA NOT NULL,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sso_connection_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID,
    "actor_user_id" UUID,
    "subject_user_id" UUID,
    "action" TEXT NOT NULL,
    "target" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_view" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "viewer_user_id" UUID,
    "viewer_role" TEXT NOT NULL,
    "subject_user_id" UUID,
    "contributor_id" UUID,
    "what" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "person_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_user_id" UUID,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "read_at" TIMESTAMPTZ(6),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "identity_user_id_idx" ON "identity"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "identity_issuer_subject_key" ON "identity"("issuer", "subject");

-- CreateIndex
CREATE INDEX "recovery_code_user_id_idx" ON "recovery_code"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "passkey_credential_id_key" ON "passkey"("credential_id");

-- CreateIndex
CREATE INDEX "passkey_user_id_idx" ON "passkey"("user_id");

-- CreateIndex
CREATE INDEX "device_user_id_idx" ON "device"("user_id");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_device_id_idx" ON "session"("device_id");

-- CreateIndex
CREATE UNIQUE INDEX "refresh_token_token_sha256_key" ON "refresh_token"("token_sha256");

-- CreateIndex
CREATE INDEX "one_time_token_user_id_purpose_idx" ON "one_time_token"("user_id", "purpose");

-- CreateIndex
CREATE INDEX "one_time_token_expires_at_idx" ON "one_time_token"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "device_code_user_code_sha256_key" ON "device_code"("user_code_sha256");

-- CreateIndex
CREATE INDEX "device_code_expires_at_idx" ON "device_code"("expires_at");

-- CreateIndex
CREATE INDEX "throttle_window_start_idx" ON "throttle"("window_start");

-- CreateIndex
CREATE INDEX "outgoing_mail_created_at_idx" ON "outgoing_mail"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_sha256_key" ON "invitation"("token_sha256");

-- CreateIndex
CREATE INDEX "invitation_organization_id_email_idx" ON "invitation"("organization_id", "email");

-- CreateIndex
CREATE INDEX "team_manager_organization_id_user_id_idx" ON "team_manager"("organization_id", "user_id");

-- CreateIndex
CREATE INDEX "team_manager_team_id_idx" ON "team_manager"("team_id");

-- CreateIndex
CREATE INDEX "audit_entry_organization_id_at_idx" ON "audit_entry"("organization_id", "at");

-- CreateIndex
CREATE INDEX "audit_entry_subject_user_id_at_idx" ON "audit_entry"("subject_user_id", "at");

-- CreateIndex
CREATE INDEX "person_view_organization_id_subject_user_id_at_idx" ON "person_view"("organization_id", "subject_user_id", "at");

-- CreateIndex
CREATE INDEX "person_view_organization_id_contributor_id_at_idx" ON "person_view"("organization_id", "contributor_id", "at");

-- CreateIndex
CREATE INDEX "notice_organization_id_user_id_at_idx" ON "notice"("organization_id", "user_id", "at");

-- AddForeignKey
ALTER TABLE "password" ADD CONSTRAINT "password_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "totp" ADD CONSTRAINT "totp_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device" ADD CONSTRAINT "device_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refresh_token" ADD CONSTRAINT "refresh_token_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_manager" ADD CONSTRAINT "team_manager_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_connection" ADD CONSTRAINT "sso_connection_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Closed sets.
ALTER TABLE organization ADD CONSTRAINT organization_second_factor_policy
  CHECK (second_factor_policy IN ('administrators', 'everyone'));
ALTER TABLE organization ADD CONSTRAINT organization_individual_views_lock
  CHECK (NOT (is_individual_views_on AND is_individual_views_locked));
ALTER TABLE invitation ADD CONSTRAINT invitation_role CHECK (role IN ('admin', 'manager', 'developer'));
ALTER TABLE identity ADD CONSTRAINT identity_provider CHECK (provider IN ('github', 'sso'));
ALTER TABLE session ADD CONSTRAINT session_kind CHECK (kind IN ('web', 'desktop', 'cli'));
ALTER TABLE session ADD CONSTRAINT session_revocation CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL));
ALTER TABLE device ADD CONSTRAINT device_kind CHECK (kind IN ('desktop', 'cli'));
ALTER TABLE device_code ADD CONSTRAINT device_code_status CHECK (status IN ('pending', 'allowed', 'denied', 'linked'));
ALTER TABLE outgoing_mail ADD CONSTRAINT outgoing_mail_state CHECK (state IN ('waiting', 'sent', 'failed', 'held'));
ALTER TABLE instance ADD CONSTRAINT instance_is_one CHECK (id = 1);
ALTER TABLE "user" ADD CONSTRAINT user_email_lower CHECK (email = lower(email));
CREATE UNIQUE INDEX user_instance_owner ON "user" (is_instance_owner) WHERE is_instance_owner;
CREATE INDEX outgoing_mail_waiting ON outgoing_mail (created_at) WHERE state = 'waiting';
CREATE INDEX organization_deletion_due ON organization (deletion_due_at) WHERE deletion_due_at IS NOT NULL;
CREATE INDEX organization_refold ON organization (refold_requested_at) WHERE refold_requested_at IS NOT NULL;
ALTER TABLE throttle SET UNLOGGED;
INSERT INTO instance (id) VALUES (1);

-- The person that the transaction speaks for; opens that person's own memberships.
CREATE FUNCTION current_person_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('devpulse.person_id', true), '')::uuid;
-- Work on persons, sessions and factors, before or beside any tenant. Opens no tenant table.
CREATE FUNCTION is_identity_work() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('devpulse.identity', true), '') = 'on';
GRANT EXECUTE ON FUNCTION current_person_id(), is_identity_work() TO devpulse_app, devpulse_dashboard;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['team_manager', 'sso_connection', 'notice', 'invitation'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization_id())
                    WITH CHECK (organization_id = current_organization_id())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO devpulse_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['password', 'identity', 'totp', 'recovery_code', 'passkey', 'device', 'session',
    'refresh_token', 'one_time_token', 'device_code', 'signing_key', 'throttle'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY identity_work ON %I USING (is_identity_work()) WITH CHECK (is_identity_work())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO devpulse_app', name);
  END LOOP;
END $$;

ALTER TABLE instance ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY anyone ON instance FOR SELECT USING (true);
CREATE POLICY identity_work ON instance FOR UPDATE USING (is_identity_work());
GRANT SELECT, UPDATE ON instance TO devpulse_app;

-- Before anybody is signed in, an invitation is found by its secret; only its tenant may change it.
CREATE POLICY by_secret ON invitation FOR SELECT USING (is_identity_work());

-- A person sees their own memberships, and the organizations that these are of.
CREATE POLICY own ON membership FOR SELECT TO devpulse_app USING (user_id = current_person_id());
CREATE POLICY own ON organization FOR SELECT TO devpulse_app USING (EXISTS (
  SELECT 1 FROM membership m WHERE m.organization_id = organization.id AND m.user_id = current_person_id()));

CREATE POLICY identity_work ON "user" USING (is_identity_work()) WITH CHECK (is_identity_work());
GRANT INSERT, UPDATE, DELETE ON "user" TO devpulse_app;

-- Anyone may put a mail in; only work that sends or shows mails looks at it again.
ALTER TABLE outgoing_mail ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY arrive ON outgoing_mail FOR INSERT WITH CHECK (true);
CREATE POLICY post ON outgoing_mail USING (is_system() OR is_identity_work());
GRANT SELECT, INSERT, UPDATE, DELETE ON outgoing_mail TO devpulse_app;

-- Append-only by grant: nobody who serves requests may change or delete what was logged.
ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON audit_entry FOR SELECT USING (organization_id = current_organization_id());
CREATE POLICY own ON audit_entry FOR SELECT USING (organization_id IS NULL AND subject_user_id = current_person_id());
CREATE POLICY append ON audit_entry FOR INSERT WITH CHECK (
  organization_id = current_organization_id() OR (organization_id IS NULL AND is_identity_work()));
CREATE POLICY maintain ON audit_entry USING (is_system());
GRANT SELECT, INSERT ON audit_entry TO devpulse_app;
ALTER TABLE person_view ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON person_view FOR SELECT USING (organization_id = current_organization_id());
CREATE POLICY append ON person_view FOR INSERT WITH CHECK (organization_id = current_organization_id());
CREATE POLICY maintain ON person_view USING (is_system());
GRANT SELECT, INSERT ON person_view TO devpulse_app;

-- What may happen once may not be undone.
CREATE FUNCTION refuse_undoing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is set once and stays', TG_ARGV[0] USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER consumed_once BEFORE UPDATE ON refresh_token FOR EACH ROW
  WHEN (OLD.consumed_at IS NOT NULL AND NEW.consumed_at IS DISTINCT FROM OLD.consumed_at)
  EXECUTE FUNCTION refuse_undoing('refresh_token.consumed_at');
CREATE TRIGGER revoked_for_good BEFORE UPDATE ON session FOR EACH ROW
  WHEN (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
  EXECUTE FUNCTION refuse_undoing('session.revoked_at');
CREATE TRIGGER revoked_for_good BEFORE UPDATE ON device FOR EACH ROW
  WHEN (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
  EXECUTE FUNCTION refuse_undoing('device.revoked_at');
CREATE TRIGGER used_once BEFORE UPDATE ON one_time_token FOR EACH ROW
  WHEN (OLD.used_at IS NOT NULL AND NEW.used_at IS DISTINCT FROM OLD.used_at)
  EXECUTE FUNCTION refuse_undoing('one_time_token.used_at');

-- An organization that had an Owner keeps one as long as it exists.
CREATE FUNCTION require_owner() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  scope text := coalesce(current_setting('devpulse.organization_id', true), '');
  is_orphaned boolean;
BEGIN
  PERFORM set_config('devpulse.organization_id', OLD.organization_id::text, true);
  is_orphaned := EXISTS (SELECT 1 FROM organization WHERE id = OLD.organization_id)
    AND NOT EXISTS (SELECT 1 FROM membership WHERE organization_id = OLD.organization_id AND role = 'owner');
  PERFORM set_config('devpulse.organization_id', scope, true);
  IF is_orphaned THEN
    RAISE EXCEPTION 'an organization needs an Owner' USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_owner';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER membership_owner AFTER UPDATE OR DELETE ON membership
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.role = 'owner') EXECUTE FUNCTION require_owner();

-- Everything of an organization whose 30 days are over. Answers whether there was anything to purge.
CREATE FUNCTION purge_organization(wanted uuid) RETURNS boolean
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
    'raw_delivery', 'audit_entry', 'person_view', 'notice', 'organization'] LOOP
    EXECUTE format('DELETE FROM %I WHERE %I = $1', name,
                   CASE name WHEN 'organization' THEN 'id' ELSE 'organization_id' END) USING wanted;
  END LOOP;
  PERFORM set_config('devpulse.organization_id', scope, true);
  RETURN true;
END $$;

-- Takes a person out of the logs, whose other columns stay.
CREATE FUNCTION forget_person(person uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp SET devpulse.system = 'on' AS $$
  UPDATE audit_entry SET actor_user_id = nullif(actor_user_id, person), subject_user_id = nullif(subject_user_id, person),
      target = nullif(target, person::text)
    WHERE person IN (actor_user_id, subject_user_id) OR target = person::text;
  UPDATE person_view SET viewer_user_id = nullif(viewer_user_id, person), subject_user_id = nullif(subject_user_id, person)
    WHERE person IN (viewer_user_id, subject_user_id);
$$;

-- Logs are kept for 12 months.
CREATE FUNCTION trim_logs() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp SET devpulse.system = 'on' AS $$
  DELETE FROM audit_entry WHERE at < now() - interval '12 months';
  DELETE FROM person_view WHERE at < now() - interval '12 months';
$$;
REVOKE ALL ON FUNCTION purge_organization(uuid), forget_person(uuid), trim_logs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_organization(uuid), forget_person(uuid), trim_logs() TO devpulse_app;
