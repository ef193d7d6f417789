/** The parts of webhook payloads that the ledger reads. */

export interface AccountPart {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
}

export interface RepositoryPart {
  readonly id: number;
  readonly name: string;
  readonly full_name: string;
  readonly private?: boolean;
  readonly owner?: AccountPart;
  readonly description?: string | null;
  readonly language?: string | null;
  readonly fork?: boolean;
  readonly archived?: boolean;
  readonly default_branch?: string;
  readonly created_at?: string | number;
  readonly updated_at?: string | number;
  readonly pushed_at?: string | number;
}

export interface TeamPart {
  readonly id: number;
  readonly name: string;
  readonly slug: string;
  readonly description: string | null;
}

export interface PullRequestPart {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: 'open' | 'closed';
  readonly draft: boolean;
  readonly user: AccountPart | null;
  readonly author_association: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly closed_at: string | null;
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
  readonly labels: readonly { id: number; name: string; color: string }[];
  readonly assignees: readonly AccountPart[];
  readonly requested_reviewers: readonly AccountPart[];
  readonly base: { readonly ref: string; readonly sha: string };
  readonly head: { readonly ref: string; readonly sha: string; readonly repo: RepositoryPart | null };
  /** Only in payloads of the event `pull_request`. */
  readonly merged_by?: AccountPart | null;
  readonly additions?: number;
  readonly deletions?: number;
  readonly changed_files?: number;
  readonly commits?: number;
  readonly comments?: number;
}

export interface CommitPart {
  readonly id: string;
  readonly message: string;
  readonly timestamp: string;
  readonly author: { readonly name: string; readonly email: string; readonly username?: string };
  readonly committer: { readonly username?: string };
}

export interface WebhookPayload {
  readonly action?: string;
  readonly repository?: RepositoryPart;
  readonly organization?: { readonly id: number; readonly login: string };
  readonly sender?: AccountPart;
  readonly pull_request?: PullRequestPart;
  readonly requested_reviewer?: AccountPart;
  readonly requested_team?: TeamPart;
  readonly label?: { id: number; name: string; color: string };
  readonly changes?: {
    readonly title?: { readonly from: string };
    readonly base?: { readonly ref: { readonly from: string } };
  };
  readonly before?: string;
  readonly after?: string;
  readonly ref?: string;
  readonly forced?: boolean;
  readonly commits?: readonly CommitPart[];
  readonly review?: {
    readonly id: number;
    readonly state: string;
    readonly body: string | null;
    readonly user: AccountPart | null;
    readonly commit_id: string;
    readonly submitted_at: string;
    readonly author_association: string;
  };
  readonly comment?: {
    readonly id: number;
    readonly pull_request_review_id: number | null;
    readonly user: AccountPart | null;
    readonly created_at: string;
    readonly path: string;
    readonly body: string;
  };
  readonly team?: TeamPart;
  readonly member?: AccountPart;
  readonly membership?: { readonly user: AccountPart };
  readonly installation?: { readonly account?: AccountPart };
  readonly repositories?: readonly RepositoryPart[];
  readonly repositories_added?: readonly RepositoryPart[];
}
