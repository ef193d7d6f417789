/** What the simulated organization is made of. Instants are milliseconds since 1970 (UTC) unless said otherwise. */

export type TeamName = 'Checkout' | 'Platform';

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
}

export interface Person extends Account {
  readonly name: string;
  readonly email: string;
  /** IANA time zone the person lives and commits in. */
  readonly zone: string;
  readonly firstTeam: TeamName;
  /** Local hour at which the working day usually begins. */
  readonly startHour: number;
  /** Pull requests begun in a working week without leave. */
  readonly weeklyPullRequests: number;
  /** Relative chance of being asked for a review. */
  readonly reviewWeight: number;
  /** Whole weeks after the start of the history at which the person joins; 0 for those who are there already. */
  readonly joinsAfterWeeks: number;
}

export interface Author {
  readonly account: Account;
  readonly name: string;
  readonly email: string;
  readonly zone: string;
}

export interface Repository {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly language: string;
  readonly isPrivate: boolean;
  readonly createdAt: number;
  readonly folders: readonly string[];
  nextNumber: number;
  mainSha: string;
  pushedAt: number;
  updatedAt: number;
  openPullRequests: number;
}

export interface Fork {
  readonly id: number;
  readonly owner: Account;
  readonly createdAt: number;
}

export interface Label {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly isDefault: boolean;
}

export type Association = 'MEMBER' | 'CONTRIBUTOR' | 'NONE';

export interface PullRequest {
  /** 0 until it is opened. */
  id: number;
  number: number;
  readonly repository: Repository;
  author: Account | null;
  readonly association: Association;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  draft: boolean;
  createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  mergedAt: number | null;
  mergedBy: Account | null;
  mergeCommitSha: string | null;
  requestedReviewers: Account[];
  assignees: Account[];
  labels: Label[];
  readonly headRef: string;
  headSha: string;
  readonly fork: Fork | null;
  forkIsDeleted: boolean;
  baseSha: string;
  additions: number;
  deletions: number;
  changedFiles: number;
  commits: number;
  comments: number;
  reviewComments: number;
}

export type ReviewState = 'approved' | 'changes_requested' | 'commented' | 'dismissed';

export interface Review {
  readonly id: number;
  readonly reviewer: Account;
  readonly association: Association;
  readonly commitSha: string;
  readonly submittedAt: number;
  readonly body: string | null;
  state: ReviewState;
}

export interface Commit {
  readonly sha: string;
  readonly message: string;
  readonly author: Author;
  /** Milliseconds from the commit to the push that carries it. */
  readonly ageMs: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly modified: readonly string[];
  /** True for commits that GitHub made on behalf of the author (squash merges, reverts). */
  readonly byWebFlow: boolean;
}

export type JsonObject = { [key: string]: unknown };

/** One thing that happened, as GitHub would tell it; the payload is rendered at most once and at once. */
export interface Occurrence {
  readonly event: string;
  readonly action: string | null;
  /** Occurrences of one lane must arrive in order; those of the empty lane wait for all before and hold all after. */
  readonly lane: string;
  readonly payload: () => JsonObject;
}

export interface Delivery {
  readonly event: string;
  readonly action: string | null;
  /** Value of X-GitHub-Delivery. */
  readonly guid: string;
  /** Instant of the event. */
  readonly occurredAt: number;
  readonly lane: string;
  /** The exact JSON text to sign and send. */
  readonly body: string;
}
