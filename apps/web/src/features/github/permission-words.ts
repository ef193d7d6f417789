import { APP_PERMISSIONS, type AppPermission, isGranted } from '@devpulse/domain/github/permissions';

const WORDS: Record<AppPermission, { label: string; cost: string }> = {
  pull_requests: { label: 'Pull requests', cost: 'nothing can be counted without it' },
  metadata: { label: 'Metadata', cost: 'repositories cannot be listed' },
  contents: { label: 'Contents', cost: 'pushes are not counted' },
  members: { label: 'Members', cost: 'teams of GitHub are not taken over' },
};

/** What the App asks for, as GitHub names it, and what for. */
export const ASKED_PERMISSIONS = APP_PERMISSIONS.map(({ name, isRequired, purpose }) => ({
  name,
  label: WORDS[name].label,
  isRequired,
  purpose,
}));

/** What was granted, and what is missing with what that costs. */
export function grantedPermissions(granted: Readonly<Record<string, string>>) {
  return APP_PERMISSIONS.map(({ name }) => ({ ...WORDS[name], name, isGranted: isGranted(granted, name) }));
}
