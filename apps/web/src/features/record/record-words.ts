import { isRole } from '@devpulse/domain/access/roles';
import { ROLE_LABELS } from '../../lib/role-words.ts';

/** The role that somebody had when they looked; a role that is no more is shown as it was written down. */
export function viewerRoleText(role: string): string {
  return isRole(role) ? ROLE_LABELS[role] : role;
}
