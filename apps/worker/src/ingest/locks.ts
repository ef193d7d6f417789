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

/** Whoever first tells of a pull request, and whoever says to revert it by its number, must each see what the other has written. */
export function numberLock(pull: { repositoryId: string; number: number }): string {
  return `pull_request_number:${pull.repositoryId}:${pull.number}`;
}
