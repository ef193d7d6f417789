/** What the local GitHub is made of. Instants are milliseconds since 1970 (UTC), always whole seconds as on GitHub. */

export interface GithubAccount {
  readonly id: number;
  /** A bot's login carries `[bot]`, as in REST and webhooks; GraphQL leaves it out. */
  login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
  name: string | null;
  email: string | null;
}

export interface GithubTeam {
  readonly id: number;
  readonly organization: GithubAccount;
  name: string;
  slug: string;
  description: string | null;
  readonly memberIds: Set<number>;
}

export interface GithubCommit {
  readonly oid: string;
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string; readonly user: GithubAccount | null };
  /** The date the author's git wrote; a rebase keeps it. */
  readonly authoredAt: number;
  readonly committedAt: number;
  readonly parentOid: string | null;
}

export type ActivityType = 'push' | 'force_push' | 'branch_creation' | 'branch_deletion' | 'pr_merge';

export interface GithubActivity {
  readonly id: number;
  readonly before: string;
  readonly after: string;
  /** Such as `refs/heads/main`. */
  readonly ref: string;
  readonly at: number;
  readonly type: ActivityType;
  readonly actor: GithubAccount | null;
}

export interface GithubBranch {
  /** The commit that the branch grew from. */
  readonly baseOid: string | null;
  readonly commits: readonly GithubCommit[];
  readonly wasForced: boolean;
}

export interface GithubLabel {
  readonly id: number;
  readonly name: string;
  readonly color: string;
}

export interface GithubRepository {
  readonly id: number;
  name: string;
  owner: GithubAccount;
  description: string | null;
  language: string | null;
  isPrivate: boolean;
  isArchived: boolean;
  readonly isFork: boolean;
  defaultBranch: string;
  createdAt: number;
  updatedAt: number;
  pushedAt: number;
  /** Number of the next pull request. */
  nextNumber: number;
  /** By number. */
  readonly pullRequests: Map<number, GithubPullRequest>;
  readonly branches: Map<string, GithubBranch>;
  readonly commits: Map<string, GithubCommit>;
  /** Oldest first. */
  readonly activity: GithubActivity[];
}

/** Review states as GraphQL writes them. */
export type GithubReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';

export interface GithubReview {
  readonly id: number;
  readonly author: GithubAccount | null;
  readonly association: string;
  /** The commit that was reviewed. */
  readonly oid: string;
  readonly submittedAt: number;
  body: string;
  state: GithubReviewState;
}

export interface GithubReviewComment {
  readonly id: number;
  readonly author: GithubAccount | null;
  readonly reviewId: number | null;
  readonly createdAt: number;
  readonly path: string;
  readonly body: string;
}

interface EventBase {
  readonly id: number;
  readonly at: number;
  readonly actor: GithubAccount | null;
}

/** Events of a pull request under the names of their GraphQL types; commits and reviews are kept apart. */
export type GithubEvent = EventBase &
  (
    | { readonly type: 'ReadyForReviewEvent' | 'ConvertToDraftEvent' | 'ReopenedEvent' | 'ClosedEvent' }
    | { readonly type: 'MergedEvent'; readonly oid: string | null }
    | {
        readonly type: 'ReviewRequestedEvent' | 'ReviewRequestRemovedEvent';
        readonly reviewer: GithubAccount | GithubTeam | null;
      }
    | {
        readonly type: 'ReviewDismissedEvent';
        readonly reviewId: number;
        readonly previousState: GithubReviewState;
      }
    | { readonly type: 'HeadRefForcePushedEvent'; readonly beforeOid: string; readonly afterOid: string }
    | { readonly type: 'HeadRefDeletedEvent'; readonly refName: string }
    | {
        readonly type: 'BaseRefChangedEvent' | 'RenamedTitleEvent';
        readonly from: string;
        readonly to: string;
      }
    | { readonly type: 'LabeledEvent' | 'UnlabeledEvent'; readonly label: GithubLabel }
  );

export type GithubEventType = GithubEvent['type'];

export interface GithubPullRequest {
  readonly id: number;
  readonly number: number;
  readonly repository: GithubRepository;
  title: string;
  body: string | null;
  state: 'OPEN' | 'CLOSED' | 'MERGED';
  isDraft: boolean;
  /** Null for a ghost: an account that was deleted. */
  author: GithubAccount | null;
  association: string;
  mergedBy: GithubAccount | null;
  mergeOid: string | null;
  baseRef: string;
  baseOid: string;
  headRef: string;
  headOid: string;
  /** Null when the fork was deleted. */
  headRepository: GithubRepository | null;
  labels: GithubLabel[];
  assignees: GithubAccount[];
  reviewRequests: (GithubAccount | GithubTeam)[];
  additions: number;
  deletions: number;
  changedFiles: number;
  createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  mergedAt: number | null;
  commits: readonly GithubCommit[];
  readonly reviews: GithubReview[];
  readonly reviewComments: GithubReviewComment[];
  /** Remarks outside of the code; only counted. */
  comments: number;
  readonly events: GithubEvent[];
}
