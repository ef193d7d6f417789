/** What a person signs in with, and a row of each; `$1` is the person. */
export const IDENTITY_ROWS = {
  password: `(user_id, hash, changed_at) VALUES ($1, 'x', now())`,
  identity: `(id, user_id, provider, issuer, subject, label) VALUES (gen_random_uuid(), $1, 'github', 'x', 'x', 'x')`,
  totp: `(user_id, secret_encrypted) VALUES ($1, 'x')`,
  recovery_code: `(user_id, code_sha256) VALUES ($1, 'x')`,
  passkey: `(id, user_id, credential_id, public_key, name) VALUES (gen_random_uuid(), $1, 'x', 'x', 'x')`,
  device: `(id, user_id, kind, name, os, app_version) VALUES ($1, $1, 'cli', 'x', 'x', 'x')`,
  session: `(id, user_id, kind, authenticated_at, idle_expires_at, absolute_expires_at)
    VALUES ($1, $1, 'web', now(), now(), now())`,
  refresh_token: `(session_id, generation, token_sha256, issued_at) VALUES ($1, 1, 'x', now())`,
  one_time_token: `(user_id, token_sha256, purpose, expires_at) VALUES ($1, 'x', 'x', now())`,
  device_code: `(user_id, device_code_sha256, user_code_sha256, device, ip_address, requested_at, expires_at)
    VALUES ($1, 'x', 'x', '{}', '::1', now(), now())`,
  signing_key: `(kid, public_jwk, private_encrypted, created_at) VALUES ($1::uuid::text, '{}', 'x', now())`,
  throttle: `(key, window_start, failures, last_failure_at) VALUES ($1::uuid::text, now(), 1, now())`,
};

