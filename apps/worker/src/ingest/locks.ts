import type { HeadBranch } from '@devpulse/database/projection/pull-request-state';

/**
 * Order of locks in every projection: the branch, then pull requests by id. Pull requests and pushes of one branch bear on
 * each other (first commit, inheritance), and two deliveries of one pull request must each see what the other has written.
 */
export function branchLock(organizationId: string, head: HeadBranch): string {
  return `branch:${organizationId}:${head.repositoryGithubId}:${head.ref}`;
}

export function pullRequestLocks(pulls: readonly { id: string }[]): string[] {
  return pulls.map((pull) => `pull_request:${pull.id}`).sort();
}
