import type { listAudit } from '@devpulse/contracts/organization/trust';
import type { RouteResponse } from '@devpulse/contracts/route';
import type { OrganizationAuditAction } from '@devpulse/domain/access/audit-actions';
import { isRole } from '@devpulse/domain/access/roles';
import { ROLE_LABELS } from '../../lib/role-words.ts';

export type AuditItem = RouteResponse<typeof listAudit>['items'][number];

/** Of every action that is recorded: one without words does not compile. */
const WORDS: Record<OrganizationAuditAction, string> = {
  'organization.created': 'Made the organization',
  'organization.exported': 'Exported all data of the organization',
  'organization.deletion_requested': 'Asked for the deletion of the organization',
  'organization.deletion_cancelled': 'Took the deletion of the organization back',
  'ownership.transferred': 'Transferred the ownership',
  'settings.changed': 'Changed settings',
  'attendance.settings_changed': 'Changed the rules of attendance',
  'individual_views.switched': 'Switched individual views',
  'sso.set': 'Set up single sign-on',
  'sso.removed': 'Removed single sign-on',
  'invitation.sent': 'Sent an invitation',
  'invitation.withdrawn': 'Withdrew an invitation',
  'member.joined': 'Joined',
  'member.left': 'Left',
  'member.removed': 'Removed a member',
  'member.role_changed': 'Changed a role',
  'member.record_deleted': 'Deleted their own data and left',
  'member.account_deleted': 'Left with the deletion of an account',
  'team.created': 'Made a team',
  'team.renamed': 'Renamed a team',
  'team.deleted': 'Deleted a team',
  'team.person_added': 'Put a person into a team',
  'team.person_removed': 'Took a person out of a team',
  'team.calendar_set': 'Gave a team a working calendar of its own',
  'team.calendar_removed': 'Gave a team the organization’s working calendar',
  'team.manager_added': 'Made somebody manager of a team',
  'team.import_requested': 'Asked for the teams on GitHub',
  'contributor.linked': 'Linked a contributor to a member',
  'contributor.unlinked': 'Took a contributor’s link to a member away',
  'contributor.renamed': 'Renamed a contributor',
  'contributor.merged': 'Merged two contributors',
  'contributor.split': 'Made an account a contributor of its own',
  'contributor.email_claimed': 'Said whose an address of commits is',
  'contributor.suggestion_declined': 'Declined a suggestion about contributors',
  'team.manager_removed': 'Ended somebody’s managing of a team',
  'github_app.added': 'Made a GitHub App',
  'github_app.removed': 'Removed a GitHub App',
  'github_app.key_added': 'Added a private key to a GitHub App',
  'github_app.key_removed': 'Removed a private key of a GitHub App',
  'github_app.secret_rotated': 'Changed the webhook secret of a GitHub App',
  'installation.joined': 'Connected an installation on GitHub',
  'installation.removed': 'Removed an installation on GitHub',
  'repositories.chosen': 'Chose the repositories that are tracked',
  'import.started': 'Had the history of a repository read again',
  'import.paused': 'Paused the reading of a repository',
  'import.resumed': 'Resumed the reading of a repository',
  'github_token.added': 'Added a GitHub token',
  'github_token.removed': 'Removed a GitHub token',
  'target.chosen': 'Chose a target',
  'target.withdrawn': 'Took the choice of a target back',
  'alert.rule_set': 'Changed a rule of alerts',
  'alert.acknowledged': 'Acknowledged an alert',
  'alert.snoozed': 'Snoozed an alert',
  'alert.reopened': 'Reopened an alert',
};

const SETTINGS: Record<string, string> = {
  name: 'name',
  calendar: 'calendar',
  targets: 'targets',
  secondFactorPolicy: 'second factor policy',
  botLogins: 'bots',
};

/** What was done, in words; what a newer version wrote down is shown as it stands. */
export function actionText({ action, detail }: AuditItem): string {
  const words = (WORDS as Record<string, string>)[action] ?? action;
  const more = detailText(action, detail);
  return more === '' ? words : `${words}: ${more}`;
}

function detailText(action: string, detail: Record<string, unknown>): string {
  switch (action) {
    case 'member.role_changed':
      return `${roleText(detail.from)} to ${roleText(detail.to)}`;
    case 'member.removed':
    case 'invitation.sent':
      return detail.role === undefined ? '' : `as ${roleText(detail.role)}`;
    case 'settings.changed':
      return Object.keys(detail)
        .map((name) => SETTINGS[name] ?? name)
        .join(', ');
    case 'repositories.chosen':
      return `${String(detail.tracked)} more, ${String(detail.untracked)} fewer`;
    case 'individual_views.switched':
      if (detail.isLocked === true) return 'locked off';
      return detail.isOn === true ? 'on' : 'off';
    default:
      return '';
  }
}

function roleText(role: unknown): string {
  return typeof role === 'string' && isRole(role) ? ROLE_LABELS[role] : String(role);
}