/** A row of tables of a tenant that access brought; `$1` is the organization, `$2` the person. */
export const TENANT_ROWS = {
  membership: `(organization_id, user_id, role) VALUES ($1, $2, 'owner')`,
  contributor: `(id, organization_id, user_id) VALUES (gen_random_uuid(), $1, $2)`,
  team: `(id, organization_id, slug, name) VALUES ($1, $1, $2::uuid::text, 'x')`,
  team_manager: `(organization_id, team_id, user_id) VALUES ($1, $1, $2)`,
  sso_connection: `(organization_id, issuer, client_id, client_secret_encrypted) VALUES ($1, $2::uuid::text, 'x', 'x')`,
  github_app: `(id, organization_id, web_url, app_id, slug, name, owner_login) VALUES ($1, $1, $2::uuid::text, 1, 'x', 'x', 'x')`,
  github_app_key: `(id, organization_id, github_app_id, private_key_encrypted, fingerprint) VALUES ($1, $1, $1, 'x', $2::uuid::text)`,
  github_webhook_secret: `(id, organization_id, github_app_id, secret_encrypted, created_at)
    SELECT $1, $1, $1, 'x', now() FROM (SELECT $2::uuid) AS person`,
  github_token: `(id, organization_id, web_url, login, token_encrypted, created_by) VALUES ($1, $1, 'x', 'x', 'x', $2)`,
  commit_email: `(organization_id, email, name, first_seen_at, last_seen_at) VALUES ($1, $2::uuid::text, 'x', now(), now())`,
  declined_suggestion: `(organization_id, subject, declined_by, declined_at) VALUES ($1, 'x', $2, now())`,
  review_request: `(id, organization_id, pull_request_id, repository_id, reviewer_account_id, requested_at, is_counted)
    SELECT gen_random_uuid(), $1, $1, $1, 1, now(), true FROM (SELECT $2::uuid) AS person`,
  window_metrics: `(organization_id, scope_type, scope_id, days, definition_version, last_day, figures, detail, computed_at)
    VALUES ($1, 'team', $2, 7, 1, now(), '{}', '{}', now())`,
  target: `(id, organization_id, kind, source, effective_from, set_by, set_at)
    VALUES (gen_random_uuid(), $1, 'sle', 'chosen', now(), $2, now())`,
  score: `(organization_id, scope_type, scope_id, day, definition_version, matured, detail, evidence, computed_at)
    VALUES ($1, 'team', $2, now(), 1, 0, '{}', '{}', now())`,
  health_alert: `(id, organization_id, rule, subject_type, subject_id, deduplication_key, state, since, opened_at, evidence, updated_at)
    VALUES (gen_random_uuid(), $1, 'x', 'team', $2, 'x', 'open', now(), now(), '{}', now())`,
  alert_setting: `(id, organization_id, rule, set_by, set_at) VALUES (gen_random_uuid(), $1, 'x', $2, now())`,
  digest_subscription: `(organization_id, user_id) VALUES ($1, $2)`,
  definition_change: `(organization_id, definition_version, day, at)
    SELECT $1, 1, now(), now() FROM (SELECT $2::uuid) AS person`,
  notice: `(id, organization_id, user_id, kind, at) VALUES (gen_random_uuid(), $1, $2, 'individual_views_on', now())`,
  audit_entry: `(organization_id, actor_user_id, action, at) VALUES ($1, $2, 'x', now())`,
  person_view: `(organization_id, viewer_user_id, viewer_role, what, at) VALUES ($1, $2, 'owner', 'x', now())`,
  attendance_settings: `(organization_id, valid_from, idle_policy, idle_threshold_minutes, idle_minimum_minutes, idle_maximum_minutes,
    members_may_switch_off, max_open_minutes, reminder_minutes, break_reminder_minutes, shares_presence, shows_session_times,
    self_applies_corrections, managers_may_lock, retention_months, set_by)
    VALUES ($1, now(), 'prompt', 10, 5, 60, true, 840, 600, 120, false, false, false, true, 24, $2)`,
  attendance_member: `(organization_id, user_id, set_at) VALUES ($1, $2, now())`,
  member_zone: `(id, organization_id, user_id, valid_from, source, zone) VALUES (gen_random_uuid(), $1, $2, now(), 'chosen', 'UTC')`,
  attendance_device: `(organization_id, device_id, user_id, kind) VALUES ($1, gen_random_uuid(), $2, 'web')`,
  session_event: `(organization_id, event_id, user_id, device_id, seq, type, payload, payload_hash, canonical_at, is_clamped,
    received_at, result) VALUES ($1, gen_random_uuid(), $2, $2, 1, 'x', '{}', 'x', now(), false, now(), 'applied')`,
  work_session: `(organization_id, id, user_id, state, raw_started_at, started_at, is_provisional, updated_at)
    VALUES ($1, gen_random_uuid(), $2, 'open', now(), now(), false, now())`,
  work_pause: `(organization_id, session_id, id, user_id, kind, started_at, raw_started_at, resolution)
    VALUES ($1, gen_random_uuid(), gen_random_uuid(), $2, 'break', now(), now(), 'excluded')`,
  sign_of_life: `(organization_id, device_id, session_id, user_id, until) VALUES ($1, gen_random_uuid(), gen_random_uuid(), $2, now())`,
  session_correction: `(id, organization_id, user_id, kind, before, after, reason, asked_at, starts_at, ends_at, state)
    VALUES (gen_random_uuid(), $1, $2, 'entry', '{}', '{}', 'x', now(), now(), now(), 'pending')`,
  attendance_audit: `(organization_id, actor_user_id, action, at) VALUES ($1, $2, 'x', now())`,
  attendance_lock: `(id, organization_id, user_id, through, before, locked_at) VALUES (gen_random_uuid(), $1, $2, now(), now(), now())`,
  leave_day: `(organization_id, user_id, day, kind, portion, set_at) VALUES ($1, $2, now(), 'vacation', 'whole', now())`,
  attendance_target: `(id, organization_id, user_id, effective_from, minutes, set_at)
    VALUES (gen_random_uuid(), $1, $2, now(), '{0,0,0,0,0,0,0}', now())`,
  attendance_summary: `(organization_id, user_id, day, zone, worked_ms, break_ms, unresolved_ms, excluded_ms, sessions, auto_closed, corrected,
    status, tzdata, computed_at) VALUES ($1, $2, now(), 'UTC', 0, 0, 0, 0, 0, 0, 0, 'open', 'x', now())`,
};
