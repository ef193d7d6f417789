import type { PullRequestFacts } from '@devpulse/domain/delivery/facts';

/** A pull request that was folded, as far as what belongs to it needs to know. */
export type FoldedPullRequest = {
  id: string;
  organizationId: string;
  repositoryId: string;
  facts: PullRequestFacts;
};

/** What is written, and the facts that stand there already; null when there are none. */
export type SavedPullRequest<Record = FoldedPullRequest> = {
  record: Record;
  before: PullRequestFacts | null;
};
