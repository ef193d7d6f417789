/** What the GitHub App asks for, and what for: the text of the dashboard, the manifest and the documentation. It only ever reads. */
export const APP_PERMISSIONS = [
  {
    name: 'pull_requests',
    level: 'read',
    isRequired: true,
    purpose: 'pull requests and reviews, the matter of every figure',
  },
  { name: 'metadata', level: 'read', isRequired: true, purpose: 'names of repositories; GitHub requires it' },
  {
    name: 'contents',
    level: 'read',
    isRequired: false,
    purpose: 'pushes and the dates of commits; no code is stored',
  },
  {
    name: 'members',
    level: 'read',
    isRequired: false,
    purpose: 'teams and who is in them, if they are taken over',
  },
] as const;

export type AppPermission = (typeof APP_PERMISSIONS)[number]['name'];

/** The webhook events that the App subscribes to; `installation` and `installation_repositories` come to every App. */
export const APP_EVENTS = [
  { name: 'pull_request', needs: 'pull_requests' },
  { name: 'pull_request_review', needs: 'pull_requests' },
  { name: 'pull_request_review_comment', needs: 'pull_requests' },
  { name: 'push', needs: 'contents' },
  { name: 'repository', needs: 'metadata' },
  { name: 'member', needs: 'members' },
  { name: 'membership', needs: 'members' },
  { name: 'team', needs: 'members' },
] as const satisfies readonly { name: string; needs: AppPermission }[];

/** Is a permission granted: an App with old permissions keeps working with what it has. */
export function isGranted(granted: Readonly<Record<string, string>>, name: AppPermission): boolean {
  return granted[name] !== undefined && granted[name] !== 'none';
}
