/** What the audit log of an organization tells of, `noun.verb`; kept as it stands here, and shown in words. */
export type OrganizationAuditAction =
  | 'organization.created'
  | 'organization.exported'
  | 'organization.deletion_requested'
  | 'organization.deletion_cancelled'
  | 'ownership.transferred'
  | 'settings.changed'
  | 'attendance.settings_changed'
  | 'individual_views.switched'
  | `sso.${'set' | 'removed'}`
  | `invitation.${'sent' | 'withdrawn'}`
  | `member.${'joined' | 'left' | 'removed' | 'role_changed' | 'record_deleted' | 'account_deleted'}`
  | `team.${'created' | 'renamed' | 'deleted' | 'import_requested'}`
  | `team.${'person' | 'manager'}_${'added' | 'removed'}`
  | `team.calendar_${'set' | 'removed'}`
  | `contributor.${'linked' | 'unlinked' | 'renamed' | 'merged' | 'split' | 'email_claimed' | 'suggestion_declined'}`
  | GitHubAuditAction
  | `target.${'chosen' | 'withdrawn'}`
  | `alert.${'rule_set' | 'acknowledged' | 'snoozed' | 'reopened'}`;

export type GitHubAuditAction =
  | `github_app.${'added' | 'removed' | 'key_added' | 'key_removed' | 'secret_rotated'}`
  | `installation.${'joined' | 'removed'}`
  | 'repositories.chosen'
  | `import.${'started' | 'paused' | 'resumed'}`
  | `github_token.${'added' | 'removed'}`;

/** What belongs to a person alone: it stands in their own export, under its name. */
export type PersonAuditAction =
  | 'instance.set_up'
  | 'account.renamed'
  | `email.${'change_asked' | 'changed' | 'verified'}`
  | `password.${'changed' | 'reset' | 'reset_link_printed'}`
  | 'sign_in.failed'
  | `session.${'begun' | 'ended' | 'others_ended' | 'refresh_reuse' | 'code_reuse'}`
  | `device.${'linked' | 'unlinked' | 'renamed'}`
  | `device_code.${'allowed' | 'denied'}`
  | `totp.${'added' | 'removed'}`
  | `passkey.${'added' | 'removed'}`
  | `recovery_code${'.used' | 's.renewed'}`
  | `identity.${'linked' | 'unlinked'}`;
