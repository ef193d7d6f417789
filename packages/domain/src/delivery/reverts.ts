import type { PullRequestSnapshot } from './timeline.ts';

/**
 * Number of the pull request that this one reverts, in the same repository: from GitHub's "Reverts owner/repo#n", else from
 * its `revert-n-` head branch; null when neither is there. Source: metrics.md, section 3.
 */
export function revertedNumber(snapshot: PullRequestSnapshot | null): number | null {
  if (!snapshot) return null;
  if (snapshot.base.revertsNumber !== null) return snapshot.base.revertsNumber;
  const digits = /^revert-([1-9]\d{0,8})-/.exec(snapshot.base.headRef)?.[1];
  return digits === undefined ? null : Number(digits);
}
