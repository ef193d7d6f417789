import type { AccountSnapshot, PullRequestSnapshot, TimelineEntry } from '@devpulse/domain/delivery/timeline';
import type { Instant } from '@devpulse/domain/time/instant';

/** What a delivery tells, freed from GitHub's shapes. Each part carries the source time by which a later one wins. */
export type AccountObservation = AccountSnapshot & { seenAt: Instant };

export type RepositoryObservation = {
  githubId: string;
  fullName: string;
  webUrl: string;
  defaultBranch: string | null;
  isPrivate: boolean;
  isArchived: boolean;
  seenAt: Instant;
};

export type PullRequestObservation = {
  kind: 'pull_request';
  repository: RepositoryObservation;
  accounts: AccountObservation[];
  githubId: string;
  number: number;
  authorId: string | null;
  snapshot: PullRequestSnapshot;
  entries: TimelineEntry[];
};

/** Who a commit says has written it. `email` is in lower case; of account and login, what the source tells. */
export type CommitAuthorObservation = {
  email: string;
  name: string;
  accountId: string | null;
  login: string | null;
  seenAt: Instant;
};

export type PushObservation = {
  kind: 'push';
  repository: RepositoryObservation;
  accounts: AccountObservation[];
  /** Full name, `refs/heads/…` or `refs/tags/…`. */
  ref: string;
  before: string;
  after: string;
  isForced: boolean;
  isCreated: boolean;
  isDeleted: boolean;
  pusherId: string | null;
  pushedAt: Instant;
  distinctCommits: number;
  earliestAuthoredAt: Instant | null;
  authors: CommitAuthorObservation[];
};

export type InstallationObservation = {
  kind: 'installation';
  account: AccountSnapshot;
  state: 'active' | 'suspended' | 'deleted';
  permissions: Record<string, string>;
  /** Null where it was not told. */
  repositorySelection: 'all' | 'selected' | null;
  suspendedAt: Instant | null;
  /** Order of the events of one installation: GitHub's time, then the rank of the action. */
  sourceAt: Instant;
  sourceRank: number;
};

/** What an event of an installation says of a repository. `ownerLogin` is who has it now. */
export type NamedRepository = { githubId: string; ownerLogin: string };

export type InstallationRepositoriesObservation = {
  kind: 'installation_repositories';
  account: AccountSnapshot;
  repositorySelection: 'all' | 'selected' | null;
  added: NamedRepository[];
  removed: NamedRepository[];
};

export type RepositoryEventObservation = {
  kind: 'repository';
  change: 'created' | 'transferred' | 'deleted' | 'changed';
  ownerId: string;
  repository: RepositoryObservation;
};

export type MemberObservation = { kind: 'member'; account: AccountSnapshot };

export type TeamIdentity = { githubId: string; name: string; slug: string };

export type MembershipObservation = {
  kind: 'membership';
  isMember: boolean;
  team: TeamIdentity;
  account: AccountSnapshot;
};

export type TeamObservation = { kind: 'team'; isDeleted: boolean; team: TeamIdentity };

export type Observation =
  | PullRequestObservation
  | PushObservation
  | InstallationObservation
  | InstallationRepositoriesObservation
  | RepositoryEventObservation
  | MemberObservation
  | MembershipObservation
  | TeamObservation;

export type Interpretation =
  | { outcome: 'observed'; action: string | null; installationId: string; observation: Observation }
  | { outcome: 'ignored'; action: string | null; installationId: string | null; reason: string }
  | { outcome: 'rejected_shape'; reason: string };
